package dev.preflight.sanity.loss;

import dev.preflight.training.Accuracy;
import dev.preflight.training.data.HostArray;
import org.jspecify.annotations.Nullable;

/**
 * The targets of a batch in the width of the outputs: one-hot for classes, the numbers themselves
 * for regression.
 */
public final class Targets {

  private Targets() {}

  /**
   * One row per example.
   *
   * @param labels as fed
   * @param outputs numbers per example that the network gives
   * @param classes whether labels are classes
   * @return null if the labels do not have the width of the outputs
   */
  public static double @Nullable [][] rows(HostArray labels, int outputs, boolean classes) {
    int rows = labels.rows();
    int width = rows == 0 ? 0 : labels.size() / rows;
    double[][] targets = new double[rows][outputs];
    if (classes && width == 1) {
      int[] ids = Accuracy.classesOf(labels);
      for (int row = 0; row < rows; row++) {
        if (outputs == 1) {
          targets[row][0] = ids[row];
        } else if (ids[row] >= 0 && ids[row] < outputs) {
          targets[row][ids[row]] = 1;
        } else {
          return null;
        }
      }
      return targets;
    }
    if (width != outputs) {
      return null;
    }
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < width; i++) {
        targets[row][i] = labels.get(row * width + i);
      }
    }
    return targets;
  }

  /** The rows of an array as doubles. */
  public static double[][] rows(HostArray array) {
    int rows = array.rows();
    int width = rows == 0 ? 0 : array.size() / rows;
    double[][] values = new double[rows][width];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < width; i++) {
        values[row][i] = array.get(row * width + i);
      }
    }
    return values;
  }

  /** Rows as an array of the given shape, in single precision. */
  public static HostArray array(double[][] rows, int[] shape) {
    int width = rows.length == 0 ? 0 : rows[0].length;
    float[] values = new float[rows.length * width];
    for (int row = 0; row < rows.length; row++) {
      for (int i = 0; i < width; i++) {
        values[row * width + i] = (float) rows[row][i];
      }
    }
    return HostArray.ofFloats(values, shape);
  }
}
