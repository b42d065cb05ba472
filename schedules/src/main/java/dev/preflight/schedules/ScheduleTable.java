package dev.preflight.schedules;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * What a schedule does, update by update: the data of {@code preflight schedule}.
 *
 * @param spec the canonical text of the schedule
 * @param run what it was planned for
 * @param rows some or all updates in ascending order
 * @param conventions the choices in force where libraries differ, in sentences
 * @since 0.1
 */
public record ScheduleTable(String spec, Run run, List<Row> rows, List<String> conventions) {

  /**
   * One update.
   *
   * @param update its index, 0 for the first
   * @param learningRate its learning rate
   * @param momentum its momentum, or empty if the schedule leaves momentum alone
   * @param phase the part of the schedule it falls into
   */
  public record Row(long update, double learningRate, OptionalDouble momentum, String phase) {}

  /** Copies the lists. */
  public ScheduleTable {
    rows = List.copyOf(rows);
    conventions = List.copyOf(conventions);
  }

  /**
   * At most so many updates, evenly spaced, with the first, the last and the first of each phase.
   *
   * @param maxRows at least 2; phases may add to it, up to twice as many rows
   */
  public static ScheduleTable of(PlannedSchedule schedule, int maxRows) {
    if (maxRows < 2) {
      throw new IllegalArgumentException("maxRows must be at least 2, was " + maxRows);
    }
    long last = schedule.run().updates() - 1;
    TreeSet<Long> updates = new TreeSet<>();
    long rows = Math.min(maxRows, last + 1);
    for (long i = 0; i < rows; i++) {
      updates.add(rows == 1 ? 0 : Math.round((double) i * last / (rows - 1)));
    }
    for (Long update : List.copyOf(updates)) {
      Long next = updates.higher(update);
      if (next != null && !schedule.phaseAt(update).equals(schedule.phaseAt(next))) {
        updates.add(firstOfPhase(schedule, update, next));
      }
    }
    List<Row> table = new ArrayList<>();
    updates.forEach(update -> table.add(row(schedule, update)));
    return new ScheduleTable(schedule.toString(), schedule.run(), table, schedule.conventions());
  }

  /** The first update whose phase is that of {@code high}, when {@code low} is in another. */
  private static long firstOfPhase(PlannedSchedule schedule, long low, long high) {
    String phase = schedule.phaseAt(high);
    long outside = low;
    long inside = high;
    while (inside - outside > 1) {
      long middle = outside + (inside - outside) / 2;
      if (schedule.phaseAt(middle).equals(phase)) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return inside;
  }

  private static Row row(PlannedSchedule schedule, long update) {
    return new Row(
        update, schedule.at(update), schedule.momentumAt(update), schedule.phaseAt(update));
  }
}
