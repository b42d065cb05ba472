package dev.preflight.training.events;

import java.util.Arrays;

/** Collects the points of one series. Not thread-safe. */
public final class SeriesBuilder {
  private long[] steps = new long[64];
  private double[] values = new double[64];
  private int size;

  /**
   * One point.
   *
   * @param step above the last one
   * @param value need not be finite
   */
  public void add(long step, double value) {
    if (size == steps.length) {
      steps = Arrays.copyOf(steps, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    steps[size] = step;
    values[size++] = value;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The step of the last point, of which there must be one. */
  long last() {
    return steps[size - 1];
  }

  /** Gives the last point another value. */
  void replaceLast(double value) {
    values[size - 1] = value;
  }

  /** Drops the points from a step on. */
  void dropFrom(long step) {
    while (size > 0 && steps[size - 1] >= step) {
      size--;
    }
  }

  /** The points so far. */
  public Series build(String name) {
    return new Series(name, Arrays.copyOf(steps, size), Arrays.copyOf(values, size));
  }
}
