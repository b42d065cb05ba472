package dev.preflight.tuner.comparison;

import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.tuner.search.SearchOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * What a comparison is asked for.
 *
 * @param schedules what to compare; {@link #REFERENCE} and {@link #CONSTANT} are added where they
 *     are missing. A written peak is ignored: each schedule gets its own
 * @param updates length of every run, warmup included; 0 for the default, the larger of one epoch
 *     and {@link SearchOptions#DEFAULT_UPDATES}
 * @param seeds fresh seeds that every schedule is judged by, in [{@link #LEAST_SEEDS}, 100]
 * @param batchSize examples per update
 * @param seed the seed that all others are derived from
 * @param low lowest peak allowed
 * @param high highest peak allowed
 * @param twoBudgets whether to compare at a quarter of the updates as well
 * @param target validation loss for the time to target; NaN for the constant schedule's own
 */
public record ComparisonOptions(
    List<ScheduleSpec> schedules,
    long updates,
    int seeds,
    int batchSize,
    long seed,
    double low,
    double high,
    boolean twoBudgets,
    double target) {

  /** Linear decay to zero: no tuned shape was better than it by more than noise in most studies. */
  public static final ScheduleSpec REFERENCE = ScheduleSpec.parse("linear");

  /** No schedule at all: what every schedule has to beat. */
  public static final ScheduleSpec CONSTANT = ScheduleSpec.parse("constant");

  /**
   * What is compared where nothing is said. Momentum stays as it is, since cycling it would compare
   * two things at once.
   */
  public static final List<ScheduleSpec> DEFAULT_SCHEDULES =
      List.of(
          ScheduleSpec.parse("warmup(5%) + step"),
          ScheduleSpec.parse("warmup(5%) + cosine"),
          ScheduleSpec.parse("warmup(5%) + cyclic(momentum=off)"),
          ScheduleSpec.parse("warmup(5%) + one-cycle(momentum=off)"),
          REFERENCE,
          CONSTANT);

  /** Fewer seeds say nothing about noise. */
  public static final int LEAST_SEEDS = 3;

  /** Fresh seeds by default. */
  public static final int DEFAULT_SEEDS = 5;

  /** Share of the updates in the smaller of two budgets. */
  public static final double SMALL_BUDGET = 0.25;

  public ComparisonOptions {
    List<ScheduleSpec> all = new ArrayList<>(schedules.stream().distinct().toList());
    for (ScheduleSpec always : List.of(REFERENCE, CONSTANT)) {
      if (!all.contains(always)) {
        all.add(always);
      }
    }
    schedules = List.copyOf(all);
    require(
        updates >= 0 && updates <= SearchOptions.MAX_UPDATES,
        "updates must be in [0, " + SearchOptions.MAX_UPDATES + "], was " + updates);
    require(
        seeds >= LEAST_SEEDS && seeds <= 100,
        "seeds must be in [" + LEAST_SEEDS + ", 100], was " + seeds);
    require(batchSize >= 1, "batch size must be at least 1, was " + batchSize);
    require(
        low > 0 && high >= 10 * low && high <= 1e6,
        "rates must span a decade from a positive one to at most 1e6, were " + low + ", " + high);
    require(
        low <= 0.1 && high >= 1e-4,
        "rates must include one of " + SearchOptions.COARSE + ", were " + low + " to " + high);
    require(!Double.isInfinite(target), "target must be a number or NaN, was " + target);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Everything at its default. */
  public static ComparisonOptions defaults() {
    return new ComparisonOptions(
        DEFAULT_SCHEDULES,
        0,
        DEFAULT_SEEDS,
        SearchOptions.DEFAULT_BATCH_SIZE,
        0,
        SearchOptions.DEFAULT_LOW,
        SearchOptions.DEFAULT_HIGH,
        false,
        Double.NaN);
  }

  public ComparisonOptions withSchedules(List<ScheduleSpec> value) {
    return new ComparisonOptions(
        value, updates, seeds, batchSize, seed, low, high, twoBudgets, target);
  }

  public ComparisonOptions withUpdates(long value) {
    return new ComparisonOptions(
        schedules, value, seeds, batchSize, seed, low, high, twoBudgets, target);
  }

  public ComparisonOptions withSeeds(int value) {
    return new ComparisonOptions(
        schedules, updates, value, batchSize, seed, low, high, twoBudgets, target);
  }

  public ComparisonOptions withBatchSize(int value) {
    return new ComparisonOptions(
        schedules, updates, seeds, value, seed, low, high, twoBudgets, target);
  }

  public ComparisonOptions withSeed(long value) {
    return new ComparisonOptions(
        schedules, updates, seeds, batchSize, value, low, high, twoBudgets, target);
  }

  public ComparisonOptions withTwoBudgets(boolean value) {
    return new ComparisonOptions(
        schedules, updates, seeds, batchSize, seed, low, high, value, target);
  }

  public ComparisonOptions withRange(double newLow, double newHigh) {
    return new ComparisonOptions(
        schedules, updates, seeds, batchSize, seed, newLow, newHigh, twoBudgets, target);
  }

  public ComparisonOptions withTarget(double value) {
    return new ComparisonOptions(
        schedules, updates, seeds, batchSize, seed, low, high, twoBudgets, value);
  }
}
