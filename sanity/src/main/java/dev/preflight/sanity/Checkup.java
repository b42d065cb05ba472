package dev.preflight.sanity;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.NextStep;
import dev.preflight.reports.Table;
import dev.preflight.reports.Verdict;
import java.util.List;

/**
 * What a check-up found.
 *
 * @param findings one per check, in the order they ran
 * @param charts curves of the micro-trainings
 * @param tables measurements behind the findings
 * @param summary one or two sentences: the verdict and its first reason
 * @param next what to do now, most important first
 * @param interrupted whether it was stopped before the last check; the findings so far stand
 */
public record Checkup(
    List<Finding> findings,
    List<Chart> charts,
    List<Table> tables,
    String summary,
    List<NextStep> next,
    boolean interrupted) {

  /** Copies. */
  public Checkup {
    findings = List.copyOf(findings);
    charts = List.copyOf(charts);
    tables = List.copyOf(tables);
    next = List.copyOf(next);
  }

  /** The verdict that follows from the findings. */
  public Verdict verdict() {
    return Verdict.of(findings);
  }
}
