package dev.preflight.schedules;

import static dev.preflight.schedules.Parameter.number;
import static dev.preflight.schedules.Parameter.rate;
import static dev.preflight.schedules.Parameter.span;
import static dev.preflight.schedules.TorchKinds.yesOrNo;

import java.util.List;

/** Optax' schedules with its names, defaults and exact values (optax 0.2.8). */
final class OptaxKinds {
  private static final String EXCLUSIVE =
      "As Optax: the end value is reached one update after the last of the decay.";
  private static final String WARMUP =
      "As Optax: warmup starts at init_value and counts inside decay_steps.";
  private static final Parameter INIT = Parameter.peak("init_value", "lr");
  private static final Parameter START = rate("init_value", null);
  private static final Parameter PEAK = Parameter.peak("peak_value", "lr");
  private static final Parameter STEPS = span("transition_steps", 1, null);
  private static final Parameter BEGIN = span("transition_begin", 0, "0");
  private static final Parameter STAIRCASE = yesOrNo("staircase", "false");
  private static final Parameter EXPONENT = number("exponent", 0, 100, "1");
  private static final Parameter DECAY_RATE = number("decay_rate", Double.MIN_VALUE, 1e6, null);
  private static final Parameter DIV = number("div_factor", Double.MIN_VALUE, 1e12, "25");
  private static final Parameter FINAL_DIV =
      number("final_div_factor", Double.MIN_VALUE, 1e12, "1e4");

  static final List<Kind> ALL =
      List.of(
          Kind.phase(
              "optax.constant_schedule",
              List.of(Parameter.peak("value", "lr")),
              a -> Compiled.of(Curve.constant(a.peak()))),
          Kind.phase(
              "optax.linear_schedule",
              List.of(START, rate("end_value", null), STEPS, BEGIN),
              a -> polynomial(a, 1),
              EXCLUSIVE),
          Kind.phase(
              "optax.polynomial_schedule",
              List.of(START, rate("end_value", null), number("power", 0, 100, null), STEPS, BEGIN),
              a -> polynomial(a, a.number("power")),
              EXCLUSIVE),
          Kind.phase(
              "optax.exponential_decay",
              List.of(INIT, STEPS, DECAY_RATE, BEGIN, STAIRCASE, rate("end_value", null)),
              a -> Compiled.of(exponential(a, a.peak()))),
          Kind.phase(
              "optax.piecewise_constant_schedule",
              List.of(
                  INIT,
                  Parameter.spans("boundaries", null),
                  Parameter.numbers("scales", 0, 1e6, null)),
              OptaxKinds::piecewise,
              "As Optax: a boundary b is in force from update b on."),
          Kind.phase(
              "optax.cosine_decay_schedule",
              List.of(INIT, span("decay_steps", 1, null), number("alpha", 0, 1, "0"), EXPONENT),
              a -> Compiled.of(cosine(a.peak(), a.number("alpha"), a.atLeastOne("decay_steps"), a)),
              EXCLUSIVE),
          Kind.phase(
              "optax.warmup_constant_schedule",
              List.of(START, PEAK, span("warmup_steps", 0, null)),
              a -> warmed(a, Curve.constant(a.peak())),
              WARMUP),
          Kind.phase(
              "optax.warmup_cosine_decay_schedule",
              List.of(
                  START,
                  PEAK,
                  span("warmup_steps", 0, null),
                  span("decay_steps", 1, null),
                  rate("end_value", "0"),
                  EXPONENT),
              OptaxKinds::warmupCosine,
              WARMUP,
              EXCLUSIVE),
          Kind.phase(
              "optax.warmup_exponential_decay_schedule",
              List.of(
                  START,
                  PEAK,
                  span("warmup_steps", 0, null),
                  STEPS,
                  DECAY_RATE,
                  BEGIN,
                  STAIRCASE,
                  rate("end_value", null)),
              a -> warmed(a, exponential(a, a.peak())),
              WARMUP),
          Kind.phase(
              "optax.cosine_onecycle_schedule",
              List.of(STEPS, PEAK, number("pct_start", 0, 1, "0.3"), DIV, FINAL_DIV),
              OptaxKinds::cosineOneCycle,
              EXCLUSIVE,
              "As Optax: the final rate is relative to the first one."),
          Kind.phase(
              "optax.linear_onecycle_schedule",
              List.of(
                  STEPS,
                  PEAK,
                  number("pct_start", 0, 1, "0.3"),
                  number("pct_final", 0, 1, "0.85"),
                  DIV,
                  FINAL_DIV),
              OptaxKinds::linearOneCycle,
              EXCLUSIVE,
              "As Optax: the final rate is relative to the first one."),
          Kind.phase(
              "optax.join_schedules",
              List.of(Parameter.schedules(Combinators.PARTS), Parameter.spans("boundaries", null)),
              a -> TorchKinds.joined(a, "boundaries")));

  private OptaxKinds() {}

  private static Compiled polynomial(Arguments a, double power) {
    Ramp ramp =
        new Ramp(
            a.rate("init_value"),
            a.rate("end_value"),
            a.atLeastOne("transition_steps"),
            Shape.power(power));
    long begin = a.updates("transition_begin");
    return Compiled.of(t -> ramp.at(Math.max(0, t - begin)));
  }

  private static Curve exponential(Arguments a, double start) {
    double rate = a.number("decay_rate");
    double steps = a.atLeastOne("transition_steps");
    long begin = a.updates("transition_begin");
    boolean staircase = a.yes("staircase");
    boolean bounded = a.has("end_value");
    double end = bounded ? a.rate("end_value") : 0;
    return t -> {
      double progress = Math.max(0.0, (double) (t - begin)) / steps;
      double value = start * Math.pow(rate, staircase ? Math.floor(progress) : progress);
      if (!bounded) {
        return value;
      }
      return rate < 1 ? Math.max(value, end) : Math.min(value, end);
    };
  }

  private static Compiled piecewise(Arguments a) {
    long[] at = a.positions("boundaries");
    double[] scales = a.numbers("scales");
    if (at.length != scales.length) {
      throw new IllegalArgumentException(
          "optax.piecewise_constant_schedule needs as many scales as boundaries");
    }
    double[] values = new double[at.length + 1];
    values[0] = a.peak();
    for (int i = 0; i < scales.length; i++) {
      values[i + 1] = values[i] * scales[i];
    }
    return Compiled.of(new Stairs(at, values));
  }

  private static Curve cosine(double start, double alpha, long steps, Arguments a) {
    double exponent = a.number("exponent");
    return t -> {
      double cosine = Shape.COSINE.remaining((double) Math.min(t, steps) / steps);
      return start * ((1 - alpha) * Math.pow(cosine, exponent) + alpha);
    };
  }

  private static Compiled warmupCosine(Arguments a) {
    double peak = a.peak();
    long steps = a.atLeastOne("decay_steps") - a.updates("warmup_steps");
    if (steps < 1) {
      throw new IllegalArgumentException(
          "optax.warmup_cosine_decay_schedule needs warmup_steps < decay_steps");
    }
    return warmed(a, cosine(peak, a.rate("end_value") / peak, steps, a));
  }

  private static Compiled warmed(Arguments a, Curve curve) {
    long warmup = a.updates("warmup_steps");
    double start = a.rate("init_value");
    double peak = a.peak();
    return Compiled.of(
        t -> t < warmup ? start + (peak - start) * ((double) t / warmup) : curve.at(t - warmup));
  }

  private static Compiled cosineOneCycle(Arguments a) {
    long steps = a.atLeastOne("transition_steps");
    double first = a.peak() / a.number("div_factor");
    return Compiled.of(
        Knots.from("rise", first, Shape.COSINE)
            .then("rise", (long) (a.number("pct_start") * steps), a.peak())
            .then("fall", steps, first / a.number("final_div_factor")));
  }

  private static Compiled linearOneCycle(Arguments a) {
    long steps = a.atLeastOne("transition_steps");
    double first = a.peak() / a.number("div_factor");
    return Compiled.of(
        Knots.from("rise", first, Shape.LINEAR)
            .then("rise", (long) (a.number("pct_start") * steps), a.peak())
            .then("fall", (long) (a.number("pct_final") * steps), first)
            .then("anneal", steps, first / a.number("final_div_factor")));
  }
}
