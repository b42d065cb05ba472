package dev.preflight.cli.process;

/** How to show progress. */
public enum ProgressMode {
  /** One line that rewrites itself where a person watches, otherwise as {@link #PLAIN}. */
  AUTO,
  /** A line every ten per cent of a task, at most one a second. */
  PLAIN,
  /** Nothing. */
  NONE
}
