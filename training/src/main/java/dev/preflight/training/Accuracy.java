package dev.preflight.training;

import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.Shuffle;

/** Reads classes off labels and outputs, and counts where they agree. */
public final class Accuracy {

  /** What a single output must exceed to mean class 1, if outputs are logits. */
  public static final double LOGIT_THRESHOLD = 0;

  private Accuracy() {}

  /**
   * The class of each row: the number itself, or the position of the largest of a row of several.
   *
   * @param labels {@code [n]}, {@code [n, 1]} or one-hot rows {@code [n, K]}
   * @return one class per row; a single number is rounded to a whole one. Of equal numbers in a row
   *     the first counts; a row of several with a NaN is -1, a single NaN is 0
   */
  public static int[] classesOf(HostArray labels) {
    int rows = labels.rows();
    int width = rows == 0 ? 0 : labels.size() / rows;
    int[] classes = new int[rows];
    for (int row = 0; row < rows; row++) {
      classes[row] =
          width == 1 ? (int) Math.round(labels.get(row)) : largest(labels, row * width, width);
    }
    return classes;
  }

  /** {@link #classesOf(HostArray)} of the labels of the first items, at most {@code most}. */
  public static int[] classesOf(Dataset data, int most) {
    return classesOf(data.labelsOf(Shuffle.identity(Math.min(data.size(), most))));
  }

  /**
   * Counts correct examples, where a single output per example is a logit.
   *
   * @param outputs {@code [n, K]}, or {@code [n]} or {@code [n, 1]} for two classes
   * @param labels as {@link #classesOf(HostArray)} takes them, {@code n} of them
   */
  public static int correct(HostArray outputs, HostArray labels) {
    return correct(outputs, classesOf(labels), LOGIT_THRESHOLD);
  }

  /**
   * Counts examples whose largest output is their class; of equal outputs the first counts. A
   * single output means class 1 if it exceeds the threshold, else class 0. An example with a NaN
   * among its outputs is wrong.
   *
   * @param outputs {@code [n, K]}, or {@code [n]} or {@code [n, 1]} for two classes
   * @param classes the right class of each of the {@code n} examples
   * @param threshold for a single output: {@link #LOGIT_THRESHOLD}, or 0.5 for probabilities
   */
  public static int correct(HostArray outputs, int[] classes, double threshold) {
    int width = classes.length == 0 ? 0 : outputs.size() / classes.length;
    int correct = 0;
    for (int row = 0; row < classes.length; row++) {
      int predicted =
          width > 1
              ? largest(outputs, row * width, width)
              : aboveOrNot(outputs.get(row), threshold);
      if (predicted >= 0 && predicted == classes[row]) {
        correct++;
      }
    }
    return correct;
  }

  private static int aboveOrNot(double output, double threshold) {
    if (Double.isNaN(output)) {
      return -1;
    }
    return output > threshold ? 1 : 0;
  }

  /** The position of the first largest of some numbers, or -1 if one of them is NaN. */
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
