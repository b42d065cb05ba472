package dev.preflight.schedules;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A spec resolved against a run: the schedule that trains.
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

  PlannedSchedule(ScheduleSpec spec, Run run) {
    this.spec = spec;
    this.run = run;
    this.compiled = spec.compile(run, 0, run.updates(), Double.NaN, Double.NaN);
    double last = compiled.rate().at(run.updates() - 1);
    if (!Double.isFinite(last)) {
      throw new IllegalArgumentException(
          spec + " leaves the range of numbers within " + run.updates() + " updates");
    }
  }

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
    return spec.compressed(run, updates).resolve(run.withUpdates(updates));
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
