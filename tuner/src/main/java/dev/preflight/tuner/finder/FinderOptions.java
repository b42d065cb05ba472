package dev.preflight.tuner.finder;

import java.util.List;

/**
 * What the learning-rate finder is asked for.
 *
 * @param updates planned length of the training run in updates; 0 for the default, the larger of
 *     one epoch and {@link #DEFAULT_UPDATES}
 * @param steps updates per ramp, at least {@link #MIN_STEPS}; 0 for the default, {@link
 *     #DEFAULT_STEPS}, or a fifth of the planned updates where that is less
 * @param seeds number of ramps, each with its own initial values and data order; 0 for the default,
 *     {@link #DEFAULT_SEEDS}, or one where quick
 * @param quick only the bare ramp: no short runs, no verification
 * @param batchSize examples per update
 * @param seed the seed that all others are derived from
 * @param low first rate of the ramp
 * @param high last rate of the ramp
 * @param weightDecays weight decays to overlay, one ramp each; empty for none
 * @param momentumTest whether to ramp the momentum at the rate found
 */
public record FinderOptions(
    long updates,
    int steps,
    int seeds,
    boolean quick,
    int batchSize,
    long seed,
    double low,
    double high,
    List<Double> weightDecays,
    boolean momentumTest) {

  /** Planned length where nothing is said and an epoch is shorter. */
  public static final int DEFAULT_UPDATES = 300;

  /** Updates per ramp, as in other finders. */
  public static final int DEFAULT_STEPS = 100;

  /** Fewer updates than this cannot show a curve. */
  public static final int MIN_STEPS = 20;

  /** Ramps by default: the median of three is robust against one odd seed. */
  public static final int DEFAULT_SEEDS = 3;

  /** Examples per update by default. */
  public static final int DEFAULT_BATCH_SIZE = 64;

  /** First rate of the ramp by default. */
  public static final double DEFAULT_LOW = 1e-7;

  /** Last rate of the ramp by default. */
  public static final double DEFAULT_HIGH = 10;

  public FinderOptions {
    weightDecays = List.copyOf(weightDecays);
    require(updates >= 0, "updates must be at least 0, was " + updates);
    require(
        steps == 0 || (steps >= MIN_STEPS && steps <= 100_000),
        "steps must be in [" + MIN_STEPS + ", 100000], was " + steps);
    require(seeds >= 0 && seeds <= 100, "seeds must be in [0, 100], was " + seeds);
    require(batchSize >= 1, "batch size must be at least 1, was " + batchSize);
    require(
        low > 0 && high > low && high <= 1e6,
        "the ramp must rise from a positive rate to at most 1e6, was " + low + " to " + high);
    for (double decay : weightDecays) {
      require(decay >= 0 && decay <= 1, "weight decay must be in [0, 1], was " + decay);
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Everything at its default. */
  public static FinderOptions defaults() {
    return new FinderOptions(
        0, 0, 0, false, DEFAULT_BATCH_SIZE, 0, DEFAULT_LOW, DEFAULT_HIGH, List.of(), false);
  }

  public FinderOptions withUpdates(long value) {
    return new FinderOptions(
        value, steps, seeds, quick, batchSize, seed, low, high, weightDecays, momentumTest);
  }

  public FinderOptions withSteps(int value) {
    return new FinderOptions(
        updates, value, seeds, quick, batchSize, seed, low, high, weightDecays, momentumTest);
  }

  public FinderOptions withSeeds(int value) {
    return new FinderOptions(
        updates, steps, value, quick, batchSize, seed, low, high, weightDecays, momentumTest);
  }

  public FinderOptions withQuick(boolean value) {
    return new FinderOptions(
        updates, steps, seeds, value, batchSize, seed, low, high, weightDecays, momentumTest);
  }

  public FinderOptions withBatchSize(int value) {
    return new FinderOptions(
        updates, steps, seeds, quick, value, seed, low, high, weightDecays, momentumTest);
  }

  public FinderOptions withSeed(long value) {
    return new FinderOptions(
        updates, steps, seeds, quick, batchSize, value, low, high, weightDecays, momentumTest);
  }

  public FinderOptions withRange(double newLow, double newHigh) {
    return new FinderOptions(
        updates, steps, seeds, quick, batchSize, seed, newLow, newHigh, weightDecays, momentumTest);
  }

  public FinderOptions withWeightDecays(List<Double> value) {
    return new FinderOptions(
        updates, steps, seeds, quick, batchSize, seed, low, high, value, momentumTest);
  }

  public FinderOptions withMomentumTest(boolean value) {
    return new FinderOptions(
        updates, steps, seeds, quick, batchSize, seed, low, high, weightDecays, value);
  }
}
