package dev.preflight.schedules;

import static dev.preflight.schedules.Parameter.number;
import static dev.preflight.schedules.Parameter.rate;
import static dev.preflight.schedules.Parameter.span;
import static dev.preflight.schedules.TorchKinds.yesOrNo;

import java.util.ArrayList;
import java.util.List;

/** timm's schedulers with its names, defaults and exact values (timm 1.0.29, without noise). */
final class TimmKinds {
  private static final String WARMUP =
      "As timm: warmup starts at warmup_lr_init; without warmup_prefix it covers the first updates"
          + " of a curve that is not shifted, so the peak may never be reached.";
  private static final String EXCLUSIVE =
      "As timm: the end value is reached one update after the last of t_initial.";
  private static final Parameter LR = Parameter.peak("lr");
  private static final Parameter K_DECAY = number("k_decay", 0.01, 100, "1");

  static final List<Kind> ALL =
      List.of(
          Kind.phase(
              "timm.CosineLRScheduler", cyclic(K_DECAY), TimmKinds::cosine, WARMUP, EXCLUSIVE),
          Kind.phase(
              "timm.PolyLRScheduler",
              cyclic(number("power", 0, 100, "0.5"), K_DECAY),
              TimmKinds::polynomial,
              WARMUP,
              EXCLUSIVE),
          Kind.phase(
              "timm.TanhLRScheduler",
              cyclic(number("lb", -1000, 1000, "-7"), number("ub", -1000, 1000, "3")),
              TimmKinds::tanh,
              WARMUP,
              EXCLUSIVE),
          Kind.phase(
              "timm.StepLRScheduler",
              warmed("true", LR, span("decay_t", 1, null), number("decay_rate", 0, 10, "1")),
              TimmKinds::step,
              WARMUP),
          Kind.phase(
              "timm.MultiStepLRScheduler",
              warmed(
                  "true", LR, Parameter.spans("decay_t", null), number("decay_rate", 0, 10, "1")),
              TimmKinds::multiStep,
              WARMUP,
              "As timm: a milestone m is in force from update m - 1 on."));

  private TimmKinds() {}

  private static List<Parameter> cyclic(Parameter... own) {
    List<Parameter> all = new ArrayList<>();
    all.add(LR);
    all.add(span("t_initial", 1, null));
    all.add(rate("lr_min", "0"));
    all.add(number("cycle_mul", 1, 1000, "1"));
    all.add(number("cycle_decay", 0, 1000, "1"));
    all.add(number("cycle_limit", 0, 1e9, "1"));
    all.addAll(List.of(own));
    return warmed("false", all.toArray(Parameter[]::new));
  }

  private static List<Parameter> warmed(String prefix, Parameter... own) {
    List<Parameter> all = new ArrayList<>(List.of(own));
    all.add(span("warmup_t", 0, "0"));
    all.add(rate("warmup_lr_init", "0"));
    all.add(yesOrNo("warmup_prefix", prefix));
    return all;
  }

  private static Compiled cosine(Arguments a) {
    double k = a.number("k_decay");
    return cycles(a, k == 1 ? Shape.COSINE : p -> Shape.COSINE.remaining(Math.pow(p, k)), false);
  }

  private static Compiled polynomial(Arguments a) {
    double k = a.number("k_decay");
    double power = a.number("power");
    return cycles(a, k == 1 ? Shape.power(power) : p -> Math.pow(1 - Math.pow(p, k), power), false);
  }

  private static Compiled tanh(Arguments a) {
    double low = a.number("lb");
    double high = a.number("ub");
    if (!(low < high)) {
      throw new IllegalArgumentException("timm.TanhLRScheduler needs lb < ub");
    }
    return cycles(a, p -> 0.5 * (1 - Math.tanh(low * (1 - p) + high * p)), true);
  }

  /**
   * Cycles of one shape with warmup.
   *
   * @param ontoCurve whether a warmup without prefix leads to the curve rather than to the peak
   */
  private static Compiled cycles(Arguments a, Shape shape, boolean ontoCurve) {
    double lr = a.peak();
    double min = a.rate("lr_min");
    double decay = a.number("cycle_decay");
    double limit = a.number("cycle_limit");
    Periods periods = new Periods(a.atLeastOne("t_initial"), a.number("cycle_mul"), a.length());
    Powers heights = Powers.of(decay, periods.index(a.length()) + 1L);
    Curve curve =
        t -> {
          int cycle = periods.index(t);
          if (cycle >= limit) {
            return min;
          }
          double top = lr * heights.at(cycle);
          return min + (top - min) * shape.remaining(periods.progress(t, cycle));
        };
    boolean prefix = a.yes("warmup_prefix");
    return warmed(a, curve, ontoCurve && !prefix ? curve.at(a.updates("warmup_t")) : lr);
  }

  private static Compiled step(Arguments a) {
    double lr = a.peak();
    double rate = a.number("decay_rate");
    long every = a.atLeastOne("decay_t");
    Powers powers = Powers.of(rate, a.length() / every + 1);
    return warmed(a, t -> lr * powers.at(t / every), lr);
  }

  private static Compiled multiStep(Arguments a) {
    long[] at = a.positions("decay_t");
    double[] values = new double[at.length + 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = a.peak() * Math.pow(a.number("decay_rate"), i);
    }
    for (int i = 0; i < at.length; i++) {
      at[i]--;
    }
    return warmed(a, new Stairs(at, values), a.peak());
  }

  private static Compiled warmed(Arguments a, Curve curve, double target) {
    long warmup = a.updates("warmup_t");
    double start = a.rate("warmup_lr_init");
    long shift = a.yes("warmup_prefix") ? warmup : 0;
    return Compiled.of(
        t -> t < warmup ? start + t * ((target - start) / warmup) : curve.at(t - shift));
  }
}
