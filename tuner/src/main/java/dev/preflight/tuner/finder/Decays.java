package dev.preflight.tuner.finder;

import dev.preflight.tuner.runs.RunInterruptedException;

/** What trains runs whose rate decays linearly to zero, and judges them. */
interface Decays {

  /** Loss of the untrained program; infinite if it is not finite. */
  double untrained();

  /** What a run must get below to have learned anything. */
  double knowingNothing();

  /** Updates made so far. */
  long updates();

  /**
   * A run of the schedule compressed to {@code length} updates; its final loss, infinite if it
   * diverged.
   *
   * @throws RunInterruptedException if the user asked to stop
   */
  double linear(double peak, int length, long seed);
}
