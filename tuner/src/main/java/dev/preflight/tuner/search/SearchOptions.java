package dev.preflight.tuner.search;

import dev.preflight.schedules.PlannedSchedule;
import dev.preflight.schedules.Run;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.training.data.InputException;
import dev.preflight.tuner.runs.RunOptions;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a learning-rate search is asked for.
 *
 * @param run what every run needs; its seeds are the fresh ones of the confirmation, at least 2
 * @param schedule what the rate is the peak of; the short runs use it compressed
 * @param lecture whether to run the lectures' plain recipe too, and show its result beside
 * @param weightDecay whether to search the weight decay at the rate found
 */
public record SearchOptions(
    RunOptions run, ScheduleSpec schedule, boolean lecture, boolean weightDecay) {

  /** Fresh seeds by default: with fewer, Student's interval is so wide that all is a tie. */
  public static final int DEFAULT_SEEDS = 5;

  /** Lowest rate by default. */
  public static final double DEFAULT_LOW = 1e-7;

  /** Highest rate by default. */
  public static final double DEFAULT_HIGH = 100;

  /** The schedule by default: the plainest. */
  public static final String DEFAULT_SCHEDULE = "constant";

  /** Weight decays tried at the rate found. */
  static final List<Double> WEIGHT_DECAYS = List.of(0.0, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2);

  public SearchOptions {
    run.requireTrainable();
    run.requireSeeds(2);
    CoarseStage.requireRange(run);
  }

  /** Everything at its default. */
  public static SearchOptions defaults() {
    return new SearchOptions(
        RunOptions.of(DEFAULT_SEEDS, DEFAULT_LOW, DEFAULT_HIGH),
        ScheduleSpec.parse(DEFAULT_SCHEDULE),
        false,
        false);
  }

  /** With another length, seed, range or the like. */
  public SearchOptions withRun(UnaryOperator<RunOptions> change) {
    return new SearchOptions(change.apply(run), schedule, lecture, weightDecay);
  }

  public SearchOptions withSchedule(ScheduleSpec value) {
    return new SearchOptions(run, value, lecture, weightDecay);
  }

  public SearchOptions withLecture(boolean value) {
    return new SearchOptions(run, schedule, value, weightDecay);
  }

  public SearchOptions withWeightDecay(boolean value) {
    return new SearchOptions(run, schedule, lecture, value);
  }

  /** A schedule as people write it: without the parentheses of a kind that has no arguments. */
  public static String name(ScheduleSpec schedule) {
    return schedule.toString().replace("()", "");
  }

  /**
   * A schedule resolved against a run, whatever its peak.
   *
   * @throws InputException if it does not fit a run of that length
   */
  public static PlannedSchedule planned(ScheduleSpec schedule, Run run) {
    try {
      return schedule.withPeak(CoarseStage.RATES.get(0)).resolve(run);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          name(schedule) + ": " + e.getMessage(),
          "change the schedule, or --updates, which is " + run.updates(),
          e);
    }
  }
}
