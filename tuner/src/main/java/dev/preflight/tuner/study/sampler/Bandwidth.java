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

  private final double least;
  private final double range;
  private int last = -1;
  private double lastGap = Double.NaN;

  /**
   * @param kernel by trial number: which kernel is the trial's; -1 for none
   * @param count how many trials have one; the prior comes after them
   */
  Bandwidth(Column column, int[] kernel, int count) {
    mu = new double[count + 1];
    sigma = new double[count + 1];
    range = column.high - column.low;
    least = range / Math.min(MOST, 2.0 + count);
    column.forEach(
        (trial, value) -> {
          int k = trial < kernel.length ? kernel[trial] : -1;
          if (k >= 0) {
            next(k, value);
          }
        });
    if (last >= 0) {
      double only = Math.max(mu[last] - column.low, column.high - mu[last]);
      sigma[last] = clip(Double.isNaN(lastGap) ? only : lastGap);
    }
    mu[count] = 0.5 * (column.low + column.high);
    sigma[count] = range;
  }

  private void next(int k, double value) {
    mu[k] = value;
    if (last >= 0) {
      double gap = value - mu[last];
      sigma[last] = clip(Double.isNaN(lastGap) ? gap : Math.max(lastGap, gap));
      lastGap = gap;
    }
    last = k;
  }

  private double clip(double width) {
    return Math.min(Math.max(width, least), range);
  }
}
