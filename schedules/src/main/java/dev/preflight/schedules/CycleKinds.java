package dev.preflight.schedules;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Kinds that rise and fall, or hold and fall. */
final class CycleKinds {
  private static final String DIVS = "Start and end rates in percent are of the peak.";
  private static final String ENDPOINT = "The last planned update gets the end value.";

  private static final Parameter PEAK =
      Parameter.peak("peak", "max", "lr", "learning-rate", "max-lr");
  private static final Parameter END = Parameter.rate("end", "0").also("min", "final");

  static final Kind RESTARTS =
      Kind.phase(
              "cosine-restarts",
              List.of(
                  PEAK,
                  END,
                  Parameter.span("period", 1, Defaults.RESTART_PERIOD),
                  Parameter.number("multiplier", 1, 100, "1").also("t-mult"),
                  Parameter.number("decay", 0, 1, "1")),
              CycleKinds::restarts,
              "The last update of each cycle gets the end value, the next one the peak.",
              "Each peak is the one before it times decay.")
          .also("sgdr");

  static final Kind CYCLIC =
      Kind.phase(
          "cyclic",
          List.of(
              PEAK,
              Parameter.rate("base", Defaults.CYCLIC_BASE).also("base-lr", "min"),
              Parameter.number("cycles", 1, 1e6, Defaults.CYCLIC_CYCLES),
              Parameter.span("up", 1, null).also("step-size"),
              Parameter.span("down", 1, null),
              Parameter.numbers("scale", 0, 1, new Value.Word("triangular"))
                  .orWord("triangular", "triangular2", "exp-range"),
              Parameter.perUpdate("gamma", 0, 1, "1"),
              momentum(Defaults.CYCLIC_MOMENTUM_HIGH, Defaults.CYCLIC_MOMENTUM_LOW)),
          CycleKinds::cyclic,
          "A cycle starts at the base rate; where neither up nor down is written, whole cycles fill"
              + " the run, and the last planned update gets the base rate.",
          "Momentum mirrors the rate: high at the base, low at the peak (momentum=off leaves it"
              + " alone).");

  static final Kind ONE_CYCLE =
      Kind.phase(
              "one-cycle",
              List.of(
                  PEAK,
                  Parameter.number("pct-start", 0, 1, Defaults.ONE_CYCLE_RISE).also("rise"),
                  Parameter.rate("start", Defaults.ONE_CYCLE_START),
                  Parameter.rate("end", Defaults.ONE_CYCLE_END).also("final"),
                  Parameter.word("phases", "two", "two", "three"),
                  Parameter.word("shape", "cosine", "cosine", "linear"),
                  momentum(Defaults.ONE_CYCLE_MOMENTUM_HIGH, Defaults.ONE_CYCLE_MOMENTUM_LOW)),
              CycleKinds::oneCycle,
              "The peak is rounded to the nearest update and hit exactly.",
              ENDPOINT,
              DIVS,
              "Momentum mirrors the rate: low at the peak (momentum=off leaves it alone).")
          .also("onecycle", "1cycle");

  static final Kind WSD =
      Kind.phase(
              "wsd",
              List.of(
                  PEAK,
                  Parameter.span("warmup", 0, Defaults.WARMUP),
                  Parameter.span("decay", 0, Defaults.COOLDOWN),
                  END,
                  Parameter.word("shape", "linear", "linear", "cosine", "1-sqrt")),
              CycleKinds::wsd,
              "Warmup over W updates starts at 1/W of the peak and counts inside the planned updates.",
              ENDPOINT)
          .also("warmup-stable-decay", "trapezoidal");

  static final Kind FLAT_COSINE =
      Kind.phase(
              "flat-cosine",
              List.of(PEAK, Parameter.span("until", 0, Defaults.FLAT_UNTIL), END),
              CycleKinds::flatCosine,
              "The flat part ends at that position of the run, warmup included.",
              ENDPOINT)
          .also("flat-cos");

  static final Kind GROWTH =
      Kind.phase(
          "exponential-growth",
          List.of(
              PEAK,
              Parameter.number("weight-decay", 0, 1, "5e-4"),
              Parameter.number("momentum", 0, MomentumRange.LARGEST, "0.9")),
          CycleKinds::growth,
          "Growth replaces weight decay: train with weight decay 0.");

  static final List<Kind> ALL = List.of(RESTARTS, CYCLIC, ONE_CYCLE, WSD, FLAT_COSINE, GROWTH);

  private CycleKinds() {}

  private static Parameter momentum(double high, double low) {
    Value range = new Value.Items(List.of(new Value.Plain(high), new Value.Plain(low)));
    return Parameter.numbers("momentum", 0, MomentumRange.LARGEST, range).orWord("off");
  }

  private static Compiled restarts(Arguments a) {
    double multiplier = a.number("multiplier");
    if (multiplier > 1 && multiplier < 1.01) {
      throw new IllegalArgumentException(
          "multiplier must be 1 or at least 1.01, was " + multiplier);
    }
    return Compiled.of(
        Restarts.of(
            a.peak(),
            a.rate("end"),
            a.atLeastOne("period"),
            multiplier,
            a.number("decay"),
            a.length()));
  }

  private static Compiled cyclic(Arguments a) {
    double peak = a.peak();
    double base = below(a, "base", peak);
    Turns turns = turns(a);
    CycleScale scale = scale(a);
    Curve rate = new Cyclic(base, peak, turns, scale);
    MomentumRange momentum = MomentumRange.of(a);
    return new Compiled(
        rate, momentum == null ? null : new Cyclic(momentum.high(), momentum.low(), turns, scale));
  }

  private static Turns turns(Arguments a) {
    if (!a.has("up") && !a.has("down")) {
      double cycles = a.number("cycles");
      if (cycles != Math.rint(cycles)) {
        throw new IllegalArgumentException(
            "cycles must be a whole number, was " + Value.format(cycles));
      }
      return Turns.fitted((long) cycles, a.length());
    }
    if (a.has("cycles")) {
      throw new IllegalArgumentException("cyclic takes cycles, or up and down, not both");
    }
    return Turns.every(
        a.atLeastOne(a.has("up") ? "up" : "down"), a.atLeastOne(a.has("down") ? "down" : "up"));
  }

  private static CycleScale scale(Arguments a) {
    return switch (a.word("scale")) {
      case "triangular" -> CycleScale.TRIANGULAR;
      case "triangular2" -> CycleScale.TRIANGULAR2;
      case "exp-range" -> CycleScale.expRange(a.number("gamma"));
      default -> CycleScale.custom(a.numbers("scale"));
    };
  }

  private static double below(Arguments a, String name, double peak) {
    double rate = a.rate(name);
    if (rate > peak) {
      throw new IllegalArgumentException(
          a.kind()
              + " needs "
              + name
              + " <= peak, was "
              + Value.format(rate)
              + " > "
              + Value.format(peak));
    }
    return rate;
  }

  private static Compiled oneCycle(Arguments a) {
    Shape shape = Shape.named(a.word("shape"));
    boolean three = a.word("phases").equals("three");
    double pct = a.number("pct-start");
    if (three && pct > 0.5) {
      throw new IllegalArgumentException(
          "pct-start must be in [0, 0.5] with phases=three, was " + pct);
    }
    long last = a.length() - 1;
    // The end has one update to itself, and with three phases the fall mirrors the rise.
    long latest = Math.max(0, three ? (last - 1) / 2 : last - 1);
    long top = Math.max(0, Math.min(latest, Math.round(pct * a.length()) - 1));
    long bottom = three ? 2 * top : last;
    double peak = a.peak();
    double start = below(a, "start", peak);
    double end = below(a, "end", peak);
    MomentumRange m = MomentumRange.of(a);
    Curve rate =
        three
            ? rise(top, start, peak, shape).then("fall", bottom, start).then("anneal", last, end)
            : rise(top, start, peak, shape).then("fall", last, end);
    if (m == null) {
      return Compiled.of(rate);
    }
    Curve momentum =
        rise(top, m.high(), m.low(), shape)
            .then("fall", bottom, m.high())
            .then("anneal", last, m.high());
    return new Compiled(rate, momentum);
  }

  private static Knots rise(long top, double start, double peak, Shape shape) {
    return Knots.from("rise", top == 0 ? peak : start, shape).then("rise", top, peak);
  }

  private static Compiled wsd(Arguments a) {
    double peak = a.peak();
    long last = a.length() - 1;
    long warmup = a.updates("warmup");
    // Rounded where it starts, so that shares which add up to the whole run fit after rounding.
    long decay = a.length() - Math.round(a.length() - a.exactUpdates("decay"));
    if (warmup + decay > a.length()) {
      throw new IllegalArgumentException(
          "wsd has " + a.length() + " updates, but warms up and decays for " + (warmup + decay));
    }
    double first = warmup > 1 ? peak / warmup : peak;
    return Compiled.of(
        Knots.from("warmup", first, Shape.LINEAR)
            .then("warmup", Math.max(0, warmup - 1), peak)
            .then("stable", last - decay, peak)
            .with(Shape.named(a.word("shape")))
            .then("decay", decay == 0 ? 0 : last, decay == 0 ? peak : a.rate("end")));
  }

  private static Compiled flatCosine(Arguments a) {
    double peak = a.peak();
    long last = a.length() - 1;
    long until = Math.max(0, Math.min(last, a.updates("until") - a.offset()));
    return Compiled.of(
        Knots.from("flat", peak, Shape.COSINE)
            .then("flat", until, peak)
            .then("decay", last, a.rate("end")));
  }

  private static Compiled growth(Arguments a) {
    WeightDecayEquivalence growth =
        new WeightDecayEquivalence(a.peak(), a.number("weight-decay"), a.number("momentum"));
    double root = growth.root();
    return Compiled.of(t -> growth.learningRate() * Math.pow(root, -2.0 * t - 1));
  }

  /** The momentum at the lowest and at the highest rate. */
  record MomentumRange(double high, double low) {
    /** Momentum is below one; this is the largest number that can be written for it. */
    static final double LARGEST = 0.999999;

    static @Nullable MomentumRange of(Arguments a) {
      if (a.word("momentum").equals("off")) {
        return null;
      }
      double[] range = a.numbers("momentum");
      if (range.length != 2 || range[1] > range[0]) {
        throw new IllegalArgumentException(
            "momentum takes [high, low] or off, was " + Arrays.toString(range));
      }
      return new MomentumRange(range[0], range[1]);
    }
  }
}
