package dev.preflight.sanity.check;

import dev.preflight.training.TrainingBatches;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * How to run a check-up.
 *
 * @param profile how much to do
 * @param batchSize items per batch of ordinary steps, at least 2; a graph that fixes its batch size
 *     overrides it
 * @param run the run that is meant
 * @param seed of the initial weights, the batches and everything else that is drawn
 * @param allowed by check id: what these checks find is shown as information, with the reason; an
 *     allowance that expired only says so
 * @param only ids of the checks to run; empty for all of the profile
 * @param pictures whether pictures of the data go into the report
 * @param timeLimit after which nothing more is measured; what is left makes the check-up incomplete
 */
public record CheckupOptions(
    Profile profile,
    int batchSize,
    PlannedRun run,
    long seed,
    Map<String, Allowance> allowed,
    Set<String> only,
    boolean pictures,
    Duration timeLimit) {

  /** Validates and copies. */
  public CheckupOptions {
    if (batchSize < 2) {
      throw new IllegalArgumentException("batchSize must be at least 2, was " + batchSize);
    }
    if (timeLimit.isNegative()) {
      throw new IllegalArgumentException("timeLimit must not be negative, was " + timeLimit);
    }
    allowed = Map.copyOf(allowed);
    only = Set.copyOf(only);
  }

  /** Standard profile, batches of 64, the graph's own rate, seed 0, nothing allowed, 5 minutes. */
  public static CheckupOptions defaults() {
    return new CheckupOptions(
        Profile.STANDARD,
        TrainingBatches.DEFAULT_SIZE,
        PlannedRun.defaults(),
        0,
        Map.of(),
        Set.of(),
        true,
        Profile.STANDARD.timeLimit());
  }

  /** The same with another profile, and with its time limit unless another one was given. */
  public CheckupOptions withProfile(Profile value) {
    Duration limit = timeLimit.equals(profile.timeLimit()) ? value.timeLimit() : timeLimit;
    return new CheckupOptions(value, batchSize, run, seed, allowed, only, pictures, limit);
  }

  /** The same with another size of ordinary batches. */
  public CheckupOptions withBatchSize(int value) {
    return new CheckupOptions(profile, value, run, seed, allowed, only, pictures, timeLimit);
  }

  /** The same for another run. */
  public CheckupOptions withRun(PlannedRun value) {
    return new CheckupOptions(profile, batchSize, value, seed, allowed, only, pictures, timeLimit);
  }

  /** The same with another rate to judge; NaN for the graph's own. */
  public CheckupOptions withLearningRate(double value) {
    return withRun(run.withLearningRate(value));
  }

  /** The same with another seed. */
  public CheckupOptions withSeed(long value) {
    return new CheckupOptions(profile, batchSize, run, value, allowed, only, pictures, timeLimit);
  }

  /** The same with other allowed findings, by check id. */
  public CheckupOptions withAllowed(Map<String, Allowance> value) {
    return new CheckupOptions(profile, batchSize, run, seed, value, only, pictures, timeLimit);
  }

  /** The same with other checks to run; empty for all of the profile. */
  public CheckupOptions withOnly(Set<String> value) {
    return new CheckupOptions(profile, batchSize, run, seed, allowed, value, pictures, timeLimit);
  }

  /** The same with another time limit. */
  public CheckupOptions withTimeLimit(Duration value) {
    return new CheckupOptions(profile, batchSize, run, seed, allowed, only, pictures, value);
  }

  /** The same with pictures of the data or without. */
  public CheckupOptions withPictures(boolean value) {
    return new CheckupOptions(profile, batchSize, run, seed, allowed, only, value, timeLimit);
  }
}
