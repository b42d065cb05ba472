package dev.preflight.tuner.schedule;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Report;
import dev.preflight.reports.Table;
import dev.preflight.reports.text.Sentence;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.schedules.ScheduleTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Draws a schedule. Nothing is trained, and TensorFlow is not loaded. */
public final class ScheduleReport {
  private ScheduleReport() {}

  /**
   * A chart of the learning rates, one of the momenta where the schedule has them, and its
   * conventions as the summary.
   *
   * @param spec of the table
   */
  public static Report<@Nullable Void> of(ScheduleTable table, ScheduleSpec spec) {
    List<Chart> charts = new ArrayList<>();
    charts.add(
        chart(
            table, "learning-rate", "Learning rate", row -> OptionalDouble.of(row.learningRate())));
    if (table.rows().get(0).momentum().isPresent()) {
      charts.add(chart(table, "momentum", "Momentum", ScheduleTable.Row::momentum));
    }
    return Report.withoutResult(
        ScheduleFit.finding(spec, table.run()).stream().toList(),
        charts,
        conventions(table),
        summary(table)
            + (spec.isAdaptive()
                ? " These are the rates before cuts: a plateau follows the metric of the run."
                : ""),
        List.of(),
        false);
  }

  /** Where it peaks and how it ends: what one looks for in the picture. */
  private static String summary(ScheduleTable table) {
    List<ScheduleTable.Row> rows = table.rows();
    ScheduleTable.Row top = rows.get(0);
    for (ScheduleTable.Row row : rows) {
      top = row.learningRate() > top.learningRate() ? row : top;
    }
    ScheduleTable.Row last = rows.get(rows.size() - 1);
    return Sentence.of(
        "From %s to its highest, %s, at update %,d, and to %s at the last of %,d updates.",
        rows.get(0).learningRate(),
        top.learningRate(),
        top.update(),
        last.learningRate(),
        table.run().updates());
  }

  /** The choices in which libraries differ, for those who compare values. */
  private static List<Table> conventions(ScheduleTable table) {
    return table.conventions().isEmpty()
        ? List.of()
        : List.of(
            new Table(
                "conventions",
                "How updates are counted",
                List.of(Table.Column.text("convention")),
                table.conventions().stream()
                    .map(sentence -> List.<@Nullable Object>of(sentence))
                    .toList()));
  }

  private static Chart chart(
      ScheduleTable table,
      String id,
      String name,
      Function<ScheduleTable.Row, OptionalDouble> value) {
    return Chart.of(
            id,
            name,
            name + " of every update of the run.",
            Chart.Axis.linear("update"),
            Chart.Axis.linear(name.toLowerCase(Locale.ROOT)))
        .series(
            name,
            Chart.Role.FIRST,
            Chart.Style.LINE,
            table.rows().stream().mapToDouble(ScheduleTable.Row::update).toArray(),
            table.rows().stream().mapToDouble(r -> value.apply(r).orElse(Double.NaN)).toArray())
        .build();
  }
}
