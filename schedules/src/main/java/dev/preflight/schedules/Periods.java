package dev.preflight.schedules;

/**
 * Periods that grow by a factor, counted one by one: no logarithm that could round one away.
 *
 * @param first length of the first period, above 0
 * @param multiplier length of a period relative to the one before, at least 1
 */
record Periods(double first, double multiplier) {

  /** Index of the period an update falls into, 0 for the first. */
  int index(long update) {
    if (multiplier == 1) {
      return (int) Math.min(Integer.MAX_VALUE, Math.floor(update / first));
    }
    int index = 0;
    double end = first;
    double length = first;
    while (update >= end) {
      length *= multiplier;
      end += length;
      index++;
    }
    return index;
  }

  /** How far an update is in the period of that index, in [0, 1). */
  double progress(long update, int index) {
    return (update - start(index)) / length(index);
  }

  double length(int index) {
    return first * Math.pow(multiplier, index);
  }

  private double start(int index) {
    return multiplier == 1
        ? index * first
        : first * (1 - Math.pow(multiplier, index)) / (1 - multiplier);
  }
}
