package dev.preflight.tuner.runs;

import dev.preflight.training.Progress;

/** The user asked to stop while a run was being trained; the run is not recorded. */
public final class RunInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A run was stopped. */
  public RunInterruptedException() {
    super("stopped by the user", null, false, false);
  }

  /** Stops here if the user asked to: to be called before every update. */
  public static void check(Progress progress) {
    if (progress.cancelled()) {
      throw new RunInterruptedException();
    }
  }
}
