package dev.preflight.tuner.study.sampler;

import org.apache.commons.numbers.gamma.Erf;
import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.InverseErfc;

/**
 * The normal distribution in logarithms, exact far out in the tails: what truncated normal kernels
 * are made of.
 */
public final class Gauss {

  /** log(sqrt(2 pi)). */
  public static final double LOG_ROOT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  private static final double ROOT_TWO = Math.sqrt(2);
  private static final double LOG_HALF = -Math.log(2);

  /** e to this is still a normal number. */
  private static final double FAR_LOG = -700;

  /** Below this the series of the tail is used. */
  private static final double FAR = -20;

  private static final int MAX_NEWTON_STEPS = 100;
  private static final double TOLERANCE = 1e-8;

  private Gauss() {}

  /** Share of the normal distribution below {@code x}. */
  public static double below(double x) {
    double z = x / ROOT_TWO;
    if (z < -1 / ROOT_TWO) {
      return 0.5 * Erfc.value(-z);
    }
    return z < 1 / ROOT_TWO ? 0.5 + 0.5 * Erf.value(z) : 1 - 0.5 * Erfc.value(z);
  }

  /** Logarithm of the share below {@code x}. */
  public static double logBelow(double x) {
    if (x > 6) {
      return -below(-x);
    }
    return x > FAR ? Math.log(below(x)) : logTail(x);
  }

  /** Abramowitz and Stegun 26.2.12: the density over the distance, times an asymptotic series. */
  private static double logTail(double x) {
    double inverse = 1 / (x * x);
    double series = 1;
    double before = 0;
    double term = 1;
    for (int i = 1; Math.abs(before - series) > Math.ulp(1.0); i++) {
      before = series;
      term *= -(2 * i - 1) * inverse;
      series += term;
    }
    return -0.5 * x * x - Math.log(-x) - LOG_ROOT_TWO_PI + Math.log(series);
  }

  /** Logarithm of the share between {@code a} and {@code b}; -infinity if they are one. */
  public static double logMass(double a, double b) {
    if (b <= 0) {
      return logDifference(logBelow(b), logBelow(a));
    }
    if (a > 0) {
      return logDifference(logBelow(-a), logBelow(-b));
    }
    return Math.log1p(-below(a) - below(-b));
  }

  /** log(e^p - e^q) for p at least q. */
  private static double logDifference(double p, double q) {
    return p + Math.log1p(-Math.exp(q - p));
  }

  /** log(e^p + e^q). */
  private static double logSum(double p, double q) {
    double most = Math.max(p, q);
    return Double.isInfinite(most) ? most : most + Math.log1p(Math.exp(Math.min(p, q) - most));
  }

  /**
   * The point of a normal distribution cut off at {@code a} and {@code b} with a share of {@code q}
   * of it below.
   *
   * @param q in [0, 1]
   */
  static double truncatedQuantile(double q, double a, double b) {
    if (q == 0) {
      return a;
    }
    if (q == 1) {
      return b;
    }
    double mass = logMass(a, b);
    return a < 0
        ? inverseLogBelow(logSum(logBelow(a), Math.log(q) + mass))
        : -inverseLogBelow(logSum(logBelow(-b), Math.log1p(-q) + mass));
  }

  /**
   * The {@code x} whose {@link #logBelow} is {@code y}: by the inverse error function of the
   * smaller tail, and by Newton's method from the leading term of the tail where its share is no
   * number any more.
   *
   * @param y at most 0
   */
  public static double inverseLogBelow(double y) {
    if (y > LOG_HALF) {
      return ROOT_TWO * InverseErfc.value(-2 * Math.expm1(y));
    }
    if (y > FAR_LOG) {
      return -ROOT_TWO * InverseErfc.value(2 * Math.exp(y));
    }
    double x = -Math.sqrt(-2 * (y + LOG_ROOT_TWO_PI));
    for (int i = 0; i < MAX_NEWTON_STEPS; i++) {
      double at = logBelow(x);
      double dx = (at - y) * Math.exp(at + 0.5 * x * x + LOG_ROOT_TWO_PI);
      x -= dx;
      if (Math.abs(dx) < TOLERANCE * Math.abs(x)) {
        break;
      }
    }
    return x;
  }
}
