package dev.preflight.tuner.comparison;

import dev.preflight.reports.Chart;
import dev.preflight.reports.ChartBuilder;
import dev.preflight.schedules.PlannedSchedule;
import dev.preflight.schedules.Run;
import dev.preflight.schedules.ScheduleSpec;
import java.util.ArrayList;
import java.util.List;

/** The charts of a comparison. */
final class ComparisonCharts {

  private static final int CURVE_POINTS = 201;

  private ComparisonCharts() {}

  static List<Chart> of(ComparisonResult result, Run plan) {
    List<ComparisonResult.Row> rows =
        result.ranking().stream().filter(row -> row.learningRate() != null).toList();
    if (rows.isEmpty()) {
      return List.of();
    }
    List<Chart> charts = new ArrayList<>();
    if (rows.stream().anyMatch(row -> row.schedule().equals(result.reference()))) {
      charts.add(forest(result, rows));
    }
    List<OwnRateCharts.Setting> settings =
        rows.stream()
            .map(row -> new OwnRateCharts.Setting(row.schedule(), row.sensitivity(), row.curves()))
            .toList();
    charts.add(OwnRateCharts.sensitivity("schedule", settings));
    charts.add(OwnRateCharts.validation("schedule", settings));
    charts.add(schedules(rows, plan));
    return charts;
  }

  private static Chart forest(ComparisonResult result, List<ComparisonResult.Row> rows) {
    return ForestPlot.of(
        "paired-differences",
        result.reference(),
        "schedule",
        "difference in final loss, below 0 is better",
        rows.stream()
            .map(
                row ->
                    new ForestPlot.Row(
                        row.schedule(),
                        row.pairedDifference(),
                        row.interval().get(0),
                        row.interval().get(1),
                        row.tie(),
                        row.schedule().equals(result.reference())))
            .toList(),
        result.ranking().stream()
            .filter(row -> row.learningRate() == null)
            .map(ComparisonResult.Row::schedule)
            .toList());
  }

  private static boolean isAdaptive(ComparisonResult.Row row) {
    return row.spec() != null && ScheduleSpec.parse(row.spec()).isAdaptive();
  }

  private static Chart schedules(List<ComparisonResult.Row> rows, Run plan) {
    ChartBuilder chart =
        Chart.of(
            "schedules",
            "The schedules compared",
            "The learning rate of every update, each schedule at its own best peak"
                + (rows.stream().anyMatch(ComparisonCharts::isAdaptive)
                    ? "; what a plateau cuts, it cuts by what each run sees, which is not drawn."
                    : "."),
            Chart.Axis.linear("update"),
            Chart.Axis.linear("learning rate"));
    int points = (int) Math.min(CURVE_POINTS, plan.updates());
    for (int i = 0; i < rows.size(); i++) {
      PlannedSchedule planned =
          ScheduleSpec.parse(String.valueOf(rows.get(i).spec())).resolve(plan);
      double[] x = new double[points];
      double[] y = new double[points];
      for (int k = 0; k < points; k++) {
        x[k] = points == 1 ? 0 : Math.rint((double) k * (plan.updates() - 1) / (points - 1));
        y[k] = planned.at((long) x[k]);
      }
      chart.series(rows.get(i).schedule(), Chart.Role.of(i), Chart.Style.LINE, x, y);
    }
    return chart.build();
  }
}
