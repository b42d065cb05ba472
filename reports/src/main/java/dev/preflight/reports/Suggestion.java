package dev.preflight.reports;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A learning rate to train with, and how to write it.
 *
 * @param what what it is, such as {@code constant rate}
 * @param learningRate the rate, positive; null where only a range is known
 * @param low lower end of the range that is as good, or null
 * @param high its upper end, or null
 * @param basis what it rests on, in a few words
 * @param code a line for each framework; empty where there is no rate
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Suggestion(
    String what,
    @Nullable Double learningRate,
    @Nullable Double low,
    @Nullable Double high,
    String basis,
    List<Snippet> code) {

  /** Validates and copies. */
  public Suggestion {
    Require.text(what, "suggestion");
    Require.text(basis, "what a suggestion rests on");
    code = Require.list(code, "code");
  }

  /**
   * A line to copy.
   *
   * @param framework whose language it is
   * @param line the code
   */
  public record Snippet(String framework, String line) {
    /** Validates. */
    public Snippet {
      Require.text(framework, "framework");
      Require.text(line, "line");
    }
  }
}
