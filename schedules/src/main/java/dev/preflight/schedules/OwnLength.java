package dev.preflight.schedules;

import java.util.Optional;

/**
 * A schedule with a length of its own, as those of libraries and those with absolute lengths have,
 * that does not fit the length of the run.
 *
 * @param updates after which its rate changes no more
 * @param run updates of the run
 * @param last rate of the last update of the run
 * @param peak highest rate
 * @since 0.1
 */
public record OwnLength(long updates, long run, double last, double peak) {

  /** How far beyond the run is looked for the end of a schedule. */
  private static final int BEYOND = 16;

  /** A schedule that still changes in the last quarter of what is looked at never ends. */
  private static final double NEVER = 0.75;

  private static final int POINTS = 4096;

  /** A schedule that is over this early has a rest worth a word. */
  private static final double EARLY = 0.9;

  /** At less of its peak a rate trains nothing. */
  private static final double NOTHING = 0.01;

  /**
   * The misfit of a schedule and a run.
   *
   * @param spec with a peak
   * @return empty where its lengths follow the run's, where it never ends, or where it fits
   */
  public static Optional<OwnLength> misfit(ScheduleSpec spec, Run run) {
    long updates = run.updates();
    if (updates > Run.MAX_UPDATES / BEYOND) {
      return Optional.empty();
    }
    PlannedSchedule here = spec.resolve(run);
    PlannedSchedule there;
    try {
      there = spec.resolve(run.withUpdates(BEYOND * updates));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // It fits this length only.
    }
    long step = Math.max(1, updates / POINTS);
    double peak = 0;
    for (long u = 0; u < updates; u += step) {
      if (here.at(u) != there.at(u)) {
        return Optional.empty();
      }
      peak = Math.max(peak, here.at(u));
    }
    long end = lastChange(there, BEYOND * updates);
    double last = here.at(updates - 1);
    boolean cut = end > updates && end < NEVER * BEYOND * updates;
    boolean over = end > 0 && end < EARLY * updates && last < NOTHING * peak;
    return cut || over ? Optional.of(new OwnLength(end, updates, last, peak)) : Optional.empty();
  }

  /** The first update from which the rate stays; 0 where it changes to the end, or never. */
  private static long lastChange(PlannedSchedule schedule, long updates) {
    long step = Math.max(1, updates / POINTS);
    double rest = schedule.at(updates - 1);
    long known = ((updates - 1) / step) * step;
    if (schedule.at(known) != rest) {
      return 0;
    }
    while (known >= step && schedule.at(known) == rest) {
      known -= step;
    }
    if (schedule.at(known) == rest) {
      return 0;
    }
    long low = known;
    long high = known + step;
    while (high - low > 1) {
      long middle = low + (high - low) / 2;
      if (schedule.at(middle) == rest) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /** Whether the run ends before the schedule does. */
  public boolean cutOff() {
    return updates > run;
  }
}
