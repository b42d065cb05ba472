package dev.preflight.training.events;

import dev.preflight.training.data.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Collects the points of a log.
 *
 * <p>Steps that go back into the middle of a series mean that the run was resumed: what it had
 * logged from there on is dropped, as TensorBoard does. Steps that go back to its beginning mean a
 * second run, which is refused: nobody could say which of the two is asked about.
 */
final class LogBuilder {

  private final Map<String, SeriesBuilder> series = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private long resumedAt = Long.MIN_VALUE;

  /** The first step of all; a series that is logged rarely may begin after a restart. */
  private long first = Long.MAX_VALUE;

  /**
   * One point.
   *
   * @param where of the log it stands, for a message: a file, and a line or record
   * @throws InputException if it begins a second run
   */
  void add(String name, long step, double value, String where) {
    SeriesBuilder points = series.computeIfAbsent(name, key -> new SeriesBuilder());
    first = Math.min(first, step);
    if (!points.isEmpty() && step < points.last()) {
      back(name, points, step, where);
    }
    if (!points.isEmpty() && step == points.last()) {
      points.replaceLast(value);
    } else {
      points.add(step, value);
    }
  }

  private void back(String name, SeriesBuilder points, long step, String where) {
    long last = points.last();
    if (step <= first) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: '%s' goes back from step %d to %d: two runs in one log, or steps that are"
                  + " counted anew each epoch",
              where,
              name,
              last,
              step),
          "name the log of one run; log a step that counts on; or --steps none to count rows");
    }
    points.dropFrom(step);
    if (step != resumedAt) {
      resumedAt = step;
      notes.add(
          String.format(
              Locale.ROOT,
              "%s: steps go back from %d to %d, as after a restart from a checkpoint; what was"
                  + " logged from there on before is left out.",
              where,
              last,
              step));
    }
  }

  void note(String sentence) {
    notes.add(sentence);
  }

  RunLog build() {
    List<Series> all = new ArrayList<>();
    series.forEach((name, points) -> all.add(points.build(name)));
    return new RunLog(all, notes);
  }
}
