package dev.preflight.benchmarks;

import dev.preflight.schedules.PlannedSchedule;
import dev.preflight.schedules.Run;
import dev.preflight.schedules.ScheduleSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** What {@code at(t)} costs, for every kind of schedule, along a run of 10,000 updates. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ScheduleCost {

  private static final int UPDATES = 10_000;

  /** One of each kind, with the parameters that cost most. */
  static final List<String> SPECS =
      List.of(
          "constant(0.1)",
          "linear(0.1)",
          "polynomial(0.1, power=1.5)",
          "cosine(0.1)",
          "rex(0.1)",
          "geometric(0.1)",
          "exponential(0.1)",
          "step(0.1)",
          "step(0.1, every=10, factor=0.99)",
          "multi-step(0.1)",
          "piecewise([1, 0.2, 0.7], at=[2000, 3000])",
          "inverse-time(0.1)",
          "inverse-sqrt(0.1)",
          "cosine-restarts(0.1)",
          "cosine-restarts(0.1, period=10, multiplier=1.1, decay=0.9)",
          "cyclic(0.1)",
          "cyclic(0.1, up=50, scale=triangular2)",
          "cyclic(0.1, up=50, scale=exp-range, gamma=0.999)",
          "cyclic(0.1, up=50, scale=[1, 0.5, 0.2])",
          "one-cycle(0.1)",
          "one-cycle(0.1, phases=three, shape=linear)",
          "wsd(0.1)",
          "flat-cosine(0.1)",
          "exponential-growth(0.1)",
          "warmup(5%) + cosine(0.1)",
          "warmup(50%, shape=exponential) + cosine(0.1)",
          "warmup(5%) + constant(0.1) + cooldown(50%, shape=cosine)",
          "linear(0.1) * step(every=10%)",
          "0.5 * cosine(0.1)",
          "clipped(cosine(0.1), min=0.001)",
          "repeated(cosine(0.1), every=1000)",
          "torch.StepLR(lr=0.1, step_size=30)",
          "torch.MultiStepLR(lr=0.1, milestones=[3000, 6000])",
          "torch.ConstantLR(lr=0.1)",
          "torch.LinearLR(lr=0.1, total_iters=5000)",
          "torch.ExponentialLR(lr=0.1, gamma=0.999)",
          "torch.PolynomialLR(lr=0.1, total_iters=10000, power=1.5)",
          "torch.CosineAnnealingLR(lr=0.1, T_max=10000)",
          "torch.CosineAnnealingWarmRestarts(lr=0.1, T_0=10, T_mult=2)",
          "torch.CyclicLR(base_lr=0.01, max_lr=0.1, step_size_up=50, mode='exp_range', gamma=0.999)",
          "torch.OneCycleLR(max_lr=0.1, total_steps=10000)",
          "torch.SequentialLR(torch.LinearLR(lr=0.1, total_iters=500),"
              + " torch.CosineAnnealingLR(lr=0.1, T_max=9500), milestones=[500])",
          "torch.ChainedScheduler(torch.LinearLR(lr=0.1, total_iters=500),"
              + " torch.ExponentialLR(lr=0.1, gamma=0.999))",
          "keras.ExponentialDecay(initial_learning_rate=0.1, decay_steps=50, decay_rate=0.96)",
          "keras.PiecewiseConstantDecay(boundaries=[100, 200], values=[0.1, 0.05, 0.01])",
          "keras.PolynomialDecay(initial_learning_rate=0.1, decay_steps=100, power=0.5, cycle=true)",
          "keras.InverseTimeDecay(initial_learning_rate=0.1, decay_steps=50, decay_rate=0.5)",
          "keras.CosineDecay(initial_learning_rate=0.1, decay_steps=10000)",
          "keras.CosineDecayRestarts(initial_learning_rate=0.1, first_decay_steps=10, t_mul=1.5,"
              + " m_mul=0.9)",
          "timm.CosineLRScheduler(lr=0.1, t_initial=10000)",
          "timm.CosineLRScheduler(lr=0.1, t_initial=10, cycle_mul=1.5, cycle_decay=0.9,"
              + " cycle_limit=100, k_decay=1.5)",
          "timm.PolyLRScheduler(lr=0.1, t_initial=10000, k_decay=1.5)",
          "timm.TanhLRScheduler(lr=0.1, t_initial=10000)",
          "timm.StepLRScheduler(lr=0.1, decay_t=30, decay_rate=0.99)",
          "timm.MultiStepLRScheduler(lr=0.1, decay_t=[3000, 6000], decay_rate=0.1)",
          "optax.warmup_cosine_decay_schedule(init_value=0, peak_value=0.1, warmup_steps=500,"
              + " decay_steps=10000)",
          "optax.exponential_decay(init_value=0.1, transition_steps=50, decay_rate=0.96)",
          "optax.polynomial_schedule(init_value=0.1, end_value=0, power=1.5,"
              + " transition_steps=10000)",
          "optax.cosine_decay_schedule(init_value=0.1, decay_steps=10000, exponent=1.5)",
          "optax.cosine_onecycle_schedule(transition_steps=10000, peak_value=0.1)",
          "optax.constant_schedule(value=0.1)",
          "optax.join_schedules(optax.linear_schedule(init_value=0.0, end_value=0.1,"
              + " transition_steps=20), optax.cosine_decay_schedule(init_value=0.1, decay_steps=180), boundaries=[20])",
          "optax.linear_onecycle_schedule(transition_steps=200, peak_value=0.1)",
          "optax.linear_schedule(init_value=0.1, end_value=0.0, transition_steps=200)",
          "optax.piecewise_constant_schedule(init_value=0.1, boundaries=[100, 150],"
              + " scales=[0.1, 0.1])",
          "optax.warmup_constant_schedule(init_value=0.0, peak_value=0.1, warmup_steps=30)",
          "optax.warmup_exponential_decay_schedule(init_value=0.0, peak_value=0.1,"
              + " warmup_steps=20, transition_steps=50, decay_rate=0.5)",
          "hf.constant_with_warmup(lr=0.1, num_warmup_steps=20)",
          "hf.cosine_with_min_lr(lr=0.1, num_warmup_steps=20, num_training_steps=200,"
              + " min_lr=0.01)",
          "hf.linear(lr=0.1, num_warmup_steps=3, num_training_steps=210)",
          "hf.warmup_stable_decay(lr=0.1, num_warmup_steps=20, num_decay_steps=40,"
              + " num_training_steps=200)",
          "hf.cosine(lr=0.1, num_warmup_steps=500)",
          "hf.cosine_with_restarts(lr=0.1, num_warmup_steps=500, num_cycles=3)",
          "hf.polynomial(lr=0.1, num_warmup_steps=500, power=2)",
          "hf.inverse_sqrt(lr=0.1, num_warmup_steps=500)");

  @Param("constant(0.1)")
  public String spec = "";

  private PlannedSchedule schedule = plan("constant(0.1)");
  private int update;

  static PlannedSchedule plan(String spec) {
    return ScheduleSpec.parse(spec).resolve(Run.of(UPDATES));
  }

  /** Resolves the schedule. */
  @Setup
  public void setUp() {
    schedule = plan(spec);
  }

  /** One update's rate, the next one each time, as a training loop asks. */
  @Benchmark
  public double at() {
    update = update + 1 == UPDATES ? 0 : update + 1;
    return schedule.at(update);
  }

  /**
   * Measures, and prints a table in Markdown.
   *
   * @param args specs to measure; all kinds if there are none
   */
  public static void main(String[] args) throws RunnerException {
    List<String> specs = args.length > 0 ? List.of(args) : SPECS;
    specs.forEach(ScheduleCost::plan);
    List<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(ScheduleCost.class.getName() + ".at")
                    .param("spec", specs.toArray(String[]::new))
                    .forks(1)
                    .warmupIterations(3)
                    .warmupTime(TimeValue.milliseconds(200))
                    .measurementIterations(5)
                    .measurementTime(TimeValue.milliseconds(200))
                    .build())
            .run().stream()
                .sorted(Comparator.comparingInt(r -> specs.indexOf(r.getParams().getParam("spec"))))
                .toList();
    System.out.println("| schedule | ns per update | ± (99.9 %) |");
    System.out.println("|---|---|---|");
    for (RunResult result : results) {
      System.out.printf(
          Locale.ROOT,
          "| `%s` | %.1f | %.1f |%n",
          result.getParams().getParam("spec"),
          result.getPrimaryResult().getScore(),
          result.getPrimaryResult().getScoreError());
    }
  }
}
