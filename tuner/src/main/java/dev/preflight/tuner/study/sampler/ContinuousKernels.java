package dev.preflight.tuner.study.sampler;

import dev.preflight.tuner.study.space.FloatDistribution;

/** Truncated normal kernels along a range of all numbers, or of their logarithms. */
final class ContinuousKernels implements Kernels {
  private final Column column;
  private final double[] mu;
  private final double[] sigma;
  private final double[] norm;
  private final double[] precision;

  /**
   * @param trials whose kernels these are
   * @param remembered whether the column keeps what was worked out
   */
  ContinuousKernels(Column column, Bandwidth bandwidth, int[] trials, boolean remembered) {
    this.column = column;
    this.mu = bandwidth.mu;
    this.sigma = bandwidth.sigma;
    int count = mu.length;
    norm = new double[count];
    precision = new double[count];
    for (int k = 0; k < count; k++) {
      norm[k] =
          remembered && k < trials.length
              ? column.norm(trials[k], sigma[k])
              : column.logNorm(mu[k], sigma[k]);
      precision[k] = 0.5 / (sigma[k] * sigma[k]);
    }
  }

  @Override
  public boolean categorical() {
    return false;
  }

  @Override
  public double draw(int kernel, double uniform) {
    FloatDistribution range = (FloatDistribution) column.distribution;
    double value = column.draw(mu[kernel], sigma[kernel], uniform);
    return Math.min(Math.max(value, range.low()), range.high());
  }

  @Override
  public void addConstant(double[] sums) {
    for (int k = 0; k < norm.length; k++) {
      sums[k] -= norm[k];
    }
  }

  @Override
  public void addDensity(double value, double[] sums) {
    double x = column.scale(value);
    double[] centres = mu;
    double[] precisions = precision;
    int count = centres.length;
    for (int k = 0; k < count; k++) {
      double d = x - centres[k];
      sums[k] -= d * d * precisions[k];
    }
  }
}
