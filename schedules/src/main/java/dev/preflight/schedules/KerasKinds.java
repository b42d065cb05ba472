package dev.preflight.schedules;

import static dev.preflight.schedules.Parameter.number;
import static dev.preflight.schedules.Parameter.rate;
import static dev.preflight.schedules.Parameter.span;
import static dev.preflight.schedules.TorchKinds.yesOrNo;

import java.util.List;

/** Keras' schedules with its names, defaults and exact values (keras 3.15.1). */
final class KerasKinds {
  private static final String EXCLUSIVE =
      "As Keras: the end value is reached one update after the last of decay_steps.";
  private static final Parameter LR = Parameter.peak("initial_learning_rate", "lr");
  private static final Parameter DECAY_STEPS = span("decay_steps", 1, null);
  private static final Parameter STAIRCASE = yesOrNo("staircase", "false");

  static final List<Kind> ALL =
      List.of(
          Kind.phase(
              "keras.ExponentialDecay",
              List.of(LR, DECAY_STEPS, number("decay_rate", 0, 1e6, null), STAIRCASE),
              KerasKinds::exponential),
          Kind.phase(
              "keras.PiecewiseConstantDecay",
              List.of(Parameter.spans("boundaries", null), Parameter.rates("values")),
              KerasKinds::piecewise,
              "As Keras: a boundary b is in force from update b + 1 on."),
          Kind.phase(
              "keras.PolynomialDecay",
              List.of(
                  LR,
                  DECAY_STEPS,
                  rate("end_learning_rate", "0.0001"),
                  number("power", 0, 100, "1"),
                  yesOrNo("cycle", "false")),
              KerasKinds::polynomial,
              EXCLUSIVE),
          Kind.phase(
              "keras.InverseTimeDecay",
              List.of(LR, DECAY_STEPS, number("decay_rate", 0, 1e6, null), STAIRCASE),
              KerasKinds::inverseTime),
          Kind.phase(
              "keras.CosineDecay",
              List.of(
                  rate("initial_learning_rate", null).also("lr"),
                  DECAY_STEPS,
                  number("alpha", 0, 1, "0"),
                  rate("warmup_target", null),
                  span("warmup_steps", 0, "0")),
              KerasKinds::cosine,
              EXCLUSIVE,
              "As Keras: warmup starts at initial_learning_rate and comes before decay_steps, not"
                  + " inside them."),
          Kind.phase(
              "keras.CosineDecayRestarts",
              List.of(
                  LR,
                  span("first_decay_steps", 1, null),
                  number("t_mul", 1, 1000, "2"),
                  number("m_mul", 0, 1000, "1"),
                  number("alpha", 0, 1, "0")),
              KerasKinds::restarts,
              EXCLUSIVE));

  private KerasKinds() {}

  private static Compiled exponential(Arguments a) {
    double lr = a.peak();
    double rate = a.number("decay_rate");
    double steps = a.atLeastOne("decay_steps");
    boolean staircase = a.yes("staircase");
    return Compiled.of(t -> lr * Math.pow(rate, staircase ? Math.floor(t / steps) : t / steps));
  }

  private static Compiled piecewise(Arguments a) {
    long[] boundaries = a.positions("boundaries");
    double[] values = a.rates("values");
    if (values.length != boundaries.length + 1) {
      throw new IllegalArgumentException(
          "keras.PiecewiseConstantDecay needs one value more than boundaries");
    }
    for (int i = 0; i < boundaries.length; i++) {
      boundaries[i]++;
    }
    return Compiled.of(new Stairs(boundaries, values));
  }

  private static Compiled polynomial(Arguments a) {
    double lr = a.peak();
    double end = a.rate("end_learning_rate");
    double steps = a.atLeastOne("decay_steps");
    double power = a.number("power");
    boolean cycle = a.yes("cycle");
    return Compiled.of(
        t -> {
          double total = cycle ? steps * Math.max(1, Math.ceil(t / steps)) : steps;
          return (lr - end) * Math.pow(1 - Math.min((double) t, total) / total, power) + end;
        });
  }

  private static Compiled inverseTime(Arguments a) {
    double lr = a.peak();
    double rate = a.number("decay_rate");
    double steps = a.atLeastOne("decay_steps");
    boolean staircase = a.yes("staircase");
    return Compiled.of(t -> lr / (1 + rate * (staircase ? Math.floor(t / steps) : t / steps)));
  }

  private static Compiled cosine(Arguments a) {
    double initial = a.rate("initial_learning_rate");
    long decay = a.atLeastOne("decay_steps");
    double alpha = a.number("alpha");
    if (!a.has("warmup_target")) {
      return Compiled.of(cosine(initial, alpha, decay));
    }
    double target = a.rate("warmup_target");
    long warmup = a.updates("warmup_steps");
    Curve fall = cosine(target, alpha, decay);
    return Compiled.of(
        t ->
            t < warmup
                ? (target - initial) * ((double) t / warmup) + initial
                : fall.at(t - warmup));
  }

  /** A cosine to a fraction of its start. */
  static Curve cosine(double start, double alpha, long decay) {
    return t ->
        start * ((1 - alpha) * Shape.COSINE.remaining((double) Math.min(t, decay) / decay) + alpha);
  }

  private static Compiled restarts(Arguments a) {
    double lr = a.peak();
    double alpha = a.number("alpha");
    double decay = a.number("m_mul");
    Periods periods = new Periods(a.atLeastOne("first_decay_steps"), a.number("t_mul"), a.length());
    Powers heights = Powers.of(decay, periods.index(a.length()) + 1L);
    return Compiled.of(
        t -> {
          int cycle = periods.index(t);
          double height = heights.at(cycle);
          double cosine = height * Shape.COSINE.remaining(periods.progress(t, cycle));
          return lr * ((1 - alpha) * cosine + alpha);
        });
  }
}
