package dev.preflight.tuner.comparison;

import dev.preflight.reports.Chart;
import dev.preflight.reports.ChartBuilder;
import java.util.ArrayList;
import java.util.List;

/** The forest plot: a row for each schedule, its difference to the reference and the interval. */
final class DifferencesChart {

  private static final double ROOM = 0.06;

  private DifferencesChart() {}

  static Chart of(ComparisonResult result) {
    String reference = result.reference();
    List<ComparisonResult.Row> rows =
        result.ranking().stream().filter(row -> row.learningRate() != null).toList();
    ChartBuilder chart =
        Chart.of(
            "paired-differences",
            "Paired difference to " + reference,
            description(result),
            axis(rows),
            Chart.Axis.categories(
                "schedule", rows.stream().map(row -> name(row, reference)).toList()));
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      ComparisonResult.Row row = rows.get(i);
      if (row.schedule().equals(reference)) {
        chart.series(
            reference + ", the reference",
            Chart.Role.SECOND,
            Chart.Style.DOTS,
            new double[] {0},
            new double[] {i});
        continue;
      }
      if (row.tie()) {
        chart.stripe("tie with " + reference, i - 0.5, i + 0.5);
      }
      x.addAll(List.of(row.interval().get(0), row.pairedDifference(), row.interval().get(1)));
      y.addAll(List.of((double) i, (double) i, (double) i));
    }
    chart.series(
        new Chart.Series(
            "mean difference and 95 % interval", Chart.Role.FIRST, Chart.Style.INTERVAL, x, y));
    return chart.marker(reference, 0).build();
  }

  /** Zero and every end that is one, with room for the marks at both sides. */
  private static Chart.Axis axis(List<ComparisonResult.Row> rows) {
    double low = 0;
    double high = 0;
    for (ComparisonResult.Row row : rows) {
      List<Double> values = new ArrayList<>(row.interval());
      values.add(row.pairedDifference());
      for (double value : values) {
        low = Double.isFinite(value) ? Math.min(low, value) : low;
        high = Double.isFinite(value) ? Math.max(high, value) : high;
      }
    }
    double room = high > low ? ROOM * (high - low) : 1;
    return new Chart.Axis(
        "difference in final loss, below 0 is better", false, low - room, high + room);
  }

  private static String name(ComparisonResult.Row row, String reference) {
    return row.schedule().equals(reference) ? reference + " (reference)" : row.schedule();
  }

  private static String description(ComparisonResult result) {
    String reference = result.reference();
    List<String> ties = new ArrayList<>();
    List<String> unbounded = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (ComparisonResult.Row row : result.ranking()) {
      if (row.learningRate() == null) {
        missing.add(row.schedule());
      } else if (!row.interval().stream().allMatch(Double::isFinite)) {
        unbounded.add(row.schedule());
      } else if (row.tie() && !row.schedule().equals(reference)) {
        ties.add(row.schedule());
      }
    }
    return "A row for each schedule in the order of the ranking: the mean of its final loss minus"
        + " that of "
        + reference
        + " with the same seeds, and the 95 % interval. "
        + (ties.isEmpty()
            ? "No" + (unbounded.isEmpty() ? "" : " bounded") + " interval includes zero."
            : "Shaded rows are ties, for their interval includes zero: " + join(ties))
        + (unbounded.isEmpty()
            ? ""
            : " The interval is unbounded, and so a tie, for want of two seeds that both end in a"
                + " finite loss: "
                + join(unbounded))
        + (missing.isEmpty()
            ? ""
            : " Not in the picture, because no rate trains: " + join(missing));
  }

  private static String join(List<String> names) {
    return String.join("; ", names) + ".";
  }
}
