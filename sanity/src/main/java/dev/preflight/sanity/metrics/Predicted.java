package dev.preflight.sanity.metrics;

import dev.preflight.training.data.HostArray;

/**
 * Numbers with what a regression said, and the metrics over them. Each number of an item counts; a
 * NaN makes the metrics NaN.
 */
public final class Predicted {

  private long count;
  private double absolute;
  private double squared;
  private double mean;
  private double spread;

  /**
   * Adds a batch.
   *
   * @throws IllegalArgumentException if there are not as many outputs as right values
   */
  public void add(HostArray outputs, HostArray right) {
    if (outputs.size() != right.size()) {
      throw new IllegalArgumentException(
          outputs.size() + " outputs and " + right.size() + " right values");
    }
    for (int i = 0; i < right.size(); i++) {
      double value = right.get(i);
      double error = outputs.get(i) - value;
      absolute += Math.abs(error);
      squared += error * error;
      count++;
      double from = value - mean;
      mean += from / (double) count;
      spread += from * (value - mean);
    }
  }

  /** Number of values. */
  public long size() {
    return count;
  }

  /** Mean absolute error. */
  public double meanAbsoluteError() {
    return absolute / (double) count;
  }

  /** Root of the mean squared error. */
  public double rootMeanSquaredError() {
    return Math.sqrt(squared / (double) count);
  }

  /**
   * The share of the variance that is explained, 1 at best and negative where the mean would do
   * better; NaN where the right values are all the same.
   */
  public double r2() {
    return spread == 0 ? Double.NaN : 1 - squared / spread;
  }
}
