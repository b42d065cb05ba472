package dev.preflight.tuner.study.sampler;

/** Every point of a finite space was tried. */
public final class ExhaustedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ExhaustedException(long points) {
    super("all " + points + " points of the space were tried");
  }
}
