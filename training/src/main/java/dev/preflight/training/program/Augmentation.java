package dev.preflight.training.program;

import dev.preflight.training.data.Batch;
import java.util.random.RandomGenerator;

/** A random transform of features and labels together, applied to training batches. */
@FunctionalInterface
public interface Augmentation {

  /**
   * Returns the transformed batch: same size, same element types and item shapes.
   *
   * @param batch untransformed features and labels
   * @param random the only source of randomness the transform may use
   */
  Batch apply(Batch batch, RandomGenerator random);
}
