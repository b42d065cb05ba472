package dev.preflight.tuner.finder;

import dev.preflight.tuner.runs.LossCurve;

/**
 * What the search found.
 *
 * @param constant best constant rate for the planned length
 * @param constants where it may lie
 * @param peak best peak of a linear decay for the planned length
 * @param peaks where it may lie
 * @param wall lowest rate at which training was lost; infinite if it never was
 * @param atEdge whether the peak is set by where training is lost, rather than by a valley
 * @param scan losses of the scan by rate
 * @param longer losses of the longer runs by rate
 * @param gain share of the loss of knowing nothing that the best run took away
 * @param stable whether some peak stayed stable with a fresh seed
 */
record FoundRates(
    double constant,
    Range constants,
    double peak,
    Range peaks,
    double wall,
    boolean atEdge,
    LossCurve scan,
    LossCurve longer,
    double gain,
    boolean stable) {

  /** Rates between which the best one is expected. */
  record Range(double low, double high) {}

  /** The highest rate that was tried. */
  double highest() {
    return Math.max(scan.losses().lastKey(), longer.losses().lastKey());
  }
}
