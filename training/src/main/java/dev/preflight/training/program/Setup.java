package dev.preflight.training.program;

import dev.preflight.training.data.ArraySpec;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.TrainingData;
import java.util.OptionalInt;

/**
 * What a program is built for: its hyperparameters, and what one item of the data looks like.
 *
 * @param hyperparameters values set by the user or a tuner; the program asks for them by name
 * @param features element type and shape of one example's features, without the batch dimension
 * @param labels element type and shape of one example's label
 * @param classes number of classes, empty for regression
 */
public record Setup(
    Hyperparameters hyperparameters, ArraySpec features, ArraySpec labels, OptionalInt classes) {

  /** The setup for training on {@code data}. */
  public static Setup of(Hyperparameters hyperparameters, TrainingData data) {
    Dataset train = data.train();
    return new Setup(hyperparameters, train.features(), train.labels(), data.classes());
  }
}
