package dev.preflight.sanity.check;

import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import java.util.stream.IntStream;

/** Reads labels as class ids, whatever form they have. */
public final class ClassLabels {

  private ClassLabels() {}

  /**
   * The class of each row: the number itself, or the position of the largest of a row of several.
   *
   * @param labels {@code [n]}, {@code [n, 1]} or one-hot rows
   * @return ids; those that are not whole numbers are rounded
   */
  public static int[] ids(HostArray labels) {
    int rows = labels.rows();
    int width = rows == 0 ? 0 : labels.size() / rows;
    int[] ids = new int[rows];
    for (int row = 0; row < rows; row++) {
      ids[row] =
          width == 1 ? (int) Math.round(labels.get(row)) : largest(labels, row * width, width);
    }
    return ids;
  }

  /** The ids of the first {@code most} items. */
  public static int[] ids(Dataset data, int most) {
    int n = Math.min(data.size(), most);
    return ids(data.labelsOf(IntStream.range(0, n).toArray()));
  }

  /**
   * Examples whose largest output is their class; with one output, a positive one means class 1. An
   * example with a NaN output is wrong.
   *
   * @param outputs {@code [n, K]}, {@code [n, 1]} or {@code [n]}
   * @param threshold what a single output must exceed for class 1: 0 for logits, 0.5 for
   *     probabilities
   */
  static int correct(HostArray outputs, int[] ids, double threshold) {
    int width = ids.length == 0 ? 0 : outputs.size() / ids.length;
    int correct = 0;
    for (int row = 0; row < ids.length; row++) {
      int predicted =
          width > 1
              ? largest(outputs, row * width, width)
              : Double.isNaN(outputs.get(row)) ? -1 : outputs.get(row) > threshold ? 1 : 0;
      if (predicted == ids[row]) {
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
