package dev.preflight.schedules;

import static dev.preflight.schedules.Parameter.number;
import static dev.preflight.schedules.Parameter.perUpdate;
import static dev.preflight.schedules.Parameter.rate;
import static dev.preflight.schedules.Parameter.span;
import static dev.preflight.schedules.Parameter.spans;
import static dev.preflight.schedules.Parameter.word;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch's schedulers with its names, defaults and exact values (torch 2.13.0), in closed form.
 * The optimizer's learning rate is the parameter {@code lr}; numbers of epochs there are updates
 * here.
 */
final class TorchKinds {
  private static final String EXCLUSIVE =
      "As PyTorch: the end value is reached one update after the last planned one.";
  private static final Parameter LR = Parameter.peak("lr", "initial_lr");
  private static final Parameter ETA_MIN = rate("eta_min", "0");

  static final List<Kind> ALL =
      List.of(
          Kind.phase(
              "torch.StepLR",
              List.of(LR, span("step_size", 1, null), number("gamma", 0, 10, "0.1")),
              TorchKinds::step),
          Kind.phase(
              "torch.MultiStepLR",
              List.of(LR, spans("milestones", null), number("gamma", 0, 10, "0.1")),
              TorchKinds::multiStep,
              "As PyTorch: milestones count from the schedule's own first update."),
          Kind.phase(
              "torch.ConstantLR",
              List.of(
                  LR, number("factor", 0, 1, "0.3333333333333333"), span("total_iters", 0, "5")),
              TorchKinds::constant),
          Kind.phase(
              "torch.LinearLR",
              List.of(
                  LR,
                  number("start_factor", Double.MIN_VALUE, 1, "0.3333333333333333"),
                  number("end_factor", 0, 1, "1"),
                  span("total_iters", 0, "5")),
              TorchKinds::linear),
          Kind.phase(
              "torch.ExponentialLR",
              List.of(LR, perUpdate("gamma", 0, 10, null)),
              TorchKinds::exponential),
          Kind.phase(
              "torch.PolynomialLR",
              List.of(LR, span("total_iters", 1, "5"), number("power", 0, 100, "1")),
              TorchKinds::polynomial,
              EXCLUSIVE),
          Kind.phase(
              "torch.CosineAnnealingLR",
              List.of(LR, span("T_max", 1, null), ETA_MIN),
              TorchKinds::cosine,
              EXCLUSIVE,
              "As PyTorch: after T_max updates the rate rises again, with period 2 T_max."),
          Kind.phase(
              "torch.CosineAnnealingWarmRestarts",
              List.of(LR, span("T_0", 1, null), number("T_mult", 1, 1000, "1"), ETA_MIN),
              TorchKinds::restarts,
              EXCLUSIVE),
          Kind.phase(
              "torch.CyclicLR",
              List.of(
                  Parameter.peak("max_lr"),
                  rate("base_lr", null),
                  span("step_size_up", 1, "2000"),
                  span("step_size_down", 1, null),
                  word("mode", "triangular", "triangular", "triangular2", "exp_range"),
                  perUpdate("gamma", 0, 10, "1"),
                  yesOrNo("cycle_momentum", "true"),
                  number("base_momentum", 0, 1, "0.8"),
                  number("max_momentum", 0, 1, "0.9")),
              TorchKinds::cyclic),
          Kind.phase(
              "torch.OneCycleLR",
              List.of(
                  Parameter.peak("max_lr"),
                  span("total_steps", 1, null),
                  number("epochs", 1, 1e9, null),
                  number("steps_per_epoch", 1, 1e9, null),
                  number("pct_start", 0, 1, "0.3"),
                  word("anneal_strategy", "cos", "cos", "linear"),
                  yesOrNo("cycle_momentum", "true"),
                  number("base_momentum", 0, 1, "0.85"),
                  number("max_momentum", 0, 1, "0.95"),
                  number("div_factor", Double.MIN_VALUE, 1e12, "25"),
                  number("final_div_factor", Double.MIN_VALUE, 1e12, "1e4"),
                  yesOrNo("three_phase", "false")),
              TorchKinds::oneCycle,
              "As PyTorch: the last planned update gets the end value, final_div_factor is relative"
                  + " to the first rate, and the peak is missed if pct_start * total_steps is not a"
                  + " whole number."),
          Kind.phase(
              "torch.SequentialLR",
              List.of(Parameter.schedules(Combinators.PARTS), spans("milestones", null)),
              a -> joined(a, "milestones"),
              "Unlike PyTorch, nested sequences do not shift the inner one by an update."),
          Kind.phase(
              "torch.ChainedScheduler",
              List.of(Parameter.schedules(Combinators.PARTS)),
              TorchKinds::chained,
              "Every part is a factor relative to its own lr; unlike PyTorch, warm restarts keep"
                  + " the other factors."));

  private TorchKinds() {}

  /** A parameter that takes true or false. */
  static Parameter yesOrNo(String name, String fallback) {
    return word(name, fallback, "true", "false");
  }

  private static Compiled step(Arguments a) {
    double lr = a.peak();
    double gamma = a.number("gamma");
    long size = a.atLeastOne("step_size");
    Powers powers = Powers.of(gamma, a.length() / size + 1);
    return Compiled.of(t -> lr * powers.at(t / size));
  }

  private static Compiled multiStep(Arguments a) {
    long[] at = a.positions("milestones");
    Arrays.sort(at);
    double[] values = new double[at.length + 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = a.peak() * Math.pow(a.number("gamma"), i);
    }
    return Compiled.of(new Stairs(at, values));
  }

  private static Compiled constant(Arguments a) {
    double lr = a.peak();
    return Compiled.of(
        new Stairs(
            new long[] {a.updates("total_iters")}, new double[] {lr * a.number("factor"), lr}));
  }

  private static Compiled linear(Arguments a) {
    double lr = a.peak();
    double start = a.number("start_factor");
    double end = a.number("end_factor");
    long total = a.updates("total_iters");
    return Compiled.of(t -> lr * (t >= total ? end : start + (end - start) * ((double) t / total)));
  }

  private static Compiled exponential(Arguments a) {
    double lr = a.peak();
    double gamma = a.number("gamma");
    return Compiled.of(t -> lr * Math.pow(gamma, (double) t));
  }

  private static Compiled polynomial(Arguments a) {
    return Compiled.of(
        new Ramp(a.peak(), 0, a.atLeastOne("total_iters"), Shape.power(a.number("power"))));
  }

  private static Compiled cosine(Arguments a) {
    double lr = a.peak();
    double min = a.rate("eta_min");
    long max = a.atLeastOne("T_max");
    return Compiled.of(
        t -> min + (lr - min) * Shape.COSINE.remaining((double) (t % (2 * max)) / max));
  }

  private static Compiled restarts(Arguments a) {
    double lr = a.peak();
    double min = a.rate("eta_min");
    double multiplier = a.number("T_mult");
    if (multiplier % 1 != 0) {
      throw new IllegalArgumentException("T_mult must be a whole number, was " + multiplier);
    }
    Periods periods = new Periods(a.atLeastOne("T_0"), multiplier, a.length());
    return Compiled.of(
        t -> min + (lr - min) * Shape.COSINE.remaining(periods.progress(t, periods.index(t))));
  }

  private static Compiled cyclic(Arguments a) {
    double base = a.rate("base_lr");
    Turns turns =
        Turns.every(
            a.atLeastOne("step_size_up"),
            a.atLeastOne(a.has("step_size_down") ? "step_size_down" : "step_size_up"));
    CycleScale scale =
        switch (a.word("mode")) {
          case "triangular" -> CycleScale.TRIANGULAR;
          case "triangular2" -> CycleScale.TRIANGULAR2;
          default -> CycleScale.expRange(a.number("gamma"));
        };
    Curve momentum =
        a.yes("cycle_momentum")
            ? new Cyclic(a.number("max_momentum"), a.number("base_momentum"), turns, scale)
            : null;
    return new Compiled(new Cyclic(base, a.peak(), turns, scale), momentum);
  }

  private static Compiled oneCycle(Arguments a) {
    double total = totalSteps(a);
    double pct = a.number("pct_start");
    if (pct * total <= 1) {
      throw new IllegalArgumentException(
          "torch.OneCycleLR divides by zero or misses the peak where pct_start * total_steps <= 1"
              + " (here "
              + pct * total
              + "); one-cycle does not");
    }
    boolean three = a.yes("three_phase");
    double top = pct * total - 1;
    double[] ends =
        three ? new double[] {top, 2 * pct * total - 2, total - 1} : new double[] {top, total - 1};
    if (three && !(ends[1] < ends[2])) {
      throw new IllegalArgumentException("torch.OneCycleLR with three_phase needs pct_start < 0.5");
    }
    double max = a.peak();
    double initial = max / a.number("div_factor");
    double min = initial / a.number("final_div_factor");
    Shape shape = a.word("anneal_strategy").equals("cos") ? Shape.COSINE : Shape.LINEAR;
    double[] rates =
        three ? new double[] {initial, max, initial, min} : new double[] {initial, max, min};
    return new Compiled(new TorchPhases(ends, rates, shape), momentum(a, ends, shape));
  }

  private static @Nullable Curve momentum(Arguments a, double[] ends, Shape shape) {
    if (!a.yes("cycle_momentum")) {
      return null;
    }
    double high = a.number("max_momentum");
    double[] values = new double[ends.length + 1];
    Arrays.fill(values, high);
    values[1] = a.number("base_momentum");
    return new TorchPhases(ends, values, shape);
  }

  private static double totalSteps(Arguments a) {
    if (a.has("total_steps")) {
      return a.updates("total_steps");
    }
    return a.has("epochs") ? a.number("epochs") * a.number("steps_per_epoch") : a.length();
  }

  /** Schedules one after the other, each with its own index, switched at given updates. */
  static Compiled joined(Arguments a, String boundaries) {
    List<ScheduleSpec> specs = a.schedules(Combinators.PARTS);
    long[] at = a.positions(boundaries);
    if (specs.size() != at.length + 1) {
      throw new IllegalArgumentException(
          a.kind()
              + " needs one schedule more than "
              + boundaries
              + ", was "
              + specs.size()
              + " schedules for "
              + at.length
              + " "
              + boundaries);
    }
    long[] starts = new long[specs.size()];
    System.arraycopy(at, 0, starts, 1, at.length);
    return Phases.of(specs, starts, specs.stream().map(a::compile).toList());
  }

  private static Compiled chained(Arguments a) {
    List<ScheduleSpec> specs = a.schedules(Combinators.PARTS);
    Compiled product = a.compile(specs.get(0));
    for (ScheduleSpec spec : specs.subList(1, specs.size())) {
      Compiled next = a.compile(spec);
      double lr = spec.peak().orElseThrow();
      Curve before = product.rate();
      product = new Compiled(t -> before.at(t) * (next.rate().at(t) / lr), product.momentum());
    }
    return product;
  }

  /** PyTorch's one-cycle phases, whose ends need not be whole updates. */
  private static final class TorchPhases implements Curve {
    private final double[] ends;
    private final double[] values;
    private final Shape shape;

    TorchPhases(double[] ends, double[] values, Shape shape) {
      this.ends = ends;
      this.values = values;
      this.shape = shape;
    }

    @Override
    public double at(long update) {
      double t = Math.min((double) update, ends[ends.length - 1]);
      int phase = 0;
      while (t > ends[phase]) {
        phase++;
      }
      double start = phase == 0 ? 0 : ends[phase - 1];
      double progress = (t - start) / (ends[phase] - start);
      double from = values[phase];
      double to = values[phase + 1];
      return to + (from - to) * shape.remaining(progress);
    }
  }
}
