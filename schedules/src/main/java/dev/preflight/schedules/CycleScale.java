package dev.preflight.schedules;

/** The height of a cyclic schedule's cycles, in [0, 1]. */
@FunctionalInterface
interface CycleScale {

  /**
   * The height of a cycle.
   *
   * @param cycle index of the cycle, 0 for the first
   * @param update index of the update
   */
  double at(long cycle, long update);

  /** Every cycle reaches the peak. */
  CycleScale TRIANGULAR = (cycle, update) -> 1;

  /** Every cycle is half as high as the one before. */
  CycleScale TRIANGULAR2 = (cycle, update) -> Math.scalb(1.0, (int) -Math.min(cycle, 1100));

  /** Heights fall by a factor at every update. */
  static CycleScale expRange(double gamma) {
    return (cycle, update) -> Math.pow(gamma, (double) update);
  }

  /** The heights of the cycles one by one; the last holds. */
  static CycleScale custom(double... heights) {
    if (heights.length == 0) {
      throw new IllegalArgumentException("scale needs at least one height");
    }
    double[] copy = heights.clone();
    return (cycle, update) -> copy[(int) Math.min(cycle, copy.length - 1)];
  }
}
