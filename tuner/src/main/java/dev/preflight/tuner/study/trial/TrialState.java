package dev.preflight.tuner.study.trial;

/** Where a trial stands, as in Optuna. */
public enum TrialState {
  /** Somebody works on it. */
  RUNNING,
  /** It has its values. */
  COMPLETE,
  /** It was given up early; its last report counts as its value. */
  PRUNED,
  /** It came to nothing. */
  FAIL,
  /** It was enqueued, and nobody has begun it. */
  WAITING;

  /** Whether nothing about the trial will change any more. */
  public boolean finished() {
    return this != RUNNING && this != WAITING;
  }
}
