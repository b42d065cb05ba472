package dev.preflight.training.events;

import java.util.Arrays;
import java.util.stream.IntStream;

/** One scalar that a run logged: values by step. Steps rise strictly; values need not be finite. */
public final class Series {

  private final String name;
  private final long[] steps;
  private final double[] values;

  /**
   * Copies.
   *
   * @param steps strictly rising
   * @param values as many
   */
  public Series(String name, long[] steps, double[] values) {
    if (steps.length != values.length) {
      throw new IllegalArgumentException(
          steps.length + " steps and " + values.length + " values of " + name);
    }
    for (int i = 1; i < steps.length; i++) {
      if (steps[i] <= steps[i - 1]) {
        throw new IllegalArgumentException(
            name + ": step " + steps[i] + " follows " + steps[i - 1]);
      }
    }
    this.name = name;
    this.steps = steps.clone();
    this.values = values.clone();
  }

  /** With steps 1, 2, 3 and so on. */
  public static Series of(String name, double... values) {
    long[] steps = new long[values.length];
    Arrays.setAll(steps, i -> i + 1L);
    return new Series(name, steps, values);
  }

  /** As it was logged; for one of several directories or files with the directory before it. */
  public String name() {
    return name;
  }

  public int size() {
    return steps.length;
  }

  public long step(int i) {
    return steps[i];
  }

  public double value(int i) {
    return values[i];
  }

  /** A copy of the values. */
  public double[] values() {
    return values.clone();
  }

  /** The first so many points. */
  public Series head(int n) {
    return new Series(name, Arrays.copyOf(steps, n), Arrays.copyOf(values, n));
  }

  /** The points whose values are finite. */
  public Series finite() {
    int[] kept = IntStream.range(0, size()).filter(this::isFinite).toArray();
    return new Series(
        name,
        Arrays.stream(kept).mapToLong(i -> steps[i]).toArray(),
        Arrays.stream(kept).mapToDouble(i -> values[i]).toArray());
  }

  private boolean isFinite(int i) {
    return Double.isFinite(values[i]);
  }

  @Override
  public String toString() {
    return name + " (" + size() + " points)";
  }
}
