package dev.preflight.sanity.loss;

import dev.preflight.sanity.check.Statistics;
import dev.preflight.training.data.HostArray;

/** What the outputs of a network look like. */
public final class Outputs {

  private Outputs() {}

  /** Whether every row lies in [0, 1] and sums to 1: a softmax was applied. */
  public static boolean areProbabilities(HostArray outputs) {
    int width = Targets.width(outputs);
    int rows = width == 0 ? 0 : outputs.size() / width;
    if (width < 2) {
      return false;
    }
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int k = 0; k < width; k++) {
        double v = outputs.get(row * width + k);
        if (!(v >= 0 && v <= 1)) {
          return false;
        }
        sum += v;
      }
      if (Math.abs(sum - 1) > 1e-4) {
        return false;
      }
    }
    return true;
  }

  /** Whether no output is negative and some, but not all, are exactly 0: a ReLU was applied. */
  public static boolean areRectified(HostArray outputs) {
    int zeros = 0;
    for (int i = 0; i < outputs.size(); i++) {
      double v = outputs.get(i);
      if (!(v >= 0)) {
        return false;
      }
      zeros += v == 0 ? 1 : 0;
    }
    // A single dead row would also be all zeros; a ReLU zeroes about half of all outputs.
    return zeros > 0.01 * outputs.size() && zeros < 0.99 * outputs.size();
  }

  /** Root mean square deviation within rows, with one row per example; NaN for one output. */
  public static double deviationWithinRows(HostArray outputs) {
    double[][] rows = Targets.rows(outputs);
    double sum = 0;
    for (double[] row : rows) {
      double d = Fit.deviation(row);
      // The unbiased variance of one row.
      sum += d * d * row.length / (row.length - 1.0);
    }
    return Math.sqrt(sum / rows.length);
  }

  /** Root mean square deviation of an output over the examples. */
  public static double differenceBetweenExamples(HostArray outputs) {
    double[][] rows = Targets.rows(outputs);
    double sum = 0;
    for (int k = 0; k < rows[0].length; k++) {
      Statistics.Moments column = new Statistics.Moments();
      for (double[] row : rows) {
        column.add(row[k]);
      }
      sum += column.variance();
    }
    return Math.sqrt(sum / rows[0].length);
  }

  /** Largest absolute value. */
  public static double largest(HostArray values) {
    double largest = 0;
    for (int i = 0; i < values.size(); i++) {
      largest = Math.max(largest, Math.abs(values.get(i)));
    }
    return largest;
  }

  /** Largest absolute difference of two arrays of one size; NaN if a number is. */
  public static double largestDifference(HostArray a, HostArray b) {
    double largest = 0;
    for (int i = 0; i < a.size(); i++) {
      double d = Math.abs(a.get(i) - b.get(i));
      if (Double.isNaN(d) && !(Double.isNaN(a.get(i)) && Double.isNaN(b.get(i)))) {
        // Equal infinities differ by NaN but are equal.
        d = a.get(i) == b.get(i) ? 0 : Double.NaN;
      }
      if (Double.isNaN(d) && !Double.isNaN(a.get(i))) {
        return Double.NaN;
      }
      largest = Double.isNaN(d) ? largest : Math.max(largest, d);
    }
    return largest;
  }
}
