package dev.preflight.tuner;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.NextStep;
import dev.preflight.reports.Table;
import java.util.List;

/**
 * What the learning-rate finder found, ready for a result document.
 *
 * @param result the typed result: suggestion, landmarks, curves, rules, cost
 * @param interrupted whether the user stopped it before the end
 */
public record FinderReport(
    List<Finding> findings,
    List<Chart> charts,
    List<Table> tables,
    String summary,
    List<NextStep> next,
    FinderResult result,
    boolean interrupted) {

  public FinderReport {
    findings = List.copyOf(findings);
    charts = List.copyOf(charts);
    tables = List.copyOf(tables);
    next = List.copyOf(next);
  }
}
