package dev.preflight.tuner.comparison;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Holm's correction of p-values for the number of tests: the chance of any false difference stays
 * below the level, whatever the tests share (Holm 1979, Scandinavian Journal of Statistics 6).
 */
public final class Holm {

  private Holm() {}

  /**
   * Corrected p-values.
   *
   * @param pValues in [0, 1]
   * @return as many, in the same order, each at least its own and at most 1
   */
  public static double[] adjusted(double[] pValues) {
    Integer[] order = new Integer[pValues.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> pValues[i]));
    double[] adjusted = new double[pValues.length];
    double least = 0;
    for (int rank = 0; rank < order.length; rank++) {
      int i = order[rank];
      least = Math.max(least, Math.min(1, (order.length - rank) * pValues[i]));
      adjusted[i] = least;
    }
    return adjusted;
  }
}
