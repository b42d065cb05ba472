package dev.preflight.sanity.loss;

import dev.preflight.training.Accuracy;
import dev.preflight.training.data.HostArray;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The targets of a batch in the width of the outputs: one-hot for classes, the numbers themselves
 * for regression.
 */
public final class Targets {

  private Targets() {}

  /** Numbers that stand for one prediction: the last dimension where there are more than two. */
  public static int width(HostArray outputs) {
    int[] shape = outputs.shape();
    return shape.length > 2
        ? shape[shape.length - 1]
        : outputs.rows() == 0 ? 0 : outputs.size() / outputs.rows();
  }

  /**
   * Whether an example has many predictions, each with a target of its own: a pixel's class, a word
   * of a sequence.
   */
  public static boolean areMany(HostArray outputs) {
    return outputs.rank() > 2 && outputs.size() > outputs.rows() * width(outputs);
  }

  /**
   * The targets of outputs, one row for each prediction: of an example, or of a place in it where
   * the outputs have more than two dimensions.
   *
   * @param labels as fed
   * @param outputs as the network gives them
   * @param classes whether labels are classes of whole examples
   * @return null if the labels do not have the width of the outputs
   */
  public static double @Nullable [][] of(HostArray labels, HostArray outputs, boolean classes) {
    int width = width(outputs);
    if (!areMany(outputs)) {
      return rows(labels, width, classes);
    }
    int places = outputs.size() / width;
    if (labels.size() == outputs.size()) {
      return rows(labels.reshape(places, width));
    }
    boolean ids = labels.size() == places && !labels.type().isFloating();
    return ids ? oneHot(labels, places, width) : null;
  }

  private static double @Nullable [][] oneHot(HostArray ids, int places, int width) {
    double[][] targets = new double[places][width];
    for (int place = 0; place < places; place++) {
      double id = ids.get(place);
      if (!(id >= 0 && id < width)) {
        return null;
      }
      targets[place][(int) id] = 1;
    }
    return targets;
  }

  /** One target for each example, repeated for each of several outputs; null if there are more. */
  static double @Nullable [][] repeated(HostArray labels, int outputs) {
    if (labels.size() != labels.rows()) {
      return null;
    }
    double[][] targets = new double[labels.rows()][outputs];
    for (int row = 0; row < targets.length; row++) {
      Arrays.fill(targets[row], labels.get(row));
    }
    return targets;
  }

  /**
   * Targets of the class before or after; one that falls off the end comes in at the other, or is a
   * row of zeros, as a one-hot row of a class that does not exist is.
   */
  static double[][] shifted(double[][] targets, int shift, boolean wraps) {
    double[][] moved = new double[targets.length][targets[0].length];
    for (int row = 0; row < targets.length; row++) {
      int width = targets[row].length;
      for (int k = 0; k < width; k++) {
        int to = k + shift;
        if (wraps || (to >= 0 && to < width)) {
          moved[row][Math.floorMod(to, width)] = targets[row][k];
        }
      }
    }
    return moved;
  }

  /** Whether every target is 0 or 1: classes, whichever way they are told. */
  public static boolean areClasses(double[][] targets) {
    return Arrays.stream(targets)
        .flatMapToDouble(Arrays::stream)
        .allMatch(target -> target == 0 || target == 1);
  }

  private static double @Nullable [][] rows(HostArray labels, int outputs, boolean classes) {
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
    return width == outputs ? rows(labels) : null;
  }

  /** The numbers of each prediction as doubles, one row each. */
  public static double[][] rows(HostArray array) {
    int width = width(array);
    int rows = width == 0 ? 0 : array.size() / width;
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
