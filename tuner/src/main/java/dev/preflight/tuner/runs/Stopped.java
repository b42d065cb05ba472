package dev.preflight.tuner.runs;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Rule;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;

/** Findings about what was planned and never came, because the user stopped the work. */
public final class Stopped {

  /** What to do where finished runs are kept. */
  public static final String GO_ON = "Start it again with the same --out: finished runs are kept.";

  private Stopped() {}

  /**
   * Nothing is known about it.
   *
   * @param rule what it would have been about
   * @param title what was not measured, one sentence
   */
  public static Finding.Builder before(Rule rule, String title) {
    return Finding.of(rule, Status.SKIP, title)
        .skipped(Skip.UNMEASURED)
        .why("Stopped before it was measured.");
  }
}
