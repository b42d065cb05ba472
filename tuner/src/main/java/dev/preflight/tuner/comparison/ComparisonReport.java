package dev.preflight.tuner.comparison;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.NextStep;
import dev.preflight.reports.Table;
import java.util.List;

/**
 * What a comparison of schedules found, ready for a result document.
 *
 * @param result the typed result; equal bit for bit however often the comparison was interrupted
 * @param interrupted whether the user stopped it before the end
 */
public record ComparisonReport(
    List<Finding> findings,
    List<Chart> charts,
    List<Table> tables,
    String summary,
    List<NextStep> next,
    ComparisonResult result,
    boolean interrupted) {

  public ComparisonReport {
    findings = List.copyOf(findings);
    charts = List.copyOf(charts);
    tables = List.copyOf(tables);
    next = List.copyOf(next);
  }
}
