package dev.preflight.tuner.study;

import dev.preflight.tuner.study.trial.Failure;

/** Thrown by an objective: the trial came to nothing, for a reason that is kept. */
public final class TrialFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  public TrialFailedException(Failure.Reason reason, String message) {
    super(message);
    this.failure = new Failure(reason, message);
  }

  Failure failure() {
    return failure;
  }
}
