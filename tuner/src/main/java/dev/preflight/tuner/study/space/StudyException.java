package dev.preflight.tuner.study.space;

/**
 * A study cannot be as it was asked for: a range that is none, a parameter that is unknown, a
 * database that is not Optuna's. The message says what is wrong and where, the hint what to do.
 */
public final class StudyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String hint;

  public StudyException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  public StudyException(String message, String hint, Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /** What to do about it: a clause without a full stop. */
  public String hint() {
    return hint;
  }

  /** The same mistake, with the place that it was found in before it. */
  public StudyException in(String place) {
    return new StudyException(place + ": " + getMessage(), hint, this);
  }
}
