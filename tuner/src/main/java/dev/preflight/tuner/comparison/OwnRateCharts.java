package dev.preflight.tuner.comparison;

import dev.preflight.reports.Chart;
import dev.preflight.reports.ChartBuilder;
import dev.preflight.tuner.runs.RunOutcome;
import dev.preflight.tuner.runs.Sample;
import dev.preflight.tuner.search.LossAxis;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The charts of settings that were tuned and judged, each at its own rate. */
public final class OwnRateCharts {

  private OwnRateCharts() {}

  /**
   * What is drawn of a setting.
   *
   * @param sensitivity final loss by peak, on the tuning seed
   * @param curves checkpoints, one list per fresh seed
   */
  public record Setting(
      String name,
      List<ComparisonResult.TuningRun> sensitivity,
      List<List<RunOutcome.Checkpoint>> curves) {

    public Setting {
      sensitivity = List.copyOf(sensitivity);
      curves = List.copyOf(curves);
    }
  }

  /**
   * The curve of one setting is its height (quality) and its width (how much the rate matters).
   *
   * @param kind what a setting is, one word
   */
  public static Chart sensitivity(String kind, List<Setting> rows) {
    ChartBuilder chart =
        Chart.of(
            "sensitivity",
            "Final loss against peak rate",
            "One curve for each "
                + kind
                + " on the tuning seed: the lower the better, the wider the"
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
          new Chart.Series(rows.get(i).name(), Chart.Role.of(i), Chart.Style.LINE_AND_DOTS, x, y));
    }
    return chart.rug("diverged", failed).build();
  }

  /**
   * The mean over the seeds along the runs.
   *
   * @param kind what a setting is, one word
   */
  public static Chart validation(String kind, List<Setting> rows) {
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
            "Mean over the fresh seeds of each "
                + kind
                + " at its own best peak. The band is one"
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
  private static void curve(ChartBuilder chart, Setting row, Chart.Role role, boolean log) {
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
      chart.band(Chart.Band.of(row.name(), x, low, high));
      chart.series(row.name(), role, Chart.Style.LINE, x, mean);
    }
  }
}
