package dev.preflight.tuner.study.json;

/** A text is not JSON. */
public final class MalformedJsonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MalformedJsonException(String message, int line, int column) {
    super("line " + line + ", column " + column + ": " + message);
  }
}
