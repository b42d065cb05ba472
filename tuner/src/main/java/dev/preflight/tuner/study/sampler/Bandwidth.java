package dev.preflight.tuner.study.sampler;

/**
 * Centres and widths of numeric kernels: each as wide as the larger gap to its neighbours, the
 * outermost as the gap to their only one, none narrower than a share of the range. This is the
 * hyperopt rule that Optuna 5 went back to.
 */
final class Bandwidth {

  /** At most this many kernels side by side. */
  private static final double MOST = 100;

  final double[] mu;
  final double[] sigma;

  /**
   * @param kernel by trial number: which kernel is the trial's; -1 for none
   * @param count how many trials have one; the prior comes after them
   */
  Bandwidth(Column column, int[] kernel, int count) {
    mu = new double[count + 1];
    sigma = new double[count + 1];
    double range = column.high - column.low;
    double least = range / Math.min(MOST, 2.0 + count);
    int last = -1;
    double lastGap = Double.NaN;
    for (int rank = 0; rank < column.size(); rank++) {
      int trial = column.trial(rank);
      int k = trial < kernel.length ? kernel[trial] : -1;
      if (k < 0) {
        continue;
      }
      mu[k] = column.at(trial);
      if (last >= 0) {
        double gap = mu[k] - mu[last];
        sigma[last] = clip(Double.isNaN(lastGap) ? gap : Math.max(lastGap, gap), least, range);
        lastGap = gap;
      }
      last = k;
    }
    if (last >= 0) {
      double width = Math.max(mu[last] - column.low, column.high - mu[last]);
      sigma[last] = clip(Double.isNaN(lastGap) ? width : lastGap, least, range);
    }
    mu[count] = 0.5 * (column.low + column.high);
    sigma[count] = range;
  }

  private static double clip(double width, double least, double most) {
    return Math.min(Math.max(width, least), most);
  }
}
