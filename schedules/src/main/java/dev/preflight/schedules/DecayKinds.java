package dev.preflight.schedules;

import java.util.Arrays;
import java.util.List;

/** Kinds that fall from the peak once, and what leads to them and away from them. */
final class DecayKinds {
  private static final String MILESTONES = "A milestone m is in force from update m on.";
  private static final String ENDPOINT =
      "The last planned update gets the end value (endpoint=exclusive: the update after it would).";

  private static final Parameter PEAK =
      Parameter.peak("peak", "max", "lr", "learning-rate", "max-lr");
  private static final Parameter END = Parameter.rate("end", "0").also("min", "final");
  private static final Parameter ENDPOINT_WORD =
      Parameter.word("endpoint", "inclusive", "inclusive", "exclusive");

  static final Kind CONSTANT =
      Kind.phase("constant", List.of(PEAK), a -> Compiled.of(Curve.constant(a.peak())));

  static final Kind LINEAR =
      Kind.phase(
          "linear", List.of(PEAK, END, ENDPOINT_WORD), a -> decay(a, Shape.LINEAR), ENDPOINT);

  static final Kind POLYNOMIAL =
      Kind.phase(
          "polynomial",
          List.of(PEAK, END, Parameter.number("power", 0.01, 100, "2"), ENDPOINT_WORD),
          a -> decay(a, Shape.power(a.number("power"))),
          ENDPOINT);

  static final Kind COSINE =
      Kind.phase(
          "cosine", List.of(PEAK, END, ENDPOINT_WORD), a -> decay(a, Shape.COSINE), ENDPOINT);

  static final Kind REX =
      Kind.phase("rex", List.of(PEAK, END, ENDPOINT_WORD), a -> decay(a, Shape.REX), ENDPOINT);

  static final Kind GEOMETRIC =
      Kind.phase(
          "geometric",
          List.of(PEAK, Parameter.rate("end", "1%"), ENDPOINT_WORD),
          DecayKinds::geometric,
          ENDPOINT);

  static final Kind EXPONENTIAL =
      Kind.phase(
          "exponential",
          List.of(
              PEAK,
              Parameter.number("factor", 0, 1, Defaults.STEP_FACTOR).also("gamma"),
              Parameter.span("every", 1, Defaults.STEP_EVERY)),
          DecayKinds::exponential);

  static final Kind STEP =
      Kind.phase(
          "step",
          List.of(
              PEAK,
              Parameter.span("every", 1, Defaults.STEP_EVERY),
              Parameter.number("factor", 0, 1, Defaults.STEP_FACTOR).also("gamma")),
          DecayKinds::step,
          MILESTONES);

  static final Kind MULTI_STEP =
      Kind.phase(
          "multi-step",
          List.of(
              PEAK,
              Parameter.spans("at", percents(50, 75)).also("milestones"),
              Parameter.number("factor", 0, 1, Defaults.STEP_FACTOR).also("gamma")),
          DecayKinds::multiStep,
          MILESTONES,
          "Milestones count from the start of the run, warmup included.");

  static final Kind PIECEWISE =
      Kind.phase(
          "piecewise",
          List.of(Parameter.rates("values"), Parameter.spans("at", null)),
          DecayKinds::piecewise,
          MILESTONES,
          "Milestones count from the start of the run, warmup included.");

  static final Kind INVERSE_TIME =
      Kind.phase(
          "inverse-time",
          List.of(
              PEAK,
              Parameter.number("rate", 0, 1e6, "1"),
              Parameter.span("every", 1, Defaults.STEP_EVERY)),
          DecayKinds::inverseTime);

  static final Kind INVERSE_SQRT =
      Kind.phase(
          "inverse-sqrt",
          List.of(PEAK, Parameter.span("timescale", 1, Defaults.STEP_EVERY)),
          DecayKinds::inverseSqrt);

  static final Kind WARMUP =
      new Kind(
          "warmup",
          List.of(),
          List.of(
              Parameter.span(Kind.LENGTH, 0, Defaults.WARMUP),
              Parameter.rate("from", null).orWord("1/W"),
              Parameter.word("shape", "linear", "linear", "exponential", "cosine")),
          DecayKinds::warmup,
          List.of(
              "Warmup over W updates starts at 1/W of the peak (from=1/W) and reaches the peak exactly"
                  + " at its own last update, so that no update is wasted at zero; the schedule after"
                  + " it starts at its peak.",
              "Warmup counts inside the planned updates."));

  static final Kind COOLDOWN =
      new Kind(
          "cooldown",
          List.of(),
          List.of(
              Parameter.span(Kind.LENGTH, 0, Defaults.COOLDOWN),
              Parameter.rate("end", "0"),
              Parameter.word("shape", "linear", "linear", "cosine", "1-sqrt")),
          DecayKinds::cooldown,
          List.of(
              "A cooldown leaves the value before it at once, and its last update gets the end value."));

  static final List<Kind> ALL =
      List.of(
          CONSTANT,
          LINEAR,
          POLYNOMIAL,
          COSINE,
          REX,
          GEOMETRIC,
          EXPONENTIAL,
          STEP,
          MULTI_STEP,
          PIECEWISE,
          INVERSE_TIME,
          INVERSE_SQRT,
          WARMUP,
          COOLDOWN);

  private DecayKinds() {}

  private static Value percents(double... percents) {
    return new Value.Items(Arrays.stream(percents).<Value>mapToObj(Value.Percent::new).toList());
  }

  private static Compiled decay(Arguments a, Shape shape) {
    return Compiled.of(new Ramp(a.peak(), a.rate("end"), steps(a), shape));
  }

  /** The local index at which the end value stands. */
  private static long steps(Arguments a) {
    return a.word("endpoint").equals("exclusive") ? a.length() : a.length() - 1;
  }

  private static Compiled geometric(Arguments a) {
    double end = positive(a, "end", a.rate("end"));
    return Compiled.of(new Geometric(a.peak(), end, steps(a)));
  }

  private static double positive(Arguments a, String name, double rate) {
    if (!(rate > 0)) {
      throw new IllegalArgumentException(
          a.kind() + " multiplies, so " + name + " must be above 0, was " + Value.format(rate));
    }
    return rate;
  }

  private static Compiled exponential(Arguments a) {
    double peak = a.peak();
    double factor = a.number("factor");
    double every = a.atLeastOne("every");
    return Compiled.of(t -> peak * Math.pow(factor, t / every));
  }

  private static Compiled step(Arguments a) {
    double peak = a.peak();
    double factor = a.number("factor");
    long every = a.atLeastOne("every");
    Powers powers = Powers.of(factor, a.length() / every + 1);
    return Compiled.of(t -> peak * powers.at(t / every));
  }

  private static Compiled multiStep(Arguments a) {
    long[] at = a.positions("at");
    Arrays.sort(at);
    double[] values = new double[at.length + 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = a.peak() * Math.pow(a.number("factor"), i);
    }
    return Compiled.of(Stairs.inRun(at, values, a.offset()));
  }

  private static Compiled piecewise(Arguments a) {
    long[] at = a.positions("at");
    double[] values = a.rates("values");
    if (values.length != at.length + 1) {
      throw new IllegalArgumentException(
          "piecewise needs one value more than milestones, was "
              + values.length
              + " values for "
              + at.length
              + " milestones");
    }
    for (int i = 1; i < at.length; i++) {
      if (at[i] < at[i - 1]) {
        throw new IllegalArgumentException("piecewise needs its milestones in ascending order");
      }
    }
    return Compiled.of(Stairs.inRun(at, values, a.offset()));
  }

  private static Compiled inverseTime(Arguments a) {
    double peak = a.peak();
    double rate = a.number("rate");
    double every = a.atLeastOne("every");
    return Compiled.of(t -> peak / (1 + rate * (t / every)));
  }

  private static Compiled inverseSqrt(Arguments a) {
    double peak = a.peak();
    double timescale = a.atLeastOne("timescale");
    return Compiled.of(t -> peak / Math.sqrt(1 + t / timescale));
  }

  private static Compiled warmup(Arguments a) {
    double peak = neighbour(a, "after");
    Arguments relative = a.withPeak(peak);
    boolean fromStep = !a.has("from") || a.word("from").equals("1/W");
    double from = fromStep ? peak / a.length() : relative.rate("from");
    if (a.length() == 1 || peak == 0) {
      return Compiled.of(Curve.constant(peak));
    }
    if (a.word("shape").equals("exponential")) {
      return Compiled.of(
          new Geometric(positive(a, "from", from), positive(a, "the peak", peak), a.length() - 1));
    }
    return Compiled.of(Ramp.over(a.length(), from, peak, Shape.named(a.word("shape"))));
  }

  private static Compiled cooldown(Arguments a) {
    double start = neighbour(a, "before");
    Ramp ramp =
        new Ramp(start, a.withPeak(start).rate("end"), a.length(), Shape.named(a.word("shape")));
    return Compiled.of(t -> ramp.at(t + 1));
  }

  private static double neighbour(Arguments a, String side) {
    if (Double.isNaN(a.neighbour())) {
      throw new IllegalArgumentException(
          a.kind() + " needs a schedule " + side + " it in a sequence (joined by +)");
    }
    return a.neighbour();
  }
}
