package dev.preflight.training.data;

import java.util.List;
import java.util.OptionalInt;

/**
 * The data of a training run.
 *
 * @param train what is trained on; at least one item
 * @param validation what is evaluated on; at least one item, of the same specs as {@code train}
 * @param source where the data came from, such as the specification it was opened with
 * @param split how the validation set came to be, one sentence
 * @param classes number of classes K when labels are class ids in [0, K) or one-hot rows of K;
 *     empty for regression
 * @param classNames names of the classes in id order; empty if there are none
 * @param featureNames names of the columns of a table in order, one of each feature; empty if there
 *     are none. A column without a name is an empty text
 * @param reading what was met on the way from the files to the items
 */
public record TrainingData(
    Dataset train,
    Dataset validation,
    String source,
    String split,
    OptionalInt classes,
    List<String> classNames,
    List<String> featureNames,
    Reading reading) {
  /** Checks that both sets have items of the same kind, and the names fit the classes. */
  public TrainingData {
    classNames = List.copyOf(classNames);
    featureNames = List.copyOf(featureNames);
    if (train.size() < 1 || validation.size() < 1) {
      throw new IllegalArgumentException(
          "both sets need an item; train has "
              + train.size()
              + ", validation has "
              + validation.size());
    }
    if (!train.features().equals(validation.features())
        || !train.labels().equals(validation.labels())) {
      throw new IllegalArgumentException(
          "train items are "
              + train.features()
              + " with labels "
              + train.labels()
              + ", validation items are "
              + validation.features()
              + " with labels "
              + validation.labels());
    }
    if (!classNames.isEmpty() && classNames.size() != classes.orElse(-1)) {
      throw new IllegalArgumentException(
          classNames.size() + " class names for " + classes + " classes");
    }
    if (!featureNames.isEmpty() && featureNames.size() != train.features().size()) {
      throw new IllegalArgumentException(
          featureNames.size() + " feature names for " + train.features().size() + " features");
    }
  }

  /** Data that was made rather than read from anywhere. */
  public TrainingData(
      Dataset train,
      Dataset validation,
      String source,
      String split,
      OptionalInt classes,
      List<String> classNames) {
    this(train, validation, source, split, classes, classNames, List.of(), Reading.NONE);
  }

  /** The same data in another form: the same items, fed differently. */
  public TrainingData with(Dataset newTrain, Dataset newValidation) {
    boolean named = featureNames.size() == newTrain.features().size();
    return new TrainingData(
        newTrain,
        newValidation,
        source,
        split,
        classes,
        classNames,
        named ? featureNames : List.of(),
        reading);
  }
}
