package dev.preflight.schedules;

/**
 * Which metric is better, and by how much it must be to count.
 *
 * @since 0.1
 */
public enum Goal {
  /** Smaller is better, as for a loss. */
  MINIMIZE,
  /** Larger is better, as for an accuracy. */
  MAXIMIZE;

  /**
   * Whether a metric is better than the best so far by more than a margin. The margin is a
   * distance, never a factor on a signed number, so that negative metrics are judged like positive
   * ones. NaN is never better; anything but NaN is better than a best of NaN.
   */
  boolean isBetter(double metric, double best, double margin) {
    if (Double.isNaN(metric) || Double.isNaN(best)) {
      return !Double.isNaN(metric);
    }
    return switch (this) {
      case MINIMIZE -> metric < best - margin;
      case MAXIMIZE -> metric > best + margin;
    };
  }
}
