package dev.preflight.tuner.comparison;

import dev.preflight.reports.Chart;
import dev.preflight.reports.ChartBuilder;
import java.util.ArrayList;
import java.util.List;

/** The forest plot: a row for each setting, its difference to a reference and the interval. */
public final class ForestPlot {

  private static final double ROOM = 0.06;

  private ForestPlot() {}

  /**
   * One row, from the top.
   *
   * @param difference to the reference; 0 in its own row
   * @param low lower end of the interval; may be infinite
   * @param high upper end
   * @param tie whether it cannot be told from the reference
   * @param reference whether it is the reference itself
   */
  public record Row(
      String name, double difference, double low, double high, boolean tie, boolean reference) {

    private boolean bounded() {
      return Double.isFinite(low) && Double.isFinite(high);
    }
  }

  /**
   * The chart.
   *
   * @param reference name of the reference
   * @param settings what the rows are, one word
   * @param differences what the differences are, with what is better
   * @param missing settings that have no row, for no rate trains them
   */
  public static Chart of(
      String id,
      String reference,
      String settings,
      String differences,
      List<Row> rows,
      List<String> missing) {
    ChartBuilder chart =
        Chart.of(
            id,
            "Paired difference to " + reference,
            description(reference, settings, differences, rows, missing),
            axis(differences, rows),
            Chart.Axis.categories(
                settings,
                rows.stream()
                    .map(row -> row.reference ? row.name + " (reference)" : row.name)
                    .toList()));
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      if (row.reference) {
        chart.series(
            reference + ", the reference",
            Chart.Role.SECOND,
            Chart.Style.DOTS,
            new double[] {0},
            new double[] {i});
        continue;
      }
      if (row.tie) {
        chart.stripe("tie with " + reference, i - 0.5, i + 0.5);
      }
      x.addAll(List.of(row.low, row.difference, row.high));
      y.addAll(List.of((double) i, (double) i, (double) i));
    }
    chart.series(
        new Chart.Series(
            "mean difference and 95 % interval", Chart.Role.FIRST, Chart.Style.INTERVAL, x, y));
    return chart.marker(reference, 0).build();
  }

  /** Zero and every end that is one, with room for the marks at both sides. */
  private static Chart.Axis axis(String differences, List<Row> rows) {
    double low = 0;
    double high = 0;
    for (Row row : rows) {
      for (double value : new double[] {row.low, row.difference, row.high}) {
        low = Double.isFinite(value) ? Math.min(low, value) : low;
        high = Double.isFinite(value) ? Math.max(high, value) : high;
      }
    }
    double room = high > low ? ROOM * (high - low) : 1;
    return new Chart.Axis(differences, false, low - room, high + room);
  }

  private static String description(
      String reference, String settings, String differences, List<Row> rows, List<String> missing) {
    List<String> ties =
        rows.stream().filter(r -> !r.reference && r.tie && r.bounded()).map(Row::name).toList();
    List<String> unbounded =
        rows.stream().filter(r -> !r.reference && !r.bounded()).map(Row::name).toList();
    return "A row for each "
        + settings
        + " in the order of the table: the mean "
        + differences
        + ", to "
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
