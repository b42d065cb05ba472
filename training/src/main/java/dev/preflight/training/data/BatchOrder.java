package dev.preflight.training.data;

import java.util.Arrays;

/**
 * An endless sequence of index batches: each epoch visits the items in a fresh random order.
 *
 * <p>The sequence depends on (seed, size, batchSize) alone, on every JVM. Within an epoch no index
 * comes twice. When the size is no multiple of the batch size, the last partial batch of an epoch
 * is dropped, so that every batch has the same size; a dataset smaller than a batch is one batch
 * per epoch. Not thread-safe.
 */
public final class BatchOrder {
  private final long seed;
  private final int batchSize;
  private final int[] permutation;
  private int position;
  private long epoch = -1;

  /**
   * The order for a dataset.
   *
   * @param seed any number
   * @param size number of items, at least 1
   * @param batchSize items per batch, at least 1; reduced to {@code size} if larger
   */
  public BatchOrder(long seed, int size, int batchSize) {
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1, was " + size);
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, was " + batchSize);
    }
    this.seed = seed;
    this.batchSize = Math.min(size, batchSize);
    this.permutation = new int[size];
    this.position = size;
  }

  /** The indices of the next batch, a new array of {@link #batchSize()} indices. */
  public int[] next() {
    if (position + batchSize > permutation.length) {
      startEpoch();
    }
    int[] batch = Arrays.copyOfRange(permutation, position, position + batchSize);
    position += batchSize;
    return batch;
  }

  /** Items in every batch. */
  public int batchSize() {
    return batchSize;
  }

  /** Batches in every epoch, at least 1. */
  public int batchesPerEpoch() {
    return permutation.length / batchSize;
  }

  /** The epoch, from 0, of the batch last returned; -1 before the first. */
  public long epoch() {
    return epoch;
  }

  private void startEpoch() {
    epoch++;
    position = 0;
    for (int i = 0; i < permutation.length; i++) {
      permutation[i] = i;
    }
    Shuffle.shuffle(permutation, Shuffle.random(seed, epoch));
  }
}
