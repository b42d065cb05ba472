package dev.preflight.sanity.check;

/** Unwinds the check that noticed that it is to stop. */
public final class Interrupted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean outOfTime;

  Interrupted(boolean outOfTime) {
    super("interrupted", null, false, false);
    this.outOfTime = outOfTime;
  }

  /** Whether the time limit has passed; else the user asked to stop. */
  public boolean outOfTime() {
    return outOfTime;
  }
}
