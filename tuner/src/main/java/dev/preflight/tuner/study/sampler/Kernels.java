package dev.preflight.tuner.study.sampler;

/**
 * The kernels that some trials put along one parameter, and last the one of the prior: one a trial,
 * in the order of the trials.
 */
interface Kernels {

  /** How many random numbers come before those of the numbers: choices are drawn first. */
  boolean categorical();

  /**
   * Draws a value around a trial's own.
   *
   * @return the internal value
   */
  double draw(int kernel, double uniform);

  /** Adds the part of every kernel's log density that is the same for all values. */
  void addConstant(double[] sums);

  /** Adds the rest of every kernel's log density at an internal value. */
  void addDensity(double value, double[] sums);
}
