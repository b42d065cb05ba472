package dev.preflight.recipe.baseline;

import dev.preflight.recipe.baseline.BaselineResult.Row;
import dev.preflight.recipe.train.Measured;
import dev.preflight.reports.Advice;
import dev.preflight.reports.Call;
import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Status;
import dev.preflight.reports.Table;
import dev.preflight.reports.Verb;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.metrics.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns measured baselines into findings, a table and a picture. */
final class BaselineReport {

  private BaselineReport() {}

  static Report<BaselineResult> of(BaselineResult result, List<Finding> more, boolean interrupted) {
    List<Finding> findings = new ArrayList<>();
    Optional<Row> own = result.rows().stream().filter(Row::own).findFirst();
    List<Row> others = result.rows().stream().filter(r -> !r.own()).toList();
    for (Row row : others) {
      findings.add(own.isPresent() ? against(own.get(), row, result) : told(row, result));
    }
    findings.addAll(more);
    return new Report<>(
        findings,
        classes(result) ? List.of(chart(result)) : List.of(),
        List.of(table(result)),
        summary(result, own, others),
        next(interrupted),
        result,
        interrupted);
  }

  private static boolean classes(BaselineResult result) {
    return result.rows().get(0).metrics().containsKey(Measured.ACCURACY);
  }

  private static long right(Row row, BaselineResult result) {
    return Math.round(row.metric(Measured.ACCURACY) * result.validationItems());
  }

  private static Interval interval(Row row, BaselineResult result) {
    return Interval.ofShare(right(row, result), result.validationItems());
  }

  private static String reaches(Row row, BaselineResult result) {
    if (!row.metrics().containsKey(Measured.ACCURACY)) {
      return Sentence.of(
          "%s reaches a mean absolute error of %s and R2 %s",
          row.name(), row.metric(Measured.MAE), row.metric("r2"));
    }
    Interval interval = interval(row, result);
    return Sentence.of(
        "%s reaches %s validation accuracy (%s to %s)",
        row.name(),
        Numbers.percent(row.metric(Measured.ACCURACY)),
        Numbers.percent(interval.low()),
        Numbers.percent(interval.high()));
  }

  private static Finding told(Row row, BaselineResult result) {
    boolean accuracy = row.metrics().containsKey(Measured.ACCURACY);
    return Finding.of(Baselines.BASELINE, Status.INFO, reaches(row, result))
        .measured(row.metric(accuracy ? Measured.ACCURACY : Measured.MAE))
        .unit(accuracy ? Measured.ACCURACY : "mean absolute error")
        .where(row.name())
        .build();
  }

  private static Finding against(Row own, Row row, BaselineResult result) {
    String title;
    Status status = Status.INFO;
    double difference;
    if (own.metrics().containsKey(Measured.ACCURACY)
        && row.metrics().containsKey(Measured.ACCURACY)) {
      int items = result.validationItems();
      Interval between =
          Interval.ofDifference(right(own, result), items, right(row, result), items);
      difference = own.metric(Measured.ACCURACY) - row.metric(Measured.ACCURACY);
      String range =
          Sentence.of(
              "%s to %s points",
              Numbers.brief(100 * between.low()), Numbers.brief(100 * between.high()));
      if (between.isBelow(0)) {
        status = Status.WARN;
        title =
            Sentence.of(
                "%s is worse than %s: %s against %s (%s)",
                own.name(),
                row.name(),
                Numbers.percent(own.metric(Measured.ACCURACY)),
                Numbers.percent(row.metric(Measured.ACCURACY)),
                range);
      } else {
        title =
            Sentence.of(
                between.isAbove(0)
                    ? "%s beats %s: %s against %s (%s)"
                    : "%s and %s tie: %s against %s (%s)",
                own.name(),
                row.name(),
                Numbers.percent(own.metric(Measured.ACCURACY)),
                Numbers.percent(row.metric(Measured.ACCURACY)),
                range);
      }
    } else {
      // Without an interval for it, an error decides nothing.
      difference = own.metric(Measured.MAE) - row.metric(Measured.MAE);
      title =
          Sentence.of(
              "Mean absolute error %s, that of %s is %s",
              own.metric(Measured.MAE), row.name(), row.metric(Measured.MAE));
    }
    return Finding.of(Baselines.BASELINE, status, title)
        .measured(difference)
        .expected("above 0")
        .where(row.name())
        .fix(
            status == Status.WARN
                ? Sentence.of("Find out why: %s is simpler, or longer known.", row.name())
                : null)
        .build();
  }

  private static Table table(BaselineResult result) {
    boolean classes = classes(result);
    List<String> metrics =
        classes
            ? List.of("balanced_accuracy", "f1", Measured.LOSS)
            : List.of(Measured.MAE, "r2", Measured.LOSS);
    List<Table.Column> columns = new ArrayList<>();
    columns.add(Table.Column.text("program"));
    if (classes) {
      columns.add(Table.Column.number("accuracy"));
      columns.add(Table.Column.number("low"));
      columns.add(Table.Column.number("high"));
    }
    metrics.forEach(metric -> columns.add(Table.Column.number(metric)));
    columns.add(Table.Column.number("parameters"));
    columns.add(Table.Column.number("peak rate"));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Row row : result.rows()) {
      List<@Nullable Object> cells = new ArrayList<>();
      cells.add(row.own() ? row.name() + " (this program)" : row.name());
      if (classes) {
        Interval interval = interval(row, result);
        cells.add(row.metric(Measured.ACCURACY));
        cells.add(interval.low());
        cells.add(interval.high());
      }
      metrics.forEach(metric -> cells.add(row.metrics().get(metric)));
      cells.add(row.parameters());
      cells.add(row.learningRate());
      rows.add(cells);
    }
    return new Table(
        "baselines",
        Sentence.of(
            "Something to beat: %,d validation items, after %,d updates",
            result.validationItems(), result.updates()),
        columns,
        rows);
  }

  private static Chart chart(BaselineResult result) {
    List<Row> rows = result.rows();
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Interval interval = interval(rows.get(i), result);
      double accuracy = rows.get(i).metric(Measured.ACCURACY);
      x.addAll(List.of(100 * interval.low(), 100 * accuracy, 100 * interval.high()));
      y.addAll(List.of((double) i, (double) i, (double) i));
    }
    return Chart.of(
            "baselines",
            "Something to beat",
            "Validation accuracy of each with Wilson's 95 % interval.",
            Chart.Axis.linear("validation accuracy, %"),
            Chart.Axis.categories(
                "program",
                rows.stream().map(r -> r.own() ? r.name() + " (this)" : r.name()).toList()))
        .series(
            new Chart.Series(
                "accuracy and 95 % interval", Chart.Role.FIRST, Chart.Style.INTERVAL, x, y))
        .build();
  }

  private static String summary(BaselineResult result, Optional<Row> own, List<Row> others) {
    Comparator<Row> byMetric =
        classes(result)
            ? Comparator.comparingDouble(r -> -r.metric(Measured.ACCURACY))
            : Comparator.comparingDouble(r -> r.metric(Measured.MAE));
    Row best = others.stream().min(byMetric).orElseThrow();
    String first = Sentence.of("The best baseline: %s.", reaches(best, result));
    return own.isPresent()
        ? first + Sentence.of(" %s.", reaches(own.get(), result))
        : first + Sentence.of(" Always the same answer: %s.", reaches(others.get(0), result));
  }

  private static List<Advice> next(boolean interrupted) {
    return interrupted
        ? List.of(Advice.of("Start the same command again: it goes on where it was stopped"))
        : List.of(
            new Advice("Train the program itself, and hold it against these", Call.of(Verb.TRAIN)));
  }
}
