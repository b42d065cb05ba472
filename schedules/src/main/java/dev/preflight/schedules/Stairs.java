package dev.preflight.schedules;

import java.util.Arrays;

/** Constant between milestones. */
final class Stairs implements Curve {
  private final long[] at;
  private final double[] values;

  /**
   * Stairs from milestones in ascending order and one value more; value {@code i + 1} is in force
   * from {@code at[i]} on.
   */
  Stairs(long[] at, double[] values) {
    this.at = at.clone();
    this.values = values.clone();
  }

  /** Stairs whose milestones count from the start of the run, for a phase that starts later. */
  static Stairs inRun(long[] at, double[] values, long offset) {
    return new Stairs(Arrays.stream(at).map(m -> m - offset).toArray(), values);
  }

  @Override
  public double at(long update) {
    int low = 0;
    int high = at.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (at[middle] <= update) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return values[low];
  }

  @Override
  public String phaseAt(long update) {
    int passed = 0;
    while (passed < at.length && at[passed] <= update) {
      passed++;
    }
    return "step " + (passed + 1);
  }
}
