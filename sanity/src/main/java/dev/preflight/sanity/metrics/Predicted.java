package dev.preflight.sanity.metrics;

import dev.preflight.training.data.HostArray;
import java.util.Arrays;

/**
 * Numbers with what a regression said, and the metrics over them. Each number of an item counts; a
 * NaN makes the metrics NaN. Intervals are over items, whose numbers may depend on each other.
 */
public final class Predicted {

  private static final int FIELDS = 4;

  /** By item: sums of absolute errors, squared errors, right values, and their squares. */
  private double[] items = new double[64 * FIELDS];

  private int size;
  private long count;

  /** Right values are taken from here, so that large ones lose no digits. */
  private double origin = Double.NaN;

  /**
   * Adds a batch.
   *
   * @param outputs with the items first
   * @param right with the items first
   * @throws IllegalArgumentException if there are not as many outputs as right values
   */
  public void add(HostArray outputs, HostArray right) {
    if (outputs.size() != right.size()) {
      throw new IllegalArgumentException(
          outputs.size() + " outputs and " + right.size() + " right values");
    }
    int batch = right.shape()[0];
    int each = batch == 0 ? 0 : right.size() / batch;
    for (int i = 0; i < batch; i++) {
      int at = size * FIELDS;
      if (at == items.length) {
        items = Arrays.copyOf(items, 2 * at);
      }
      for (int j = i * each; j < (i + 1) * each; j++) {
        double value = right.get(j);
        origin = Double.isNaN(origin) ? value : origin;
        double error = outputs.get(j) - value;
        items[at] += Math.abs(error);
        items[at + 1] += error * error;
        items[at + 2] += value - origin;
        items[at + 3] += (value - origin) * (value - origin);
      }
      count += each;
      size++;
    }
  }

  /** Number of values. */
  public long size() {
    return count;
  }

  /** Mean absolute error. */
  public double meanAbsoluteError() {
    return sum(0) / (double) count;
  }

  /** The interval of {@link #meanAbsoluteError}; none with fewer than 30 items. */
  public Interval meanAbsoluteErrorInterval() {
    double mean = meanAbsoluteError();
    double each = (double) count / size;
    double squares = 0;
    for (int i = 0; i < size; i++) {
      double from = items[i * FIELDS] / each - mean;
      squares += from * from;
    }
    return Interval.ofInfluence(mean, squares, size);
  }

  /** Root of the mean squared error. */
  public double rootMeanSquaredError() {
    return Math.sqrt(sum(1) / (double) count);
  }

  /**
   * The share of the variance that is explained, 1 at best and negative where the mean would do
   * better; NaN where the right values are all the same.
   */
  public double r2() {
    double spread = spread();
    return spread == 0 ? Double.NaN : 1 - sum(1) / spread;
  }

  /**
   * The interval of {@link #r2} by the delta method, both errors and spread being of a sample; none
   * with fewer than 30 items.
   */
  public Interval r2Interval() {
    double r2 = r2();
    double spread = spread() / size;
    double mean = sum(2) / (double) count;
    double each = (double) count / size;
    double squares = 0;
    for (int i = 0; i < size; i++) {
      int at = i * FIELDS;
      double own = items[at + 3] - 2 * mean * items[at + 2] + each * mean * mean;
      double influence = ((1 - r2) * own - items[at + 1]) / spread;
      squares += influence * influence;
    }
    return Interval.ofInfluence(r2, squares, size);
  }

  private double spread() {
    double mean = sum(2) / (double) count;
    return Math.max(0, sum(3) - mean * sum(2));
  }

  private double sum(int field) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += items[i * FIELDS + field];
    }
    return sum;
  }
}
