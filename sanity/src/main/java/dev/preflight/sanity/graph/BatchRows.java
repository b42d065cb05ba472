package dev.preflight.sanity.graph;

import dev.preflight.training.data.Batch;
import java.util.stream.IntStream;

/** Batches of some examples of a batch. */
final class BatchRows {

  private BatchRows() {}

  /** The examples at these indices, in this order; an index may stand there more than once. */
  static Batch of(Batch batch, int[] indices) {
    return new Batch(batch.features().gather(indices), batch.labels().gather(indices));
  }

  /** Each example in the place of the one before it, the first in that of the last. */
  static Batch rolled(Batch batch) {
    int n = batch.size();
    return of(batch, IntStream.range(0, n).map(i -> (i + 1) % n).toArray());
  }
}
