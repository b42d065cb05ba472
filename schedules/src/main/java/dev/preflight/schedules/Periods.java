package dev.preflight.schedules;

import java.util.Arrays;

/**
 * Periods that grow by a factor, counted one by one: no logarithm that could round one away. The
 * periods of a run are laid out in advance, for a training loop asks at every update.
 */
final class Periods {
  private static final int MOST_LAID_OUT = 4096;

  private final double first;
  private final double multiplier;

  /** Start and end of each period; only if they grow. */
  private final double[] starts;

  private final double[] ends;

  /**
   * @param first length of the first period, above 0
   * @param multiplier length of a period relative to the one before, at least 1
   * @param updates how many updates will be asked for; later ones cost more
   */
  Periods(double first, double multiplier, long updates) {
    this.first = first;
    this.multiplier = multiplier;
    int count = multiplier == 1 ? 0 : Math.min(MOST_LAID_OUT, indexFrom(updates, 0, first) + 1);
    this.starts = new double[count];
    this.ends = new double[count];
    double end = 0;
    for (int i = 0; i < count; i++) {
      starts[i] = first * (1 - Math.pow(multiplier, i)) / (1 - multiplier);
      end += length(i);
      ends[i] = end;
    }
  }

  /** Index of the period an update falls into, 0 for the first. */
  int index(long update) {
    if (multiplier == 1) {
      return (int) Math.min(Integer.MAX_VALUE, Math.floor(update / first));
    }
    int last = ends.length - 1;
    if (update >= ends[last]) {
      return indexFrom(update, last + 1, ends[last] + length(last + 1));
    }
    int found = Arrays.binarySearch(ends, (double) update);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The same, counted from a period whose end is known. */
  private int indexFrom(long update, int from, double itsEnd) {
    int index = from;
    double end = itsEnd;
    while (update >= end) {
      index++;
      end += length(index);
    }
    return index;
  }

  /** How far an update is in the period of that index, in [0, 1). */
  double progress(long update, int index) {
    if (multiplier == 1) {
      return (update - index * first) / first;
    }
    if (index < starts.length) {
      return (update - starts[index]) / (ends[index] - starts[index]);
    }
    double start = first * (1 - Math.pow(multiplier, index)) / (1 - multiplier);
    return (update - start) / length(index);
  }

  private double length(int index) {
    return first * Math.pow(multiplier, index);
  }
}
