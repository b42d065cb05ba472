package dev.preflight.reports;

import org.jspecify.annotations.Nullable;

/** A file that is not the document it should be; the message says where, the hint what to do. */
public final class DocumentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String hint;

  /**
   * Makes an exception for the reader of a file.
   *
   * @param message what is wrong and where: file, line, column and JSON path, one line
   * @param hint what to do about it, one line, or empty
   * @param cause what was underneath, or {@code null}
   */
  public DocumentException(String message, String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /** What to do about it, one line; empty if nothing can be said. */
  public String hint() {
    return hint;
  }
}
