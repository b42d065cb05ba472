package dev.preflight.training;

import dev.preflight.training.data.Batch;
import dev.preflight.training.data.BatchOrder;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.Fingerprint;
import dev.preflight.training.data.Shuffle;
import dev.preflight.training.program.Augmentation;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The batches that a run trains on: in the order of a seed, augmented as the program wants.
 *
 * <p>Batch {@code n} depends on the seed, the data and {@code n} alone, as long as the augmentation
 * draws from nothing but the generator it is given: every batch gets a generator of its own, so
 * that a run that goes on elsewhere sees the same batches. Endless; not thread-safe.
 */
public final class TrainingBatches {

  /** Items in a batch where nobody says how many. */
  public static final int DEFAULT_SIZE = 64;

  /** Splits the seed for the augmentation; the order takes the numbers of its epochs, from 0. */
  private static final long AUGMENTATION = -1;

  private final Dataset train;
  private final int fixed;
  private final Optional<Augmentation> augmentation;
  private final BatchOrder order;
  private final long augmentationSeed;
  private long made;

  /**
   * The batches of a run.
   *
   * @param seed any number
   * @param batchSize items in a batch, at least 1; reduced to the size of the training set, which
   *     starts over within a batch only where the graph takes no smaller one
   */
  public TrainingBatches(TrainingGraph graph, long seed, int batchSize) {
    this.train = graph.data().train();
    this.fixed = graph.fixedBatchSize().orElse(0);
    this.augmentation = graph.augmentation();
    this.order = new BatchOrder(seed, train.size(), batchSize);
    this.augmentationSeed = Shuffle.random(seed, AUGMENTATION).nextLong();
  }

  /** Updates in one pass over the training set: its whole batches, at least 1. */
  public static int perEpoch(TrainingGraph graph, int batchSize) {
    return new BatchOrder(0, graph.data().train().size(), batchSize).batchesPerEpoch();
  }

  /**
   * What the program's augmentation makes of one batch, as a fingerprint; empty without one. It
   * tells one augmentation from another, since a lambda has no name that outlives its process.
   */
  public static Optional<String> augmentationFingerprint(TrainingGraph graph, int batchSize) {
    if (graph.augmentation().isEmpty()) {
      return Optional.empty();
    }
    Batch batch = new TrainingBatches(graph, 0, batchSize).next();
    return Optional.of(
        new Fingerprint().add(batch.features()).add(batch.labels()).finish("augmented"));
  }

  /** The next batch. */
  public Batch next() {
    Batch batch = train.batch(whole(order.next()));
    long index = made++;
    return augmentation
        .map(a -> a.apply(batch, Shuffle.random(augmentationSeed, index)))
        .orElse(batch);
  }

  /** Passes over batches, without making them. */
  public void skip(long batches) {
    for (long i = 0; i < batches; i++) {
      order.next();
    }
    made += batches;
  }

  /** The items of a batch that the graph takes, the given ones over and over where they are few. */
  private int[] whole(int[] items) {
    return fixed <= items.length
        ? items
        : IntStream.range(0, fixed).map(i -> items[i % items.length]).toArray();
  }
}
