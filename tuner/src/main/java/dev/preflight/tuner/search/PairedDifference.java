package dev.preflight.tuner.search;

import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The difference between two settings run with the same seeds: what is common to a seed cancels.
 *
 * <p>Mean, standard error and Student's interval over the differences of the pairs. A pair with a
 * loss that is not finite has no difference: it is counted as lost and left out, and where fewer
 * than two pairs remain the interval is unbounded.
 *
 * @param mean mean of first minus second; NaN without pairs
 * @param standardError of the mean; NaN with fewer than two pairs
 * @param low lower end of the interval of {@link #CONFIDENCE}; may be infinite
 * @param high upper end
 * @param pValue two-sided, for no difference; 1 with fewer than two pairs
 * @param pairs number of pairs that count
 */
public record PairedDifference(
    double mean, double standardError, double low, double high, double pValue, int pairs) {

  /** Coverage of the interval. */
  public static final double CONFIDENCE = 0.95;

  /**
   * Compares two lists of losses.
   *
   * @param first losses of one setting, one per seed; need not be finite
   * @param second losses of the other setting with the same seeds in the same order
   */
  public static PairedDifference of(double[] first, double[] second) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "both must have the same seeds, were " + first.length + " and " + second.length);
    }
    double[] differences = new double[first.length];
    int n = 0;
    for (int i = 0; i < first.length; i++) {
      if (Double.isFinite(first[i]) && Double.isFinite(second[i])) {
        differences[n++] = first[i] - second[i];
      }
    }
    double mean = n == 0 ? Double.NaN : new Mean().evaluate(differences, 0, n);
    if (n < 2) {
      return new PairedDifference(
          mean, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1, n);
    }
    double error = new StandardDeviation().evaluate(differences, 0, n) / Math.sqrt(n);
    if (error == 0) {
      return new PairedDifference(mean, 0, mean, mean, mean == 0 ? 1 : 0, n);
    }
    TDistribution student = TDistribution.of(n - 1);
    double half = student.inverseCumulativeProbability(0.5 + CONFIDENCE / 2) * error;
    double p = 2 * student.cumulativeProbability(-Math.abs(mean / error));
    return new PairedDifference(mean, error, mean - half, mean + half, p, n);
  }

  /** Whether the interval includes zero: the two cannot be told apart. */
  public boolean isTie() {
    return low <= 0 && high >= 0;
  }
}
