package dev.preflight.tuner.study.sampler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A density around trials: a mixture with one component a trial, which is the product of its
 * kernels along all parameters, and one for the prior (Bergstra et al., NeurIPS 2011; the product
 * over parameters as in Falkner et al., ICML 2018).
 *
 * <p>Candidates are evaluated against all components: candidates times trials times parameters.
 */
final class ParzenEstimator {

  /** The newest trials that count in full. */
  private static final int RECENT = 25;

  /** A component this far below the greatest adds nothing to a sum in double precision. */
  private static final double NEGLIGIBLE = 40;

  private final List<Kernels> kernels = new ArrayList<>();
  private final double[] weights;
  private final double[] constant;

  /**
   * @param trials numbers, ascending, of trials that have every parameter
   * @param aging whether older trials count less
   * @param remembered whether the columns keep what is worked out for a trial's kernel
   */
  ParzenEstimator(List<Column> columns, int[] trials, boolean aging, boolean remembered) {
    weights = weights(trials.length, aging);
    constant = new double[weights.length];
    for (int k = 0; k < constant.length; k++) {
      constant[k] = Math.log(weights[k]);
    }
    int[] kernel = new int[trials.length == 0 ? 0 : trials[trials.length - 1] + 1];
    Arrays.fill(kernel, -1);
    for (int k = 0; k < trials.length; k++) {
      kernel[trials[k]] = k;
    }
    for (Column column : columns) {
      Kernels along = kernels(column, kernel, trials, remembered);
      along.addConstant(constant);
      kernels.add(along);
    }
  }

  private static Kernels kernels(Column column, int[] kernel, int[] trials, boolean remembered) {
    if (column.categorical()) {
      return new ChoiceKernels(column, trials);
    }
    Bandwidth bandwidth = new Bandwidth(column, kernel, trials.length);
    return column.step > 0
        ? new GridKernels(column, bandwidth)
        : new ContinuousKernels(column, bandwidth, trials, remembered);
  }

  /** The newest in full, the ones before in a line down to one n-th; the prior like a new one. */
  private static double[] weights(int trials, boolean aging) {
    double[] weights = new double[trials + 1];
    Arrays.fill(weights, 1);
    int old = aging ? trials - RECENT : 0;
    for (int i = 0; i < old; i++) {
      weights[i] = old == 1 ? 1.0 / trials : 1.0 / trials + i * ((1 - 1.0 / trials) / (old - 1));
    }
    double sum = Arrays.stream(weights).sum();
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  /**
   * Draws candidates: which trial each is near, then the choices, then the numbers.
   *
   * @return internal values by candidate and parameter
   */
  double[][] sample(Uniforms uniforms, int count) {
    double[] cumulated = new double[weights.length];
    double sum = 0;
    for (int k = 0; k < weights.length; k++) {
      sum += weights[k];
      cumulated[k] = sum;
    }
    int[] component = new int[count];
    for (int c = 0; c < count; c++) {
      double u = uniforms.next();
      int k = 0;
      while (k < weights.length - 1 && cumulated[k] / sum <= u) {
        k++;
      }
      component[c] = k;
    }
    double[][] samples = new double[count][kernels.size()];
    draw(samples, component, uniforms, true);
    draw(samples, component, uniforms, false);
    return samples;
  }

  private void draw(double[][] samples, int[] component, Uniforms uniforms, boolean choices) {
    for (int p = 0; p < kernels.size(); p++) {
      Kernels along = kernels.get(p);
      if (along.categorical() == choices) {
        for (int c = 0; c < samples.length; c++) {
          samples[c][p] = along.draw(component[c], uniforms.next());
        }
      }
    }
  }

  /** The logarithm of the density at internal values of all parameters. */
  double logDensity(double[] values) {
    double[] sums = constant.clone();
    for (int p = 0; p < values.length; p++) {
      kernels.get(p).addDensity(values[p], sums);
    }
    double most = Double.NEGATIVE_INFINITY;
    for (double s : sums) {
      most = Math.max(most, s);
    }
    if (most == Double.NEGATIVE_INFINITY) {
      return most;
    }
    double sum = 0;
    for (double s : sums) {
      double below = s - most;
      if (below > -NEGLIGIBLE) {
        sum += Math.exp(below);
      }
    }
    return most + Math.log(sum);
  }
}
