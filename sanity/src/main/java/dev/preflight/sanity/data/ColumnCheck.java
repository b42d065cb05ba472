package dev.preflight.sanity.data;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Table;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.DataCheck;
import dev.preflight.sanity.check.DataLab;
import dev.preflight.sanity.check.DataScan;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Profile;
import dev.preflight.training.Accuracy;
import dev.preflight.training.data.ArraySpec;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.TrainingData;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * D17: single columns of a table that say which row it is rather than what is in it.
 *
 * <p>An index that was exported with the table, a clock, a copy of the label: a net learns them
 * first, and nothing of it holds for new rows.
 */
public final class ColumnCheck implements DataCheck {

  /** Columns looked at; a wider row is no table that people made column by column. */
  private static final int MOST_COLUMNS = 1_000;

  /** Rows looked at. */
  private static final int MOST_ROWS = 20_000;

  /** Rows whose distances are worked out, in pairs. */
  private static final int PAIRED = 1_000;

  /** Rows below which a share of right answers says little. */
  private static final int ENOUGH = 100;

  /** A column that is right this often gives the label away. */
  private static final double ALONE = 0.98;

  /** If the other columns together are right at most this often, the one is not merely good. */
  private static final double OTHERS = 0.9;

  /** Seconds since 1970 passed this in 1973; milliseconds are larger. */
  private static final double TIME = 1e8;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "D17",
        "single columns",
        "an index, a clock or a copy of the label among the columns; numbers too large and too "
            + "close together for single precision",
        """
        Takes each column of a table alone, on up to 20,000 rows. One that tells the label \
        by itself (98 % and more, where the others reach less than 90 %), that counts the \
        rows, or that is a clock is a warning, and so are numbers too large and too close \
        together for single precision.""",
        "deepchecks, index and date leakage; IEEE 754",
        Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    return Set.of("D01");
  }

  @Override
  public Finding judge(DataLab lab) {
    Dataset train = lab.data().train();
    ArraySpec features = train.features();
    if (features.rank() != 1 || features.type() == ElementType.UINT8) {
      return Findings.inapplicable(this, "The items are no rows of a table.");
    }
    if (features.size() > MOST_COLUMNS) {
      return Findings.inapplicable(
          this,
          Sentence.of("An item has %,d numbers, more than a table has columns.", features.size()));
    }
    int rows = Math.min(train.size(), MOST_ROWS);
    List<Column> columns = columns(lab, train, rows);
    List<String> names = names(lab.data(), columns.size());
    int all = train.size() + lab.data().validation().size();
    lab.table(table(columns, names));
    int[] labels = lab.classifies() ? labels(train, rows) : new int[0];
    List<String> doubts = new ArrayList<>();
    for (int k = 0; k < columns.size(); k++) {
      String doubt = doubt(columns, k, labels, all);
      if (doubt != null) {
        doubts.add(Sentence.of("column %s %s", names.get(k), doubt));
      }
    }
    List<String> constant =
        IntStream.range(0, columns.size())
            .filter(k -> columns.get(k).isConstant())
            .mapToObj(names::get)
            .toList();
    if (!doubts.isEmpty()) {
      String first = doubts.get(0);
      return Findings.warn(
              this,
              Sentence.of(
                  "C%s%s.",
                  first.substring(1),
                  doubts.size() == 1
                      ? ""
                      : Sentence.of("; %d more columns to look at", doubts.size() - 1)))
          .measured((double) doubts.size())
          .expected("0")
          .unit("columns")
          .where(Sentence.some(doubts, 5))
          .why(
              """
              An index or a clock that was exported with the table, or a copy of the label: a \
              net learns it first, and it does not hold for new rows.""")
          .fix("Leave the column out of the table, or make it what you mean (a difference, a day).")
          .build();
    }
    String scope = Sentence.of("%,d columns of %,d rows", columns.size(), rows);
    return constant.isEmpty()
        ? Findings.pass(this, Sentence.of("No index, clock or copy of the label in %s.", scope))
            .build()
        : Findings.info(
                this,
                Sentence.of(
                    "%d of %s hold one value only: %s.",
                    constant.size(), scope, Sentence.some(constant, 5)))
            .measured((double) constant.size())
            .unit("columns")
            .build();
  }

  /** What is odd about a column; null if nothing is. */
  private static @Nullable String doubt(List<Column> columns, int k, int[] labels, int all) {
    Column column = columns.get(k);
    String scale = Sentence.of("(mean %s, spread %s)", column.mean(), column.spread());
    if (column.isBeyondSinglePrecision()) {
      return Sentence.of(
          "has numbers so large and so close together that single precision bends them %s", scale);
    }
    if (column.rises()) {
      return Sentence.of(
          "rises or falls with every row: an index or a clock, or the rows are sorted by it %s",
          scale);
    }
    if (column.counts(all)) {
      return Sentence.of(
          "holds every whole number from %s to %s about once: an index of the rows %s",
          column.min(), column.max(), scale);
    }
    if (column.min() >= TIME && column.mean() > 10 * column.spread()) {
      return Sentence.of("has the size of time stamps %s", scale);
    }
    if (columns.size() == 1 || labels.length < ENOUGH || column.missing() > 0) {
      return null;
    }
    double alone = column.isConstant() ? 0 : Neighbours.accuracy(column.values(), labels);
    if (alone < ALONE) {
      return null;
    }
    double others = others(columns, k, labels);
    return others > OTHERS
        ? null
        : Sentence.of(
            "alone gives the label in %s of held-out rows, all others together in %s",
            Numbers.percent(alone), Numbers.percent(others));
  }

  /** How often the other columns are right together. */
  private static double others(List<Column> columns, int k, int[] labels) {
    int rows = Math.min(labels.length, PAIRED);
    // Evenly over all rows, which may be sorted by class; odd and even rows stay what they were.
    int step = Math.max(1, labels.length / rows / 2 * 2 + 1);
    int[] at = IntStream.range(0, rows).map(i -> (int) ((long) i * step % labels.length)).toArray();
    double[][] values =
        IntStream.range(0, columns.size())
            .filter(c -> c != k)
            .mapToObj(columns::get)
            .filter(c -> !c.isConstant() && c.missing() == 0)
            .map(c -> IntStream.of(at).mapToDouble(i -> c.values()[i]).toArray())
            .filter(taken -> !Column.of(taken).isConstant())
            .toArray(double[][]::new);
    int[] taken = IntStream.of(at).map(i -> labels[i]).toArray();
    return values.length == 0 ? 0 : Neighbours.accuracy(values, taken, rows);
  }

  private static List<Column> columns(DataLab lab, Dataset train, int rows) {
    double[][] values = new double[train.features().size()][rows];
    DataScan.of(lab, train)
        .forEach(
            (first, batch) -> {
              for (int row = 0; row < batch.size() && first + row < rows; row++) {
                for (int k = 0; k < values.length; k++) {
                  values[k][first + row] = batch.features().get(row * values.length + k);
                }
              }
            });
    List<Column> columns = new ArrayList<>();
    for (double[] column : values) {
      lab.checkpoint();
      columns.add(Column.of(column));
    }
    return columns;
  }

  private static int[] labels(Dataset train, int rows) {
    return Accuracy.classesOf(train.labelsOf(IntStream.range(0, rows).toArray()));
  }

  /** What columns are called: by their names where they have some, else by number from 0. */
  private static List<String> names(TrainingData data, int columns) {
    List<String> names = data.featureNames();
    return IntStream.range(0, columns)
        .mapToObj(
            k ->
                names.isEmpty()
                    ? Integer.toString(k)
                    : names.get(k).isEmpty()
                        ? Sentence.of("%d (without a name)", k)
                        : Sentence.of("'%s'", names.get(k)))
        .toList();
  }

  private static Table table(List<Column> columns, List<String> names) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int k = 0; k < columns.size(); k++) {
      Column c = columns.get(k);
      rows.add(
          Table.row(
              names.get(k),
              c.missing(),
              c.distinct(),
              c.min(),
              c.mean(),
              c.max(),
              c.spread(),
              c.histogram()));
    }
    return new Table(
        "columns",
        "Columns of the training rows",
        List.of(
            Table.Column.text("column"),
            Table.Column.number("missing"),
            Table.Column.number("distinct"),
            Table.Column.number("lowest"),
            Table.Column.number("mean"),
            Table.Column.number("highest"),
            Table.Column.number("spread"),
            Table.Column.text("histogram")),
        rows);
  }
}
