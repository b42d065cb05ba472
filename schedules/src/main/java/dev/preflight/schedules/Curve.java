package dev.preflight.schedules;

/**
 * A resolved piece of a schedule: plain numbers, its own index starting at 0. Pure, and free of
 * allocation, because a training loop asks it at every update.
 */
@FunctionalInterface
interface Curve {

  /** The value at a local index of at least 0; finite. */
  double at(long update);

  /** A label for the part of the curve the index falls into; empty if it has only one. */
  default String phaseAt(long update) {
    return "";
  }

  /** A curve that never changes. */
  static Curve constant(double value) {
    return update -> value;
  }
}
