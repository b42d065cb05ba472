package dev.preflight.schedules;

/**
 * A monotone way from one value to another, then the end value for ever.
 *
 * @param start value at index 0
 * @param end value at index {@code steps} and after it
 * @param steps index at which the end is reached; 0 means that index 0 still has the start value,
 *     so that a run of a single update trains at its peak
 */
record Ramp(double start, double end, long steps, Shape shape) implements Curve {

  Ramp {
    if (steps < 0) {
      throw new IllegalArgumentException("steps must be at least 0, was " + steps);
    }
  }

  /** A ramp over so many updates whose last one gets the end value. */
  static Ramp over(long updates, double start, double end, Shape shape) {
    return new Ramp(start, end, Math.max(0, updates - 1), shape);
  }

  @Override
  public double at(long update) {
    if (update == 0) {
      return start;
    }
    if (update >= steps) {
      return end;
    }
    double value = end + (start - end) * shape.remaining((double) update / steps);
    // Rounding may step over either end by an ulp; bounds are promised.
    return start < end ? between(start, value, end) : between(end, value, start);
  }

  /** A value or the bound it has passed; faster than Math.min and Math.max, which look for NaN. */
  static double between(double low, double value, double high) {
    return value < low ? low : value > high ? high : value;
  }
}
