package dev.preflight.sanity.metrics;

import dev.preflight.sanity.check.Statistics;

/**
 * A 95 % interval.
 *
 * @param low lower end; NaN where there is none
 * @param high upper end
 */
public record Interval(double low, double high) {

  /** None: too little is known. */
  public static final Interval NONE = new Interval(Double.NaN, Double.NaN);

  /** Items with fewer of which an average is not normal enough. */
  static final int LEAST = 30;

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
    return ofDifference(
        (double) first / (double) ofFirst,
        ofShare(first, ofFirst),
        (double) second / (double) ofSecond,
        ofShare(second, ofSecond));
  }

  /**
   * Of a mean, by the items' influence on it, which is normal for many items.
   *
   * @param estimate the mean, or what stands for it
   * @param squares sum of the squared influences of the items
   * @param items at least {@link #LEAST}; with fewer there is no interval
   */
  static Interval ofInfluence(double estimate, double squares, long items) {
    if (items < LEAST || Double.isNaN(estimate)) {
      return NONE;
    }
    double half = Statistics.Z95 * Math.sqrt(squares) / (double) items;
    return new Interval(estimate - half, estimate + half);
  }

  /**
   * The difference of two independent quantities with an interval each, the first minus the second.
   */
  public static Interval ofDifference(
      double first, Interval ofFirst, double second, Interval ofSecond) {
    return new Interval(
        first - second - Math.hypot(first - ofFirst.low, ofSecond.high - second),
        first - second + Math.hypot(ofFirst.high - first, second - ofSecond.low));
  }

  /** Whether there is one: without, nothing is above or below. */
  public boolean isKnown() {
    return !Double.isNaN(low) && !Double.isNaN(high);
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
