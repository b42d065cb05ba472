package dev.preflight.tuner.search;

import java.util.SplittableRandom;

/**
 * A loss of known shape: a parabola in log rate, a cliff, what all rates of a seed share, and what
 * each run has of its own. Short runs prefer higher rates, as real ones do.
 *
 * @param centre best rate at full length, as a power of ten
 * @param width loss added a decade away from the best rate
 * @param cliff rates above this one diverge
 * @param shared standard deviation of what all rates of a seed share
 * @param own standard deviation of what each run has of its own
 * @param fullLength length whose best rate is the centre
 * @param ceiling loss of the untrained program
 */
record Synthetic(
    double centre,
    double width,
    double cliff,
    double shared,
    double own,
    int fullLength,
    double ceiling)
    implements Objective {

  static final double BASE = 1;

  /** How many decades the best rate falls while the length grows tenfold. */
  private static final double SHORT_RUN_BIAS = 0.5;

  static Synthetic valley(double centre) {
    return new Synthetic(
        centre, 0.5, Double.POSITIVE_INFINITY, 0, 0, 300, Double.POSITIVE_INFINITY);
  }

  Synthetic withCliff(double value) {
    return new Synthetic(centre, width, value, shared, own, fullLength, ceiling);
  }

  Synthetic withNoise(double newShared, double newOwn) {
    return new Synthetic(centre, width, cliff, newShared, newOwn, fullLength, ceiling);
  }

  Synthetic withWidth(double value) {
    return new Synthetic(centre, value, cliff, shared, own, fullLength, ceiling);
  }

  Synthetic withCeiling(double value) {
    return new Synthetic(centre, width, cliff, shared, own, fullLength, value);
  }

  /** The loss without noise at full length. */
  double truth(double rate) {
    double x = Math.log10(rate) - centre;
    return rate > cliff ? Double.POSITIVE_INFINITY : BASE + width * x * x;
  }

  @Override
  public double loss(double rate, double weightDecay, int updates, long seed) {
    if (rate > cliff) {
      return Double.NaN;
    }
    double bias = SHORT_RUN_BIAS * Math.log10((double) fullLength / updates);
    double x = Math.log10(rate) - centre - bias;
    double common = new SplittableRandom(seed * 31 + 7).nextGaussian();
    long run = seed * 1_000_003 + Double.hashCode(rate) + 17L * updates;
    double alone = new SplittableRandom(run).nextGaussian();
    return BASE + width * x * x + shared * common + own * alone;
  }
}
