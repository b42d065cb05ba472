package dev.preflight.tuner.schedule;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Report;
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
   */
  public static Report<@Nullable Void> of(ScheduleTable table) {
    List<Chart> charts = new ArrayList<>();
    charts.add(
        chart(
            table, "learning-rate", "Learning rate", row -> OptionalDouble.of(row.learningRate())));
    if (table.rows().get(0).momentum().isPresent()) {
      charts.add(chart(table, "momentum", "Momentum", ScheduleTable.Row::momentum));
    }
    return Report.withoutResult(List.of(), charts, List.of(), summary(table), List.of(), false);
  }

  private static String summary(ScheduleTable table) {
    String conventions = String.join(" ", table.conventions());
    return conventions.isBlank()
        ? "A schedule over " + table.run().updates() + " updates."
        : conventions;
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
