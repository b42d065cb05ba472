package dev.preflight.sanity.curves;

import dev.preflight.training.events.Series;
import java.util.Arrays;

/**
 * Blocks of a curve, and whether they rise or fall: Mann and Kendall's test for the direction,
 * Theil and Sen's slope for the size. Blocks take out most of the correlation between neighbours,
 * with which the test on single losses is wrong far more often than it says.
 *
 * <p>Values of one sign are compared by their logarithms, so that changes are ratios; others by
 * themselves, in units of their spread.
 */
final class Trend {

  /** Blocks of a curve. */
  static final int BLOCKS = 20;

  private final double[] blocks;
  private final long[] starts;
  private final long[] ends;
  private final double noise;
  private final boolean logarithmic;
  private final double unit;

  private Trend(
      double[] blocks, long[] starts, long[] ends, double noise, boolean logarithmic, double unit) {
    this.blocks = blocks;
    this.starts = starts;
    this.ends = ends;
    this.noise = noise;
    this.logarithmic = logarithmic;
    this.unit = unit;
  }

  /**
   * The medians of blocks of a curve whose values are finite.
   *
   * @param series may be empty
   */
  static Trend of(Series series) {
    double[] values = series.values();
    boolean logarithmic = Arrays.stream(values).allMatch(v -> v > 0);
    double unit = logarithmic ? 1 : Math.max(1e-12, spread(values));
    double[] y = Arrays.stream(values).map(v -> logarithmic ? Math.log(v) : v / unit).toArray();
    int n = y.length;
    int k = Math.min(BLOCKS, n);
    double[] blocks = new double[k];
    long[] starts = new long[k];
    long[] ends = new long[k];
    for (int i = 0; i < k; i++) {
      int from = (int) ((long) i * n / k);
      int to = (int) ((long) (i + 1) * n / k);
      blocks[i] = median(Arrays.copyOfRange(y, from, to));
      starts[i] = series.step(from);
      ends[i] = series.step(to - 1);
    }
    return new Trend(blocks, starts, ends, steps(y), logarithmic, unit);
  }

  private static double spread(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length - 1] - sorted[0];
  }

  /** The standard deviation of single values, from the differences of neighbours. */
  private static double steps(double[] y) {
    if (y.length < 3) {
      return 0;
    }
    double[] differences = new double[y.length - 1];
    for (int i = 1; i < y.length; i++) {
      differences[i - 1] = y[i] - y[i - 1];
    }
    return 1.4826 * deviation(differences) / Math.sqrt(2);
  }

  /** The median of the distances from the median. */
  static double deviation(double[] values) {
    double middle = median(values);
    return median(Arrays.stream(values).map(v -> Math.abs(v - middle)).toArray());
  }

  /** The median; NaN of nothing. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    if (n == 0) {
      return Double.NaN;
    }
    return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  }

  int size() {
    return blocks.length;
  }

  /** Whether values are compared by their logarithms. */
  boolean isLogarithmic() {
    return logarithmic;
  }

  double at(int block) {
    return blocks[block];
  }

  /** The value of a block as it was logged. */
  double value(int block) {
    return logarithmic ? Math.exp(blocks[block]) : blocks[block] * unit;
  }

  /** The last step of a block. */
  long end(int block) {
    return ends[block];
  }

  /** The middle of its steps. */
  double middle(int block) {
    return (starts[block] + ends[block]) / 2.0;
  }

  /** The standard deviation of single values around the curve. */
  double noise() {
    return noise;
  }

  /** The lowest of the blocks, the first of equal ones. */
  int lowest() {
    int lowest = 0;
    for (int i = 1; i < blocks.length; i++) {
      if (blocks[i] < blocks[lowest]) {
        lowest = i;
      }
    }
    return lowest;
  }

  /** The level at the end: the mean of the last two blocks. */
  double last() {
    int k = blocks.length;
    return k < 2 ? blocks[k - 1] : (blocks[k - 2] + blocks[k - 1]) / 2;
  }

  /**
   * Mann and Kendall's statistic of the blocks from one on, about standard normal without trend.
   */
  double z(int from) {
    return z(Arrays.copyOfRange(blocks, from, blocks.length));
  }

  /** Mann and Kendall's statistic of independent values. */
  static double z(double[] values) {
    int n = values.length;
    double s = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        s += Math.signum(values[j] - values[i]);
      }
    }
    double variance = n * (n - 1.0) * (2.0 * n + 5) / 18;
    return s == 0 || variance == 0 ? 0 : (s - Math.signum(s)) / Math.sqrt(variance);
  }

  /** The change from one block to the last, by Theil and Sen's slope. */
  double change(int from) {
    return slope(Arrays.copyOfRange(blocks, from, blocks.length)) * (blocks.length - 1 - from);
  }

  /** The median of the slopes between all pairs. */
  static double slope(double[] values) {
    int n = values.length;
    double[] slopes = new double[n * (n - 1) / 2];
    int at = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        slopes[at++] = (values[j] - values[i]) / (j - i);
      }
    }
    return n < 2 ? 0 : median(slopes);
  }
}
