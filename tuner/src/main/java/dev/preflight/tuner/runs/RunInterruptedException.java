package dev.preflight.tuner.runs;

/** The user asked to stop while a run was being trained; the run is not recorded. */
public final class RunInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A run was stopped. */
  public RunInterruptedException() {
    super("stopped by the user", null, false, false);
  }
}
