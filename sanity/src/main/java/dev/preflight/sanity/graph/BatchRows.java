package dev.preflight.sanity.graph;

import dev.preflight.training.data.Batch;

/** Batches of some examples of a batch. */
final class BatchRows {

  private BatchRows() {}

  /** The examples at these indices, in this order; an index may stand there more than once. */
  static Batch of(Batch batch, int[] indices) {
    return new Batch(batch.features().gather(indices), batch.labels().gather(indices));
  }
}
