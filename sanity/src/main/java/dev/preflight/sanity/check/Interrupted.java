package dev.preflight.sanity.check;

/** The user asked to stop; unwinds the check that noticed. */
public final class Interrupted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Interrupted() {
    super("interrupted", null, false, false);
  }
}
