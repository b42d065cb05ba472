package dev.preflight.schedules;

import java.util.Arrays;

/**
 * Cosine annealing with warm restarts (Loshchilov and Hutter 2017, SGDR). The last update of each
 * cycle gets the end value; a cycle of one update has its peak.
 */
final class Restarts implements Curve {
  private final double peak;
  private final double end;
  private final Powers heights;
  private final long period;

  /** First update of each cycle, and the end of the last; only if the cycles grow. */
  private final long[] starts;

  private Restarts(double peak, double end, Powers heights, long period, long[] starts) {
    this.peak = peak;
    this.end = end;
    this.heights = heights;
    this.period = period;
    this.starts = starts;
  }

  /**
   * @param period length of the first cycle, at least 1
   * @param multiplier length of a cycle relative to the one before; 1 or at least 1.01
   * @param decay peak of a cycle relative to the one before, never below the end value
   * @param length number of updates for which cycles are wanted
   */
  static Restarts of(
      double peak, double end, long period, double multiplier, double decay, long length) {
    if (multiplier == 1) {
      return new Restarts(peak, end, Powers.of(decay, length / period + 1), period, new long[0]);
    }
    long[] starts = new long[8];
    int cycles = 0;
    while (starts[cycles] < length) {
      if (cycles + 2 > starts.length) {
        starts = Arrays.copyOf(starts, 2 * starts.length);
      }
      // Lengths are whole updates, counted one by one: no logarithm that could round a cycle away.
      starts[cycles + 1] = starts[cycles] + Math.round(period * Math.pow(multiplier, cycles));
      cycles++;
    }
    return new Restarts(
        peak, end, Powers.of(decay, cycles), period, Arrays.copyOf(starts, cycles + 1));
  }

  @Override
  public double at(long update) {
    long cycle = cycleOf(update);
    long start = startOf(cycle);
    long local = update - start;
    long last = startOf(cycle + 1) - start - 1;
    double top = peak * heights.at(cycle);
    if (top <= end) {
      return end;
    }
    if (local == 0) {
      return top;
    }
    if (local >= last) {
      return end;
    }
    return end + (top - end) * Shape.COSINE.remaining((double) local / last);
  }

  private long cycleOf(long update) {
    if (starts.length == 0) {
      return update / period;
    }
    int found = Arrays.binarySearch(starts, update);
    return Math.min(found >= 0 ? found : -found - 2, starts.length - 2);
  }

  private long startOf(long cycle) {
    return starts.length == 0 ? cycle * period : starts[(int) cycle];
  }

  @Override
  public String phaseAt(long update) {
    return "cycle " + (cycleOf(update) + 1);
  }
}
