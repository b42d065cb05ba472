package dev.preflight.training.tensor;

import java.util.List;

/** What TensorFlow says of a failure, in one line. */
public final class FailureText {

  /** How a line begins that tells the first of several causes. */
  private static final String FIRST_CAUSE = "(0) ";

  private FailureText() {}

  /**
   * The first line of the message; where that only counts the causes that follow it ("2 root
   * error(s) found."), the first cause. Empty where there is no message.
   */
  public static String of(Throwable failure) {
    List<String> lines = String.valueOf(failure.getMessage()).lines().map(String::strip).toList();
    if (lines.isEmpty()) {
      return "";
    }
    String first = lines.get(0);
    return first.contains("root error(s) found")
        ? lines.stream()
            .filter(line -> line.startsWith(FIRST_CAUSE))
            .map(line -> line.substring(FIRST_CAUSE.length()))
            .findFirst()
            .orElse(first)
        : first;
  }
}
