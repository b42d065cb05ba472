package dev.preflight.sanity.curves;

import dev.preflight.reports.Chart;
import dev.preflight.reports.ChartBuilder;
import dev.preflight.training.events.Series;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws the curves of a run. */
final class CurveCharts {

  /** More points than this are not seen in a picture. */
  private static final int POINTS = 600;

  /** Values that differ by more than this factor are drawn by their logarithms. */
  private static final double DECADES = 20;

  private CurveCharts() {}

  static List<Chart> of(Curves curves) {
    List<Chart> charts = new ArrayList<>();
    boolean log =
        curves.anyLoss().finite().size() > 0 && Trend.of(curves.anyLoss().finite()).isLogarithmic();
    ChartBuilder losses =
        Chart.of(
            "loss",
            "Loss",
            "The losses as logged, and the medians of twenty blocks by which they are judged.",
            Chart.Axis.linear("step"),
            log ? Chart.Axis.log("loss") : Chart.Axis.linear("loss"));
    Series loss = curves.loss();
    if (loss != null) {
      draw(losses, loss, Chart.Role.MUTED);
      Series finite = loss.finite();
      if (finite.size() > Trend.BLOCKS) {
        blocks(losses, Trend.of(finite));
      }
    }
    draw(losses, curves.validationLoss(), Chart.Role.SECOND);
    charts.add(losses.build());
    pair(charts, "metric", false, curves.metric(), curves.validationMetric());
    pair(charts, "learning-rate", true, curves.learningRate(), null);
    pair(charts, "gradient-norm", true, curves.gradientNorm(), null);
    return charts;
  }

  private static void pair(
      List<Chart> charts,
      String id,
      boolean spans,
      @Nullable Series first,
      @Nullable Series second) {
    Series named = first != null ? first : second;
    if (named == null) {
      return;
    }
    ChartBuilder chart =
        Chart.of(
            id,
            named.name(),
            "As it was logged.",
            Chart.Axis.linear("step"),
            spans ? axis(named) : Chart.Axis.linear(named.name()));
    draw(chart, first, Chart.Role.FIRST);
    draw(chart, second, Chart.Role.SECOND);
    charts.add(chart.build());
  }

  /** Norms and rates span decades; metrics do not. */
  private static Chart.Axis axis(Series series) {
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    for (double value : series.finite().values()) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return low > 0 && high > DECADES * low
        ? Chart.Axis.log(series.name())
        : Chart.Axis.linear(series.name());
  }

  private static void blocks(ChartBuilder chart, Trend trend) {
    double[] x = new double[trend.size()];
    double[] y = new double[trend.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = trend.middle(i);
      y[i] = trend.value(i);
    }
    chart.series("medians", Chart.Role.FIRST, Chart.Style.LINE, x, y);
  }

  /** Of many points the lowest and the highest of each stretch, so that no spike is lost. */
  private static void draw(ChartBuilder chart, @Nullable Series series, Chart.Role role) {
    if (series == null || series.size() == 0) {
      return;
    }
    int n = series.size();
    List<Integer> shown = new ArrayList<>();
    int stretches = Math.min(n, POINTS / 2);
    for (int s = 0; s < stretches; s++) {
      int from = (int) ((long) s * n / stretches);
      int to = (int) ((long) (s + 1) * n / stretches);
      int low = from;
      int high = from;
      for (int i = from; i < to; i++) {
        low = series.value(i) < series.value(low) ? i : low;
        high = series.value(i) > series.value(high) ? i : high;
      }
      shown.add(Math.min(low, high));
      if (low != high) {
        shown.add(Math.max(low, high));
      }
    }
    double[] x = shown.stream().mapToDouble(i -> (double) series.step(i)).toArray();
    double[] y = shown.stream().mapToDouble(series::value).toArray();
    chart.series(series.name(), role, Chart.Style.LINE, x, y);
  }
}
