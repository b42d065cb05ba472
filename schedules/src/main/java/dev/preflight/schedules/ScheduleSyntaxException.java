package dev.preflight.schedules;

/**
 * A schedule spec that cannot be read, with the place and a suggestion.
 *
 * <p>{@link #getMessage} is complete for a user: what is wrong, the text with a caret under the
 * column, and the hint.
 *
 * @since 0.1
 */
public final class ScheduleSyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String hint;
  private final String place;
  private final int column;

  private ScheduleSyntaxException(String problem, String hint, String place, int column) {
    super(layout(problem, hint, place, column));
    this.problem = problem;
    this.hint = hint;
    this.place = place;
    this.column = column;
  }

  static ScheduleSyntaxException inText(String problem, String hint, String text, int column) {
    return new ScheduleSyntaxException(problem, hint, text, column);
  }

  static ScheduleSyntaxException inJson(String problem, String hint, String path) {
    return new ScheduleSyntaxException(problem, hint, path, -1);
  }

  /** What is wrong, in one sentence. */
  public String problem() {
    return problem;
  }

  /** What to do about it, in one sentence; empty if there is nothing useful to say. */
  public String hint() {
    return hint;
  }

  /** The spec's text, or the path of the faulty entry if the spec came as JSON. */
  public String place() {
    return place;
  }

  /** Index in the text of the faulty character, 0 for the first; -1 if the spec came as JSON. */
  public int column() {
    return column;
  }

  private static String layout(String problem, String hint, String place, int column) {
    StringBuilder message = new StringBuilder(problem);
    if (column >= 0) {
      message.append("\n  ").append(printable(place));
      message.append("\n  ").append(" ".repeat(column)).append('^');
    } else {
      message.append(" (at ").append(place).append(')');
    }
    if (!hint.isEmpty()) {
      message.append('\n').append(hint);
    }
    return message.toString();
  }

  /** One column per character, so that the caret stands under the right one. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
