package dev.preflight.schedules;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A spec resolved against a run: the schedule that trains.
 *
 * <p>Where it follows a metric ({@link ScheduleSpec#isAdaptive}), {@link #at} is the rate in front
 * of cuts, and {@link #multiplier} what to multiply it with.
 *
 * <p>After the last planned update it holds its last value, or throws if the run is strict. Asking
 * costs no allocation for the learning rate. Immutable, and safe for any number of threads.
 *
 * @since 0.1
 */
public final class PlannedSchedule implements Schedule {
  private final ScheduleSpec spec;
  private final Run run;
  private final Compiled compiled;
  private final @Nullable ReduceOnPlateau cut;
  private final long checksFrom;

  PlannedSchedule(ScheduleSpec spec, Run run) {
    this.spec = spec;
    this.run = run;
    this.compiled = spec.compile(run, 0, run.updates(), Double.NaN, Double.NaN);
    this.cut = Plateaus.ruleOf(spec).orElse(null);
    this.checksFrom = cut == null ? 0 : warmup();
    double last = compiled.rate().at(run.updates() - 1);
    if (!Double.isFinite(last)) {
      throw new IllegalArgumentException(
          spec + " leaves the range of numbers within " + run.updates() + " updates");
    }
  }

  /** The rate of an update, in front of what {@link #multiplier} makes of it. */
  @Override
  public double at(long update) {
    return compiled.rate().at(index(update));
  }

  @Override
  public OptionalDouble momentumAt(long update) {
    long index = index(update);
    Curve momentum = compiled.momentum();
    return momentum == null ? OptionalDouble.empty() : OptionalDouble.of(momentum.at(index));
  }

  /** Which part of the schedule an update falls into, such as {@code warmup}; may be empty. */
  public String phaseAt(long update) {
    String phase = compiled.rate().phaseAt(index(update));
    return phase.isEmpty() ? spec.name() : phase;
  }

  private long index(long update) {
    if (update < 0) {
      throw new IllegalArgumentException("update must be at least 0, was " + update);
    }
    if (update < run.updates()) {
      return update;
    }
    if (run.afterEnd() == Run.AfterEnd.THROW) {
      throw new IllegalArgumentException(
          "update " + update + " is after the last of " + run.updates() + " planned updates");
    }
    return run.updates() - 1;
  }

  /**
   * What the rate is multiplied with after these checks of a metric: 1 before the first cut, and
   * for a schedule that follows none.
   *
   * @param metrics values of the checks made after {@link #checksFrom} updates, in order; NaN and
   *     what is infinite in the bad direction changes nothing
   * @param goal which is better
   */
  public double multiplier(double[] metrics, Goal goal) {
    ReduceOnPlateau rule = cut;
    if (rule == null) {
      return 1;
    }
    ReduceOnPlateau towards = rule.withGoal(goal);
    ReduceOnPlateau.State state = towards.start();
    for (double metric : metrics) {
      state = towards.observe(state, metric);
    }
    return state.learningRate();
  }

  /**
   * Checks made after so many updates count: those of the warmup of one that follows a metric do
   * not.
   */
  public long checksFrom() {
    return checksFrom;
  }

  private long warmup() {
    long update = 0;
    while (update < run.updates() && phaseAt(update).contains("warmup")) {
      update++;
    }
    return update;
  }

  /**
   * Whether it can cut within the run if it is checked every so many updates.
   *
   * @param every updates between two checks, at least 1
   * @return empty if it can, or follows no metric; otherwise the checks it has
   */
  public OptionalLong checksTooFew(long every) {
    ReduceOnPlateau rule = cut;
    long checks = (run.updates() - 1) / every - checksFrom() / every;
    // The first sets the best; the last, at the end of the run, cuts nothing any more.
    return rule == null || checks > rule.patience()
        ? OptionalLong.empty()
        : OptionalLong.of(checks);
  }

  /** What was planned. */
  public ScheduleSpec spec() {
    return spec;
  }

  /** What it was planned for. */
  public Run run() {
    return run;
  }

  /** The nominal peak learning rate, see {@link ScheduleSpec#peak}; 0 if every rate is 0. */
  public double peak() {
    return spec.peak().orElse(0);
  }

  /** The same schedule for the same run with another peak learning rate. */
  public PlannedSchedule withPeak(double peak) {
    return spec.withPeak(peak).resolve(run);
  }

  /**
   * The same curve squeezed (or stretched) into another number of updates: percentages stay,
   * lengths in updates and epochs and factors per update change with the length. What follows from
   * a physical identity, exponential growth, stays as it is.
   */
  public PlannedSchedule compressedTo(long updates) {
    return updates == run.updates()
        ? this
        : spec.compressed(run, updates).resolve(run.withUpdates(updates));
  }

  /** The choices in force where libraries differ, in sentences for a reader. */
  public List<String> conventions() {
    return Conventions.of(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlannedSchedule planned
        && planned.spec.equals(spec)
        && planned.run.equals(run);
  }

  @Override
  public int hashCode() {
    return 31 * spec.hashCode() + run.hashCode();
  }

  /** The text of its spec: {@code ScheduleSpec.parse(toString()).resolve(run())} equals this. */
  @Override
  public String toString() {
    return spec.toString();
  }
}
