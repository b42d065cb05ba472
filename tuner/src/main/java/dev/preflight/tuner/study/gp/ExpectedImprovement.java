package dev.preflight.tuner.study.gp;

import dev.preflight.tuner.study.sampler.Gauss;

/**
 * The logarithm of the improvement that is to be expected, which still has a slope where the
 * improvement itself is no number any more.
 *
 * <p>Source: Ament et al., "Unexpected improvements to expected improvement", NeurIPS 2023,
 * arXiv:2310.20708, equation 9.
 */
final class ExpectedImprovement {

  /** Below this the series of the tail is used. */
  private static final double FAR = -25;

  private ExpectedImprovement() {}

  /** log E max(0, N(z, 1)). */
  static double log(double z) {
    double density = -0.5 * z * z - Gauss.LOG_ROOT_TWO_PI;
    if (z < FAR) {
      double q = 1 / (z * z);
      return density + Math.log(q) + Math.log1p(q * (-3 + q * (15 + q * (-105 + q * 945))));
    }
    if (z < -1) {
      return density + Math.log1p(z * Math.exp(Gauss.logBelow(z) - density));
    }
    return Math.log(z * Gauss.below(z) + Math.exp(density));
  }

  /** The derivative of {@link #log}. */
  static double slope(double z) {
    return Math.exp(Gauss.logBelow(z) - log(z));
  }
}
