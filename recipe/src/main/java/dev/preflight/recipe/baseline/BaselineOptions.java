package dev.preflight.recipe.baseline;

import dev.preflight.tuner.runs.Length;
import org.jspecify.annotations.Nullable;

/**
 * What baselines are asked for.
 *
 * @param length of every training; null for the larger of an epoch and 300 updates
 * @param batchSize examples of an update
 * @param seed of initial values and order
 */
public record BaselineOptions(@Nullable Length length, int batchSize, long seed) {

  /** Validates. */
  public BaselineOptions {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch size must be at least 1, was " + batchSize);
    }
  }
}
