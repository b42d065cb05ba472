package dev.preflight.recipe.train;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Picture;
import dev.preflight.reports.Pictures;
import dev.preflight.reports.Table;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.metrics.Classified;
import dev.preflight.sanity.metrics.Interval;
import dev.preflight.sanity.metrics.Ranking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The metrics of a trained model as tables and charts. */
final class MetricTables {

  /** A confusion matrix of more classes cannot be read. */
  private static final int MOST_CLASSES = 20;

  private static final int GRID = 0xd0d0d0;

  private MetricTables() {}

  static Table metrics(Measured train, Measured validation, @Nullable Measured test) {
    List<Table.Column> columns = new ArrayList<>();
    columns.add(Table.Column.text("metric of the best checkpoint"));
    columns.add(Table.Column.number("training sample"));
    columns.add(Table.Column.number("validation"));
    columns.add(Table.Column.number("95 % from"));
    columns.add(Table.Column.number("95 % to"));
    if (test != null) {
      columns.add(Table.Column.number("test"));
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (String name : validation.metrics().keySet()) {
      add(
          rows,
          name,
          train.metric(name),
          validation.metric(name),
          validation.interval(name),
          test == null ? null : test.metric(name));
    }
    Classified v = validation.classified();
    Classified t = train.classified();
    if (v != null && t != null) {
      Classified x = test == null ? null : test.classified();
      add(rows, "f1, weighted", t.weightedF1(), v.weightedF1(), x == null ? null : x.weightedF1());
      add(rows, "mean IoU", t.meanIou(), v.meanIou(), x == null ? null : x.meanIou());
      add(rows, "ROC AUC", t.rocAuc(), v.rocAuc(), x == null ? null : x.rocAuc());
      add(
          rows,
          "average precision",
          t.averagePrecision(),
          v.averagePrecision(),
          x == null ? null : x.averagePrecision());
      if (v.classes() > 5) {
        add(rows, "top 5", t.topK(5), v.topK(5), x == null ? null : x.topK(5));
      }
    }
    return new Table("metrics", "Metrics", columns, rows);
  }

  private static void add(
      List<List<@Nullable Object>> rows,
      String label,
      double train,
      double validation,
      @Nullable Double test) {
    add(rows, label, train, validation, Interval.NONE, test);
  }

  /** The interval is that of the validation set. */
  private static void add(
      List<List<@Nullable Object>> rows,
      String label,
      double train,
      double validation,
      Interval interval,
      @Nullable Double test) {
    List<@Nullable Object> cells =
        new ArrayList<>(
            Table.row(
                label,
                train,
                validation,
                interval.isKnown() ? interval.low() : null,
                interval.isKnown() ? interval.high() : null));
    if (test != null) {
      cells.add(test);
    }
    rows.add(cells);
  }

  private static String name(List<String> names, int c) {
    return names.isEmpty() ? Integer.toString(c) : names.get(c);
  }

  /** By class: precision, recall, F1; and what is taken for what. */
  static List<Table> classes(Classified c, List<String> names) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int k = 0; k < c.classes(); k++) {
      rows.add(Table.row(name(names, k), c.support(k), c.precision(k), c.recall(k), c.f1(k)));
    }
    List<Table> tables = new ArrayList<>();
    tables.add(
        new Table(
            "classes",
            "Classes on validation",
            List.of(
                Table.Column.text("class"),
                Table.Column.number("items"),
                Table.Column.number("precision"),
                Table.Column.number("recall"),
                Table.Column.number("F1")),
            rows));
    if (c.classes() <= MOST_CLASSES) {
      tables.add(confusion(c, names));
    }
    return tables;
  }

  private static Table confusion(Classified c, List<String> names) {
    List<Table.Column> columns = new ArrayList<>(List.of(Table.Column.text("right \\ predicted")));
    IntStream.range(0, c.classes()).forEach(k -> columns.add(Table.Column.number(name(names, k))));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    long[][] counts = c.confusion();
    for (int k = 0; k < c.classes(); k++) {
      Object[] cells = new Object[c.classes() + 1];
      cells[0] = name(names, k);
      for (int p = 0; p < c.classes(); p++) {
        cells[p + 1] = counts[k][p];
      }
      rows.add(Table.row(cells));
    }
    return new Table("confusion", "Confusion matrix on validation", columns, rows);
  }

  /**
   * The confusion matrix as a picture: a row for each right class, a column for each that was said,
   * the darker the more of the row.
   */
  static List<Pictures> pictures(Classified c, List<String> names) {
    if (c.classes() > MOST_CLASSES) {
      return List.of();
    }
    int cell = Math.max(8, Math.min(40, 320 / c.classes()));
    int side = c.classes() * cell + 1;
    int[] pixels = new int[side * side];
    Arrays.fill(pixels, GRID);
    long[][] counts = c.confusion();
    for (int row = 0; row < c.classes(); row++) {
      for (int column = 0; column < c.classes(); column++) {
        double share = (double) counts[row][column] / (double) Math.max(1, c.support(row));
        int colour = shade(share, row == column);
        for (int y = row * cell + 1; y < (row + 1) * cell; y++) {
          Arrays.fill(pixels, y * side + column * cell + 1, y * side + (column + 1) * cell, colour);
        }
      }
    }
    String classes = Sentence.of("%s to %s", name(names, 0), name(names, c.classes() - 1));
    return List.of(
        new Pictures(
            "confusion-picture",
            "Confusion matrix on validation",
            "Rows are the right classes from the top, columns what was said from the left, both "
                + classes
                + ". The darker a cell, the more of its row; right ones are blue, wrong ones red, and a"
                + " hundredth of a row can be seen. The numbers are in the table.",
            List.of(
                Picture.of(
                    Sentence.of("%s of %,d right", Numbers.percent(c.accuracy()), c.size()),
                    side,
                    side,
                    pixels,
                    false))));
  }

  /** White for none; the square root makes a few wrong ones visible. */
  private static int shade(double share, boolean right) {
    double depth = Math.sqrt(share);
    int light = (int) Math.round(255 - 200 * depth);
    int middle = (int) Math.round(255 - 140 * depth);
    int strong = (int) Math.round(255 - 60 * depth);
    return right ? light << 16 | middle << 8 | strong : strong << 16 | light << 8 | light;
  }

  /** F1 by class; for two classes the ROC and the precision-recall curve. */
  static List<Chart> charts(Classified c, List<String> names) {
    List<Chart> charts = new ArrayList<>();
    if (c.classes() <= MOST_CLASSES) {
      double[] rows = IntStream.range(0, c.classes()).asDoubleStream().toArray();
      double[] values = IntStream.range(0, c.classes()).mapToDouble(c::f1).toArray();
      List<String> labels = IntStream.range(0, c.classes()).mapToObj(k -> name(names, k)).toList();
      charts.add(
          Chart.of(
                  "f1",
                  "F1 by class on validation",
                  "The harmonic mean of precision and recall, 1 at best; a short bar is a class to look at.",
                  new Chart.Axis("F1", false, 0.0, 1.0),
                  Chart.Axis.categories("class", labels))
              .series("F1", Chart.Role.FIRST, Chart.Style.BARS, values, rows)
              .build());
    }
    if (c.classes() == 2 && c.support(0) > 0 && c.support(1) > 0) {
      Ranking ranking = c.ranking(1);
      Chart.Axis from = new Chart.Axis("false positive rate", false, 0.0, 1.0);
      Chart.Axis to = new Chart.Axis("true positive rate", false, 0.0, 1.0);
      charts.add(
          Chart.of(
                  "roc",
                  "ROC curve of class " + name(names, 1),
                  "The nearer to the upper left corner, the better; the diagonal is chance.",
                  from,
                  to)
              .series(
                  "classifier",
                  Chart.Role.FIRST,
                  Chart.Style.LINE,
                  thin(ranking.falsePositiveRates()),
                  thin(ranking.truePositiveRates()))
              .series(
                  "chance",
                  Chart.Role.MUTED,
                  Chart.Style.LINE,
                  new double[] {0, 1},
                  new double[] {0, 1})
              .build());
      charts.add(
          Chart.of(
                  "precision-recall",
                  "Precision and recall of class " + name(names, 1),
                  "What share of the alarms is right, against what share of the class is found.",
                  new Chart.Axis("recall", false, 0.0, 1.0),
                  new Chart.Axis("precision", false, 0.0, 1.0))
              .series(
                  "classifier",
                  Chart.Role.FIRST,
                  Chart.Style.LINE,
                  thin(ranking.truePositiveRates()),
                  thin(ranking.precisions()))
              .build());
    }
    return charts;
  }

  /** At most 400 of many points, the ends among them. */
  private static double[] thin(double[] values) {
    int most = 400;
    if (values.length <= most) {
      return values;
    }
    return IntStream.range(0, most)
        .mapToDouble(i -> values[(int) ((long) i * (values.length - 1) / (most - 1))])
        .toArray();
  }
}
