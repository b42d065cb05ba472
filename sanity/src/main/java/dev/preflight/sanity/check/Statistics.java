package dev.preflight.sanity.check;

import dev.preflight.training.data.HostArray;

/** Pure functions for verdicts from samples. */
public final class Statistics {

  /** Standard normal quantile of 0.975. */
  public static final double Z95 = 1.959963984540054;

  /** Standard normal quantile of 0.8, the power that sample sizes are planned with. */
  static final double Z_POWER_80 = 0.8416212335729143;

  private Statistics() {}

  /** A confidence interval of a proportion. */
  public record Interval(double low, double high) {
    /** Half of its length. */
    public double halfWidth() {
      return (high - low) / 2;
    }
  }

  /**
   * Wilson's score interval (E. B. Wilson, "Probable inference, the law of succession, and
   * statistical inference", 1927).
   *
   * @param share observed proportion in [0, 1]
   * @param n number of trials, at least 1
   * @param z standard normal quantile, such as {@link #Z95}
   */
  public static Interval wilson(double share, long n, double z) {
    if (!(share >= 0 && share <= 1) || n < 1) {
      throw new IllegalArgumentException("share " + share + " of " + n + " trials");
    }
    double z2 = z * z;
    double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
    double half = z / (1 + z2 / n) * Math.sqrt(share * (1 - share) / n + z2 / (4.0 * n * n));
    return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
  }

  /**
   * Number of items that show a difference {@code d} between two models on the same items with 80 %
   * power at the 5 % level (McNemar's test).
   *
   * @param d difference of the accuracies, in (0, 1)
   * @param disagreement share of items on which the two models differ, above {@code d * d}
   */
  public static double pairedSampleSize(double d, double disagreement) {
    double root = Z95 * Math.sqrt(disagreement) + Z_POWER_80 * Math.sqrt(disagreement - d * d);
    return root * root / (d * d);
  }

  /** The smallest difference that {@code n} items show, by the same test; see above. */
  public static double pairedDetectableDifference(double n, double disagreement) {
    double low = 0;
    double high = Math.sqrt(disagreement);
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      if (pairedSampleSize(middle, disagreement) > n) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** Shannon entropy of counts, in nats. */
  public static double entropy(long[] counts) {
    double total = 0;
    for (long count : counts) {
      total += count;
    }
    double entropy = 0;
    for (long count : counts) {
      if (count > 0) {
        entropy -= count / total * Math.log(count / total);
      }
    }
    return entropy;
  }

  /** ln(exp(a[0]) + ...), without overflow. */
  public static double logSumExp(double[] a) {
    double max = Double.NEGATIVE_INFINITY;
    for (double v : a) {
      max = Math.max(max, v);
    }
    if (Double.isInfinite(max)) {
      return max;
    }
    double sum = 0;
    for (double v : a) {
      sum += Math.exp(v - max);
    }
    return max + Math.log(sum);
  }

  /** The softmax of a row. */
  public static double[] softmax(double[] z) {
    double total = logSumExp(z);
    double[] p = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      p[i] = Math.exp(z[i] - total);
    }
    return p;
  }

  /** Mean and standard deviation of finite numbers seen one by one (Welford 1962). */
  public static final class Moments {
    private long count;
    private double mean;
    private double squares;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    /** Of all numbers of an array. */
    public static Moments of(HostArray values) {
      Moments moments = new Moments();
      for (int i = 0; i < values.size(); i++) {
        moments.add(values.get(i));
      }
      return moments;
    }

    /** Adds a number; non-finite ones are left out. */
    public void add(double value) {
      if (!Double.isFinite(value)) {
        return;
      }
      count++;
      double delta = value - mean;
      mean += delta / count;
      squares += delta * (value - mean);
      min = Math.min(min, value);
      max = Math.max(max, value);
    }

    /** How many finite numbers were added. */
    public long count() {
      return count;
    }

    /** Their mean; 0 for none. */
    public double mean() {
      return mean;
    }

    /** Population variance; 0 for fewer than two numbers. */
    public double variance() {
      return count < 2 ? 0 : squares / count;
    }

    /** Population standard deviation; 0 for fewer than two numbers. */
    public double deviation() {
      return Math.sqrt(variance());
    }

    /** The smallest; infinite for none. */
    public double min() {
      return min;
    }

    /** The largest; minus infinite for none. */
    public double max() {
      return max;
    }
  }
}
