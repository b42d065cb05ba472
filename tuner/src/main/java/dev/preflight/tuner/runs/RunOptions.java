package dev.preflight.tuner.runs;

import dev.preflight.reports.text.Sentence;
import dev.preflight.training.TrainingBatches;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import org.jspecify.annotations.Nullable;

/**
 * What the finder, the search and the comparison all are asked for.
 *
 * @param length planned length of the training run; null for the default, the larger of one epoch
 *     and {@link #DEFAULT_UPDATES}
 * @param seeds how many seeds; what for, and how many there must be, whoever asks says
 * @param batchSize examples per update, at least 1
 * @param seed the seed that all others are derived from
 * @param low lowest rate
 * @param high highest rate
 */
public record RunOptions(
    @Nullable Length length, int seeds, int batchSize, long seed, double low, double high) {

  /** Planned length where nothing is said and an epoch is shorter. */
  public static final int DEFAULT_UPDATES = 300;

  /** Most updates of a run that is trained whole. */
  public static final int MAX_UPDATES = 10_000_000;

  /** Most seeds. */
  public static final int MOST_SEEDS = 100;

  public RunOptions {
    require(batchSize >= 1, "batch size must be at least 1, was %d", batchSize);
  }

  /** The default length and batch size, and seed 0. */
  public static RunOptions of(int seeds, double low, double high) {
    return new RunOptions(null, seeds, TrainingBatches.DEFAULT_SIZE, 0, low, high);
  }

  /** What an option must be, or an {@link IllegalArgumentException} with the whole message. */
  public static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(Sentence.of(message, values));
    }
  }

  /** Refuses fewer seeds than that, or more than {@link #MOST_SEEDS}. */
  public void requireSeeds(int least) {
    require(
        seeds >= least && seeds <= MOST_SEEDS,
        "seeds must be in [%d, %d], was %d",
        least,
        MOST_SEEDS,
        seeds);
  }

  /** Refuses a number of updates that cannot be trained; epochs are not known yet. */
  public void requireTrainable() {
    if (length != null && length.unit() == Length.Unit.UPDATES) {
      require(
          length.amount() <= MAX_UPDATES,
          "updates must be in [1, %d], was %s",
          MAX_UPDATES,
          length);
    }
  }

  /** The planned updates, for a run that is looked at from its first part only. */
  public long planned(TrainingGraph graph) {
    int epoch = epoch(graph);
    return length == null ? Math.max(DEFAULT_UPDATES, epoch) : length.in(epoch);
  }

  /**
   * The planned updates of a run that is trained whole, in [1, {@link #MAX_UPDATES}].
   *
   * @throws InputException if more are asked for
   */
  public int trainable(TrainingGraph graph) {
    long planned = planned(graph);
    if (length != null && planned > MAX_UPDATES) {
      throw new InputException(
          Sentence.of(
              "--updates %s are %d updates, more than the %d that can be trained",
              length, planned, MAX_UPDATES),
          "shorten the run");
    }
    return (int) Math.min(MAX_UPDATES, planned);
  }

  /** Updates in one epoch of the graph's data. */
  public int epoch(TrainingGraph graph) {
    return TrainingBatches.perEpoch(graph, batchSize);
  }

  public RunOptions withLength(@Nullable Length value) {
    return new RunOptions(value, seeds, batchSize, seed, low, high);
  }

  public RunOptions withUpdates(long value) {
    return withLength(Length.updates(value));
  }

  public RunOptions withSeeds(int value) {
    return new RunOptions(length, value, batchSize, seed, low, high);
  }

  public RunOptions withBatchSize(int value) {
    return new RunOptions(length, seeds, value, seed, low, high);
  }

  public RunOptions withSeed(long value) {
    return new RunOptions(length, seeds, batchSize, value, low, high);
  }

  public RunOptions withRange(double newLow, double newHigh) {
    return new RunOptions(length, seeds, batchSize, seed, newLow, newHigh);
  }
}
