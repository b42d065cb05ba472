package dev.preflight.tuner.finder;

/**
 * How long the finder's runs are.
 *
 * @param planned updates of the run to find a rate for
 * @param scan updates of a run of the scan
 * @param longer updates of a run that judges between two rates
 * @param budget most updates of all runs, where that allows the fewest of them
 */
record RunLengths(long planned, int scan, int longer, long budget) {

  private static final int SHORTEST = 16;
  private static final int LONGEST_SCAN = 60;
  private static final int LONGEST = 180;

  /** Most updates of ramps and runs together: twice the planned ones, and no more than this. */
  private static final long MOST = 1000;

  private static final int FEWEST_SCANNED = 4;
  private static final int MOST_SCANNED = 9;

  static long total(long planned) {
    return Math.min(MOST, 2 * planned);
  }

  /**
   * The lengths for a planned run.
   *
   * @param spent updates that ramps took
   */
  static RunLengths of(long planned, long spent) {
    int scan = (int) Math.max(SHORTEST, Math.min(LONGEST_SCAN, planned / 7));
    int longer = (int) Math.max(2 * SHORTEST, Math.min(LONGEST, planned * 38 / 100));
    return new RunLengths(planned, scan, longer, total(planned) - spent);
  }

  /** Runs that the budget leaves for the scan. */
  int scanned() {
    return (int) Math.max(FEWEST_SCANNED, Math.min(MOST_SCANNED, (budget - 2L * longer) / scan));
  }

  /** A power of how many times longer the planned run is than so many updates; 1 if it is not. */
  double beyond(double updates, double exponent) {
    return Math.pow(Math.max(1, planned / updates), exponent);
  }
}
