package dev.preflight.tuner;

import dev.preflight.training.Optimizer;
import dev.preflight.training.TrainingGraph;

/** Programs for tests in the rooms beside this one. */
public final class SmallPrograms {

  private SmallPrograms() {}

  /** An MLP on {@link Blobs}. */
  public static TrainingGraph mlp(Optimizer.Kind kind) {
    return Blobs.mlp(Blobs.data(), kind);
  }
}
