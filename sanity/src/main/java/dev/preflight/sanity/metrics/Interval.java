package dev.preflight.sanity.metrics;

import dev.preflight.sanity.check.Statistics;

/**
 * A 95 % interval.
 *
 * @param low lower end; NaN where there is none
 * @param high upper end
 */
public record Interval(double low, double high) {

  /**
   * Of a share: Wilson's score interval, which stays in [0, 1] and holds for shares near its ends.
   *
   * <p>Wilson, JASA 22 (1927); recommended by Brown, Cai and DasGupta, Statistical Science 16
   * (2001).
   *
   * @param successes in [0, trials]
   * @param trials at least 0; without any the interval is [0, 1]
   */
  public static Interval ofShare(long successes, long trials) {
    if (successes < 0 || successes > trials) {
      throw new IllegalArgumentException(successes + " of " + trials);
    }
    if (trials == 0) {
      return new Interval(0, 1);
    }
    Statistics.Interval wilson =
        Statistics.wilson((double) successes / (double) trials, trials, Statistics.Z95);
    // Rounding must not move an end that is exact.
    return new Interval(successes == 0 ? 0 : wilson.low(), successes == trials ? 1 : wilson.high());
  }

  /**
   * Of the difference of two independent shares, the first minus the second: Newcombe's hybrid of
   * two Wilson intervals (Statistics in Medicine 17, 1998, method 10).
   */
  public static Interval ofDifference(long first, long ofFirst, long second, long ofSecond) {
    double a = (double) first / (double) ofFirst;
    double b = (double) second / (double) ofSecond;
    Interval ia = ofShare(first, ofFirst);
    Interval ib = ofShare(second, ofSecond);
    return new Interval(
        a - b - Math.hypot(a - ia.low(), ib.high() - b),
        a - b + Math.hypot(ia.high() - a, b - ib.low()));
  }

  /** Whether all of it is above a number. */
  public boolean isAbove(double number) {
    return low > number;
  }

  /** Whether all of it is below a number. */
  public boolean isBelow(double number) {
    return high < number;
  }
}
