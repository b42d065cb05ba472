package dev.preflight.training;

import dev.preflight.training.data.HostArray;

/** Counts examples whose largest output is the label's class. */
final class Accuracy {

  private Accuracy() {}

  /**
   * Counts correct examples; ties go to the lowest class, and an example with a NaN output is
   * wrong. With a single output per example, a positive one means class 1.
   *
   * @param outputs {@code [batch, classes]} (or {@code [batch]} or {@code [batch, 1]} for two)
   * @param labels class ids {@code [batch]} or {@code [batch, 1]}, or one-hot rows
   */
  static int correct(HostArray outputs, HostArray labels) {
    int rows = outputs.rows();
    int classes = rows == 0 ? 0 : outputs.size() / rows;
    int width = rows == 0 ? 0 : labels.size() / rows;
    int correct = 0;
    for (int row = 0; row < rows; row++) {
      int label =
          width > 1 ? largest(labels, row * width, width) : (int) Math.round(labels.get(row));
      int predicted =
          classes > 1 ? largest(outputs, row * classes, classes) : outputs.get(row) > 0 ? 1 : 0;
      if (predicted == label) {
        correct++;
      }
    }
    return correct;
  }

  private static int largest(HostArray array, int from, int count) {
    int best = 0;
    for (int i = 0; i < count; i++) {
      double value = array.get(from + i);
      if (Double.isNaN(value)) {
        return -1;
      }
      if (value > array.get(from + best)) {
        best = i;
      }
    }
    return best;
  }
}
