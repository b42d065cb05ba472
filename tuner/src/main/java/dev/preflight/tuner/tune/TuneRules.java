package dev.preflight.tuner.tune;

import dev.preflight.reports.Rule;
import java.util.List;

/** What the findings of studies are about. */
public final class TuneRules {

  static final Rule BEST_TRIAL =
      new Rule(
          "T01",
          "best trial",
          "the best trial of the study",
          """
          The trial with the best value among those that came to their end; with several \
          objectives, those that no other beats in all.""",
          "docs/studies.md");

  static final Rule EDGE =
      new Rule(
          "T02",
          "edge of the space",
          "a best trial at an end of its range",
          "Within 3 % of an end, on the axis that is searched: better values may lie beyond.",
          "Google's tuning playbook, search space boundaries");

  static final Rule FAILURES =
      new Rule(
          "T03",
          "failed trials",
          "trials that came to nothing, and why",
          "Counts failures by reason; more than half is a warning.",
          "docs/studies.md");

  static final Rule PRUNING =
      new Rule(
          "T04",
          "safe pruning",
          "whether early reports tell the end, as pruning takes for granted",
          """
          Kendall's tau between the values at the step where pruning begins and those at the \
          end, over complete trials, of which it takes 8. Below 0.5, one pair in four or more is \
          in the wrong order: a warning.""",
          "Kendall's tau over complete trials");

  static final Rule RESUMED =
      new Rule(
          "T05",
          "earlier trials",
          "trials from an earlier start",
          "Read off the study's storage.",
          "docs/studies.md");

  static final Rule STOPPED =
      new Rule(
          "T06",
          "stopped",
          "a study that was stopped before its end",
          "It was told to stop.",
          "docs/studies.md");

  private TuneRules() {}

  /** All of them, by id. */
  public static List<Rule> all() {
    return List.of(BEST_TRIAL, EDGE, FAILURES, PRUNING, RESUMED, STOPPED);
  }
}
