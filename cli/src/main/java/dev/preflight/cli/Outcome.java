package dev.preflight.cli;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.NextStep;
import dev.preflight.reports.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a command's work came to, in the parts of a result document. */
record Outcome(
    List<Finding> findings,
    List<Chart> charts,
    List<Table> tables,
    String summary,
    List<NextStep> next,
    @Nullable Object result,
    boolean interrupted) {}
