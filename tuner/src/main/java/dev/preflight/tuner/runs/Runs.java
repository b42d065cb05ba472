package dev.preflight.tuner.runs;

/** Makes training runs. */
@FunctionalInterface
public interface Runs {

  /**
   * Makes one run.
   *
   * @throws RunInterruptedException if the user asked to stop
   */
  RunOutcome run(RunRequest request);
}
