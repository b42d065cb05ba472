package dev.preflight.tuner.comparison;

import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.tuner.runs.RunInterruptedException;
import dev.preflight.tuner.runs.RunOutcome;

/**
 * What a comparison asks: how a run with a schedule ends. A pure function of its arguments; runs of
 * the same seed share their initial values and their batches.
 */
@FunctionalInterface
interface ScheduledRuns {

  /**
   * One run.
   *
   * @param schedule its shape
   * @param peak its peak rate, above 0
   * @param updates its length, warmup included
   * @param checkpoints how many times to evaluate, the last at the end; at least 1
   * @throws RunInterruptedException if the user asked to stop
   */
  RunOutcome run(ScheduleSpec schedule, double peak, int updates, long seed, int checkpoints);

  /** The loss of the untrained program: a run that ends above it has failed. */
  default double ceiling() {
    return Double.POSITIVE_INFINITY;
  }
}
