package dev.preflight.sanity.data;

import java.util.Arrays;

/**
 * One column of a table, measured.
 *
 * @param values in the order of the rows; NaN where missing
 * @param missing how many are NaN
 * @param min smallest; NaN if all are missing, as the others
 * @param max largest
 * @param mean mean
 * @param spread standard deviation
 * @param distinct how many different values
 * @param rises whether each value is above the one before, or each below, over at least {@value
 *     #FEW} rows
 */
@SuppressWarnings("ArrayRecordComponent") // made and used within one check, never compared
record Column(
    double[] values,
    int missing,
    double min,
    double max,
    double mean,
    double spread,
    int distinct,
    boolean rises) {

  /** Fewer rows in order may be chance; this many are so once in 10^18 shuffles. */
  static final int FEW = 20;

  /** Fewer whole numbers may all differ by chance. */
  private static final int ENOUGH_TO_COUNT = 50;

  /** An index of n rows reaches over n numbers, or a little more where rows were dropped. */
  private static final double INDEX_RANGE = 1.25;

  private static final String BARS = " ▁▂▃▄▅▆▇█";
  private static final int BINS = 12;

  static Column of(double[] values) {
    double[] present = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
    int n = present.length;
    if (n == 0) {
      return new Column(
          values, values.length, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, false);
    }
    double mean = Arrays.stream(present).average().orElse(Double.NaN);
    double square = Arrays.stream(present).map(v -> (v - mean) * (v - mean)).sum() / n;
    boolean up = n == values.length && n >= FEW;
    boolean down = up;
    for (int i = 1; i < n && (up || down); i++) {
      up &= present[i] > present[i - 1];
      down &= present[i] < present[i - 1];
    }
    double[] sorted = present.clone();
    Arrays.sort(sorted);
    int distinct = 1;
    for (int i = 1; i < n; i++) {
      distinct += sorted[i] > sorted[i - 1] ? 1 : 0;
    }
    return new Column(
        values,
        values.length - n,
        sorted[0],
        sorted[n - 1],
        mean,
        Math.sqrt(square),
        distinct,
        up || down);
  }

  /** Whether it tells nothing: one value, in every row. */
  boolean isConstant() {
    return distinct <= 1 && missing == 0;
  }

  /**
   * Whether its values are so far from 0 and so close together that single precision can hardly
   * tell them apart: the gap between neighbours there is more than a hundredth of their spread.
   */
  boolean isBeyondSinglePrecision() {
    double largest = Math.max(Math.abs(min), Math.abs(max));
    return Double.isFinite(largest)
        && largest > 1
        && Math.ulp((float) largest) > spread / 100
        && (distinct > 1 || largest >= 1 << 24);
  }

  /**
   * Whether it numbers the rows, in whatever order they are: whole numbers, each once, that fill
   * the range that all rows take.
   *
   * @param all rows of training and validation together, of which these are a part
   */
  boolean counts(int all) {
    return missing == 0
        && values.length >= ENOUGH_TO_COUNT
        && distinct == values.length
        && max - min < INDEX_RANGE * all
        && Arrays.stream(values).allMatch(value -> value == Math.rint(value));
  }

  /** A histogram in one line of text. */
  String histogram() {
    if (!(max > min)) {
      return "";
    }
    int[] counts = new int[BINS];
    int most = 0;
    for (double value : values) {
      if (Double.isFinite(value)) {
        int bin = (int) Math.min(BINS - 1, (value - min) / (max - min) * BINS);
        most = Math.max(most, ++counts[bin]);
      }
    }
    StringBuilder bars = new StringBuilder();
    for (int count : counts) {
      int height = (int) Math.ceil((double) count / most * (BARS.length() - 1));
      bars.append(BARS.charAt(height));
    }
    return bars.toString();
  }
}
