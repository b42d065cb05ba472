package dev.preflight.tuner.study;

/** Thrown by an objective: the trial is given up, and its last report is its value. */
public final class TrialPrunedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TrialPrunedException() {
    super("the trial was pruned", null, false, false);
  }
}
