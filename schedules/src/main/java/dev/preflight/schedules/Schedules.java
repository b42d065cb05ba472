package dev.preflight.schedules;

/**
 * Schedules by name, for code that needs one at once; everything else is a {@link ScheduleSpec}.
 *
 * <pre>{@code
 * Schedule schedule = Schedules.parse("warmup(5%) + cosine(peak=0.1)", 10_000);
 * for (long update = 0; update < 10_000; update++) {
 *   train(schedule.at(update));
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class Schedules {
  private Schedules() {}

  /**
   * A spec for a run of so many updates.
   *
   * @throws ScheduleSyntaxException if the text cannot be read
   * @throws IllegalArgumentException if it does not fit the run
   */
  public static PlannedSchedule parse(String spec, long updates) {
    return ScheduleSpec.parse(spec).resolve(Run.of(updates));
  }

  /** The same learning rate for ever, in (0, 1e6]. */
  public static PlannedSchedule constant(double learningRate) {
    return named("constant", learningRate, 1);
  }

  /** A linear fall from the peak at the first update to 0 at the last. */
  public static PlannedSchedule linear(double peak, long updates) {
    return named("linear", peak, updates);
  }

  /** Half a cosine from the peak at the first update to 0 at the last. */
  public static PlannedSchedule cosine(double peak, long updates) {
    return named("cosine", peak, updates);
  }

  /** One cycle with cycled momentum (Smith 2018), all else by default. */
  public static PlannedSchedule oneCycle(double peak, long updates) {
    return named("one-cycle", peak, updates);
  }

  private static PlannedSchedule named(String kind, double peak, long updates) {
    return ScheduleSpec.parse(kind).withPeak(peak).resolve(Run.of(updates));
  }
}
