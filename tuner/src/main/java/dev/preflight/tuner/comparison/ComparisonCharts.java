package dev.preflight.tuner.comparison;

import dev.preflight.reports.Chart;
import dev.preflight.reports.ChartBuilder;
import dev.preflight.schedules.PlannedSchedule;
import dev.preflight.schedules.Run;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.tuner.runs.RunOutcome;
import dev.preflight.tuner.runs.Sample;
import dev.preflight.tuner.search.LossAxis;
import java.util.ArrayList;
import java.util.Collections;
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
      charts.add(DifferencesChart.of(result));
    }
    charts.add(sensitivity(rows));
    charts.add(validation(rows));
    charts.add(schedules(rows, plan));
    return charts;
  }

  /**
   * The curve of one schedule is its height (quality) and its width (how much the rate matters).
   */
  private static Chart sensitivity(List<ComparisonResult.Row> rows) {
    ChartBuilder chart =
        Chart.of(
            "sensitivity",
            "Final loss against peak rate",
            "One curve for each schedule on the tuning seed: the lower the better, the wider the"
                + " less the rate matters.",
            Chart.Axis.log("peak learning rate"),
            LossAxis.of(
                "final validation loss",
                rows.stream()
                    .flatMap(row -> row.sensitivity().stream())
                    .map(ComparisonResult.TuningRun::loss)
                    .toList(),
                null));
    List<Double> failed = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      List<Double> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      for (ComparisonResult.TuningRun run : rows.get(i).sensitivity()) {
        if (Double.isFinite(run.loss())) {
          x.add(run.learningRate());
          y.add(run.loss());
        } else {
          failed.add(run.learningRate());
        }
      }
      chart.series(
          new Chart.Series(
              rows.get(i).schedule(), Chart.Role.of(i), Chart.Style.LINE_AND_DOTS, x, y));
    }
    return chart.rug("diverged", failed).build();
  }

  private static Chart validation(List<ComparisonResult.Row> rows) {
    Chart.Axis losses =
        LossAxis.of(
            "validation loss",
            rows.stream()
                .flatMap(row -> row.curves().stream())
                .flatMap(List::stream)
                .map(RunOutcome.Checkpoint::loss)
                .toList(),
            null);
    ChartBuilder chart =
        Chart.of(
            "validation",
            "Validation loss along the runs",
            "Mean over the fresh seeds of each schedule at its own best peak. The band is one"
                + " standard deviation up and down"
                + (losses.log() ? ", but no lower than the lowest seed." : "."),
            Chart.Axis.linear("update"),
            losses);
    for (int i = 0; i < rows.size(); i++) {
      curve(chart, rows.get(i), Chart.Role.of(i), losses.log());
    }
    return chart.build();
  }

  /** On a logarithmic axis a band cannot reach zero, as the mean less a deviation may. */
  private static void curve(
      ChartBuilder chart, ComparisonResult.Row row, Chart.Role role, boolean log) {
    int points = row.curves().stream().mapToInt(List::size).min().orElse(0);
    double[] x = new double[points];
    double[] mean = new double[points];
    double[] low = new double[points];
    double[] high = new double[points];
    for (int k = 0; k < points; k++) {
      int at = k;
      Sample sample =
          new Sample(row.curves().stream().map(c -> c.get(at)).map(c -> c.loss()).toList());
      RunOutcome.Checkpoint first = row.curves().get(0).get(k);
      x[k] = first.update();
      mean[k] = sample.mean();
      double least = log ? Collections.min(sample.losses()) : Double.NEGATIVE_INFINITY;
      low[k] = Math.max(least, sample.mean() - sample.sd());
      high[k] = sample.mean() + sample.sd();
    }
    if (points > 0) {
      chart.band(Chart.Band.of(row.schedule(), x, low, high));
      chart.series(row.schedule(), role, Chart.Style.LINE, x, mean);
    }
  }

  private static Chart schedules(List<ComparisonResult.Row> rows, Run plan) {
    ChartBuilder chart =
        Chart.of(
            "schedules",
            "The schedules compared",
            "The learning rate of every update, each schedule at its own best peak.",
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
