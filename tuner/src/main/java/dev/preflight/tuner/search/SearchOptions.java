package dev.preflight.tuner.search;

import dev.preflight.schedules.ScheduleSpec;
import java.util.List;

/**
 * What a learning-rate search is asked for.
 *
 * @param schedule what the rate is the peak of; the short runs use it compressed
 * @param updates planned length of the training run; 0 for the default, the larger of one epoch and
 *     {@link #DEFAULT_UPDATES}
 * @param seeds fresh seeds of the confirmation, in [2, 100]
 * @param batchSize examples per update
 * @param seed the seed that all others are derived from
 * @param low lowest rate allowed
 * @param high highest rate allowed
 * @param lecture whether to run the lectures' plain recipe too, and show its result beside
 * @param weightDecay whether to search the weight decay at the rate found
 */
public record SearchOptions(
    ScheduleSpec schedule,
    long updates,
    int seeds,
    int batchSize,
    long seed,
    double low,
    double high,
    boolean lecture,
    boolean weightDecay) {

  /** Planned length where nothing is said and an epoch is shorter. */
  public static final int DEFAULT_UPDATES = 300;

  /** Fresh seeds by default: with fewer, Student's interval is so wide that all is a tie. */
  public static final int DEFAULT_SEEDS = 5;

  /** Most fresh seeds. */
  public static final int MOST_SEEDS = 100;

  /** Examples per update by default. */
  public static final int DEFAULT_BATCH_SIZE = 64;

  /** Lowest rate by default. */
  public static final double DEFAULT_LOW = 1e-7;

  /** Highest rate by default. */
  public static final double DEFAULT_HIGH = 100;

  /** The schedule by default: the plainest. */
  public static final String DEFAULT_SCHEDULE = "constant";

  /** The coarse rates of the lectures, from which the search starts. */
  public static final List<Double> COARSE = List.of(0.1, 0.01, 0.001, 0.0001);

  /** Weight decays tried at the rate found. */
  public static final List<Double> WEIGHT_DECAYS = List.of(0.0, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2);

  /** Coarse runs have this share of the planned updates: few iterations. */
  public static final int COARSE_SHARE = 6;

  /** Coarse runs have at least this many updates, where the planned run has them. */
  public static final int LEAST_COARSE = 20;

  /** Longest run that can be searched for. */
  public static final int MAX_UPDATES = 10_000_000;

  public SearchOptions {
    require(
        updates >= 0 && updates <= MAX_UPDATES,
        "updates must be in [0, " + MAX_UPDATES + "], was " + updates);
    require(seeds >= 2 && seeds <= MOST_SEEDS, "seeds must be in [2, 100], was " + seeds);
    require(batchSize >= 1, "batch size must be at least 1, was " + batchSize);
    require(
        low > 0 && high >= 10 * low && high <= 1e6,
        "rates must span a decade from a positive one to at most 1e6, were " + low + ", " + high);
    require(
        low <= COARSE.get(0) && high >= COARSE.get(COARSE.size() - 1),
        "rates must include one of " + COARSE + ", were " + low + " to " + high);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Everything at its default. */
  public static SearchOptions defaults() {
    return new SearchOptions(
        ScheduleSpec.parse(DEFAULT_SCHEDULE),
        0,
        DEFAULT_SEEDS,
        DEFAULT_BATCH_SIZE,
        0,
        DEFAULT_LOW,
        DEFAULT_HIGH,
        false,
        false);
  }

  public SearchOptions withSchedule(ScheduleSpec value) {
    return new SearchOptions(
        value, updates, seeds, batchSize, seed, low, high, lecture, weightDecay);
  }

  public SearchOptions withUpdates(long value) {
    return new SearchOptions(
        schedule, value, seeds, batchSize, seed, low, high, lecture, weightDecay);
  }

  public SearchOptions withSeeds(int value) {
    return new SearchOptions(
        schedule, updates, value, batchSize, seed, low, high, lecture, weightDecay);
  }

  public SearchOptions withBatchSize(int value) {
    return new SearchOptions(
        schedule, updates, seeds, value, seed, low, high, lecture, weightDecay);
  }

  public SearchOptions withSeed(long value) {
    return new SearchOptions(
        schedule, updates, seeds, batchSize, value, low, high, lecture, weightDecay);
  }

  public SearchOptions withRange(double newLow, double newHigh) {
    return new SearchOptions(
        schedule, updates, seeds, batchSize, seed, newLow, newHigh, lecture, weightDecay);
  }

  public SearchOptions withLecture(boolean value) {
    return new SearchOptions(
        schedule, updates, seeds, batchSize, seed, low, high, value, weightDecay);
  }

  public SearchOptions withWeightDecay(boolean value) {
    return new SearchOptions(schedule, updates, seeds, batchSize, seed, low, high, lecture, value);
  }

  /** A schedule as people write it: without the parentheses of a kind that has no arguments. */
  public static String name(ScheduleSpec schedule) {
    return schedule.toString().replace("()", "");
  }

  /** Length of the coarse runs for a planned run of so many updates. */
  public static int coarseUpdates(int updates) {
    return Math.min(updates, Math.max(LEAST_COARSE, updates / COARSE_SHARE));
  }
}
