package dev.preflight.schedules;

/**
 * The same factor at every update, from one value to another, then the end value for ever.
 *
 * @param start value at index 0, above 0
 * @param end value at index {@code steps}, above 0
 */
record Geometric(double start, double end, long steps) implements Curve {

  @Override
  public double at(long update) {
    if (update == 0) {
      return start;
    }
    if (update >= steps) {
      return end;
    }
    double value = start * Math.pow(end / start, (double) update / steps);
    return start < end ? Ramp.between(start, value, end) : Ramp.between(end, value, start);
  }
}
