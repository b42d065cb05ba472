package dev.preflight.reports;

import org.jspecify.annotations.Nullable;

/**
 * One thing to do after a piece of work, before it is known how the user named the program.
 *
 * @param text what to do and why, one sentence
 * @param call the command that does it; null where no command of Preflight does
 */
public record Advice(String text, @Nullable Call call) {

  /** Validates the text. */
  public Advice {
    Require.text(text, "advice");
  }

  /** Advice that no command follows. */
  public static Advice of(String text) {
    return new Advice(text, null);
  }
}
