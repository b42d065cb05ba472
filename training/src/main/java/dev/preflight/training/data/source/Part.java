package dev.preflight.training.data.source;

import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * One set of items as a reader found it, its labels not yet judged.
 *
 * @param labels raw labels [n, ...]
 * @param where names the place of an item's label
 * @param build makes the dataset from the labels in their final form
 */
record Part(HostArray labels, IntFunction<String> where, Function<HostArray, Dataset> build) {
  /** Items in memory; the places are indices in the labels' file. */
  static Part inMemory(HostArray features, String featureFile, HostArray labels, String labelFile) {
    checkArrays(features, featureFile, labels, labelFile);
    return new Part(
        labels, row -> labelFile + ", index " + row, ready -> Dataset.of(features, ready));
  }

  private static void checkArrays(
      HostArray features, String featureFile, HostArray labels, String labelFile) {
    if (features.rank() == 0 || labels.rank() == 0) {
      throw new InputException(
          (features.rank() == 0 ? featureFile : labelFile)
              + " holds a single number, not one item a row.",
          "The first dimension counts the items.");
    }
    if (features.rows() != labels.rows()) {
      throw new InputException(
          featureFile
              + " has "
              + features.rows()
              + " items, "
              + labelFile
              + " has "
              + labels.rows()
              + " labels.",
          "Name the two files of one set.");
    }
    if (features.rows() == 0) {
      throw new InputException(featureFile + " has no items.", "Name a file that has some.");
    }
  }
}
