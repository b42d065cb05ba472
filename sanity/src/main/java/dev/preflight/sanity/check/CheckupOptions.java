package dev.preflight.sanity.check;

import dev.preflight.training.TrainingBatches;
import java.util.Map;
import java.util.Set;

/**
 * How to run a check-up.
 *
 * @param profile how much to do
 * @param batchSize items per batch of ordinary steps, at least 2; a graph that fixes its batch size
 *     overrides it
 * @param learningRate the rate the user means to train with; NaN for the graph's own
 * @param seed of the initial weights, the batches and everything else that is drawn
 * @param allowed by check id: what these checks find is shown as information, with the reason; an
 *     allowance that expired only says so
 * @param only ids of the checks to run; empty for all of the profile
 */
public record CheckupOptions(
    Profile profile,
    int batchSize,
    double learningRate,
    long seed,
    Map<String, Allowance> allowed,
    Set<String> only) {

  /** Validates and copies. */
  public CheckupOptions {
    if (batchSize < 2) {
      throw new IllegalArgumentException("batchSize must be at least 2, was " + batchSize);
    }
    if (Double.isInfinite(learningRate) || learningRate < 0) {
      throw new IllegalArgumentException(
          "learningRate must be finite and not negative, was " + learningRate);
    }
    allowed = Map.copyOf(allowed);
    only = Set.copyOf(only);
  }

  /** Standard profile, batches of 64, the graph's own rate, seed 0, nothing allowed. */
  public static CheckupOptions defaults() {
    return new CheckupOptions(
        Profile.STANDARD, TrainingBatches.DEFAULT_SIZE, Double.NaN, 0, Map.of(), Set.of());
  }

  /** The same with another profile. */
  public CheckupOptions withProfile(Profile value) {
    return new CheckupOptions(value, batchSize, learningRate, seed, allowed, only);
  }

  /** The same with another size of ordinary batches. */
  public CheckupOptions withBatchSize(int value) {
    return new CheckupOptions(profile, value, learningRate, seed, allowed, only);
  }

  /** The same with another rate to judge; NaN for the graph's own. */
  public CheckupOptions withLearningRate(double value) {
    return new CheckupOptions(profile, batchSize, value, seed, allowed, only);
  }

  /** The same with another seed. */
  public CheckupOptions withSeed(long value) {
    return new CheckupOptions(profile, batchSize, learningRate, value, allowed, only);
  }

  /** The same with other allowed findings, by check id. */
  public CheckupOptions withAllowed(Map<String, Allowance> value) {
    return new CheckupOptions(profile, batchSize, learningRate, seed, value, only);
  }

  /** The same with other checks to run; empty for all of the profile. */
  public CheckupOptions withOnly(Set<String> value) {
    return new CheckupOptions(profile, batchSize, learningRate, seed, allowed, value);
  }
}
