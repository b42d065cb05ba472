package dev.preflight.tuner;

import dev.preflight.training.TrainingGraph;
import dev.preflight.training.optimizer.Optimizer;

/** Programs for tests in the rooms beside this one. */
public final class SmallPrograms {

  private SmallPrograms() {}

  /** A loss that training cannot change. */
  public static TrainingGraph flat() {
    return TrainingGraph.build(new FlatProgram(), Blobs.data(), TrainingGraph.Options.defaults());
  }

  /** An MLP on features so large that every loss overflows. */
  public static TrainingGraph overflowing() {
    return Blobs.mlp(Blobs.scaled(1e30f), Optimizer.Kind.MOMENTUM);
  }

  /** An MLP on features so small, or so large, that its best rate leaves the usual decades. */
  public static TrainingGraph scaled(float factor) {
    return Blobs.mlp(Blobs.scaled(factor), Optimizer.Kind.SGD);
  }

  /** An MLP on labels that have nothing to do with the features. */
  public static TrainingGraph noise() {
    return Blobs.mlp(Blobs.noise(), Optimizer.Kind.MOMENTUM);
  }

  /** An MLP on {@link Blobs}. */
  public static TrainingGraph mlp(Optimizer.Kind kind) {
    return Blobs.mlp(Blobs.data(), kind);
  }

  /** The same whose training batches get noise of this deviation added to their features. */
  public static TrainingGraph augmented(double noise) {
    return TrainingGraph.build(
        new AugmentedProgram(noise), Blobs.data(), TrainingGraph.Options.defaults());
  }

  /** A linear classifier with its own schedule and a rate for its biases. */
  public static TrainingGraph warmedUpInTwoGroups() {
    return TrainingGraph.build(
        new OwnRatesProgram(), Blobs.data(), TrainingGraph.Options.defaults());
  }
}
