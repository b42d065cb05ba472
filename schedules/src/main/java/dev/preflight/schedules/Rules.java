package dev.preflight.schedules;

/** What the adaptive rules share. */
final class Rules {
  private Rules() {}

  static void check(String name, double value, boolean legal, String range) {
    if (!legal) {
      throw new IllegalArgumentException(
          name + " must be in " + range + ", was " + Value.format(value));
    }
  }

  /** NaN, or infinitely bad. */
  static boolean isDiverged(Goal goal, double metric) {
    return Double.isNaN(metric)
        || switch (goal) {
          case MINIMIZE -> metric == Double.POSITIVE_INFINITY;
          case MAXIMIZE -> metric == Double.NEGATIVE_INFINITY;
        };
  }
}
