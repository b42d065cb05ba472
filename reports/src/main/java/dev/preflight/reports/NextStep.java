package dev.preflight.reports;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One thing to do after reading the document.
 *
 * @param text what to do and why, one sentence
 * @param command a command line or configuration to copy, verbatim, or {@code null}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NextStep(String text, @Nullable String command) {

  /** Validates the text. */
  public NextStep {
    Require.text(text, "next step text");
  }
}
