package dev.preflight.reports.compare;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Measure;
import dev.preflight.reports.Status;
import dev.preflight.reports.Table;
import dev.preflight.reports.compare.DocumentComparison.Named;
import dev.preflight.reports.text.Sentence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What later results measure otherwise than the first. */
final class MeasureDifferences {

  private MeasureDifferences() {}

  /** A measure that the first result and a later one have. */
  record Row(String run, Measure first, Measure later, MeasuredDifference difference) {

    private String word() {
      if (!difference.bounded()) {
        return "not judged";
      }
      if (difference.isTie()) {
        return "tie";
      }
      return (difference.value() < 0) == first.lowerIsBetter() ? "better" : "worse";
    }
  }

  static List<Row> of(Named first, List<Named> others) {
    List<Row> rows = new ArrayList<>();
    for (Named run : others) {
      for (Measure before : first.document().measures()) {
        run.document().measures().stream()
            .filter(m -> m.name().equals(before.name()))
            .forEach(
                now ->
                    rows.add(new Row(run.name(), before, now, MeasuredDifference.of(before, now))));
      }
    }
    return rows;
  }

  static List<Finding> findings(Named first, List<Row> rows) {
    List<Finding> findings = new ArrayList<>();
    Map<String, List<String>> unbounded = new LinkedHashMap<>();
    for (Row row : rows) {
      if (row.difference().bounded()) {
        findings.add(finding(first, row));
      } else {
        unbounded.computeIfAbsent(row.run(), key -> new ArrayList<>()).add(values(row));
      }
    }
    unbounded.forEach((run, values) -> findings.add(oneRunEach(run, values)));
    return findings;
  }

  private static String values(Row row) {
    return Sentence.of(
        "%s %s against %s", row.first().name(), row.later().value(), row.first().value());
  }

  private static Finding oneRunEach(String run, List<String> values) {
    return Finding.of(
            CompareRules.DIFFERENCE,
            Status.INFO,
            Sentence.of(
                "%s: %s; one run each, so that nobody can say whether by chance.",
                run, Sentence.some(values, 6)))
        .where(run)
        .build();
  }

  private static Finding finding(Named first, Row row) {
    MeasuredDifference d = row.difference();
    String title =
        row.word().equals("tie")
            ? Sentence.of(
                "%s ties with %s%s: %s (%s to %s)",
                row.run(), first.name(), d.where(), values(row), d.low(), d.high())
            : Sentence.of(
                "%s is %s than %s%s: %s (%s to %s)",
                row.run(), row.word(), first.name(), d.where(), values(row), d.low(), d.high());
    return Finding.of(CompareRules.DIFFERENCE, Status.INFO, title)
        .measured(d.value())
        .expected("0 if they were alike")
        .unit(row.first().name())
        .where(row.run())
        .why(Sentence.of("The interval is over %s.", d.over()))
        .build();
  }

  static Table table(List<Row> rows) {
    List<List<@Nullable Object>> cells = new ArrayList<>();
    for (Row row : rows) {
      MeasuredDifference d = row.difference();
      cells.add(
          Table.row(
              row.run(),
              row.first().name(),
              row.first().value(),
              row.later().value(),
              d.value(),
              d.bounded() ? d.low() : null,
              d.bounded() ? d.high() : null,
              row.word(),
              d.over()));
    }
    return new Table(
        "differences",
        "Differences, later minus first, 95 % interval",
        List.of(
            Table.Column.text("run"),
            Table.Column.text("measure"),
            Table.Column.number("first"),
            Table.Column.number("later"),
            Table.Column.number("difference"),
            Table.Column.number("low"),
            Table.Column.number("high"),
            Table.Column.text("verdict"),
            Table.Column.text("over")),
        cells);
  }
}
