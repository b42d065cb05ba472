package dev.preflight.tuner.study.gp;

import dev.preflight.tuner.study.gp.BoxedMinimizer.Minimum;
import java.util.Arrays;
import java.util.Objects;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/**
 * The kernel that explains what was seen best: the largest marginal likelihood, weighed by what
 * kernels are usual.
 *
 * <p>Sources: Rasmussen and Williams, "Gaussian processes for machine learning" (2006), 5.8 and
 * 5.9; the weights are Optuna 5's, so that its numbers are an oracle: {@code exp(-0.1 / s - 0.1 s)}
 * for each sensitivity, Gamma(2, 1) for the scale and Gamma(1.1, 30) for the noise.
 */
final class KernelFit {

  private static final int ITERATIONS = 60;
  private static final double TOLERANCE = 1e-2;

  /**
   * Sensitivity and noise to begin with: one start takes the objective for restless and noisy, the
   * other for calm. From one alone the likelihood's lesser maximum is taken too often.
   */
  private static final double[][] STARTS = {{1, 1e-2}, {0.1, 1e-5}};

  private static final double MOST = Math.log(1e4);
  private static final double LEAST = Math.log(1e-4);
  private static final double MOST_NOISE = Math.log(10);

  private final boolean[] choice;
  private final double[][] points;
  private final double[] seen;
  private final int d;

  KernelFit(boolean[] choice, double[][] points, double[] seen) {
    this.choice = choice;
    this.points = points;
    this.seen = seen;
    this.d = choice.length;
  }

  /** The best kernel that is found. */
  Kernel best() {
    return best(MOST_NOISE);
  }

  /** The best kernel that is found of those that take what was seen for exact. */
  Kernel calm() {
    return best(Math.log(Kernel.LEAST_NOISE));
  }

  private Kernel best(double mostNoise) {
    double[] low = new double[d + 2];
    double[] high = new double[d + 2];
    Arrays.fill(low, LEAST);
    Arrays.fill(high, MOST);
    low[d + 1] = Math.log(Kernel.LEAST_NOISE);
    high[d + 1] = mostNoise;
    BoxedMinimizer minimizer = new BoxedMinimizer(this::loss, low, high);
    Minimum best = null;
    for (double[] first : STARTS) {
      double[] start = new double[d + 2];
      Arrays.fill(start, 0, d, Math.log(first[0]));
      start[d + 1] = Math.log(first[1]);
      Minimum minimum = minimizer.from(start, ITERATIONS, TOLERANCE);
      best = best == null || minimum.value() < best.value() ? minimum : best;
    }
    return kernel(Objects.requireNonNull(best).x());
  }

  private Kernel kernel(double[] logs) {
    double[] sensitivity = new double[d];
    for (int i = 0; i < d; i++) {
      sensitivity[i] = Math.exp(logs[i]);
    }
    return new Kernel(choice, sensitivity, Math.exp(logs[d]), Math.exp(logs[d + 1]));
  }

  /** Minus the logarithm of likelihood times weight, but for a constant. */
  double loss(Kernel kernel) {
    double[] logs = new double[d + 2];
    for (int i = 0; i < d; i++) {
      logs[i] = Math.log(kernel.sensitivity()[i]);
    }
    logs[d] = Math.log(kernel.scale());
    logs[d + 1] = Math.log(kernel.noise());
    return loss(logs, new double[d + 2]);
  }

  private double loss(double[] logs, double[] gradient) {
    Kernel kernel = kernel(logs);
    int n = points.length;
    double[][] covariance = new double[n][n];
    double[][] slope = new double[n][];
    for (int a = 0; a < n; a++) {
      covariance[a][a] = kernel.scale() + kernel.noise();
      slope[a] = new double[a];
      for (int b = 0; b < a; b++) {
        double r = Math.sqrt(5 * kernel.squared(points[a], points[b]));
        double decay = kernel.scale() * Math.exp(-r);
        covariance[a][b] = (1 + r + r * r / 3) * decay;
        covariance[b][a] = covariance[a][b];
        slope[a][b] = -5.0 / 6 * (1 + r) * decay;
      }
    }
    CholeskyDecomposition cholesky = GaussianProcess.decompose(covariance, kernel.scale());
    double[][] lower = cholesky.getL().getData();
    double[][] inverse = GaussianProcess.inverse(lower);
    double[] weights = new double[n];
    double loss = 0;
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        weights[b] += seen[a] * inverse[a][b];
      }
      loss += Math.log(lower[a][a]);
    }
    double trace = 0;
    double bySeen = 0;
    for (int a = 0; a < n; a++) {
      loss += 0.5 * seen[a] * weights[a];
      trace += inverse[a][a] - weights[a] * weights[a];
      bySeen += seen[a] * weights[a];
    }
    // Of noise: the trace of W = inverse - weights weights'. Of scale: W times the covariance
    // without noise.
    gradient[d + 1] = 0.5 * kernel.noise() * trace;
    gradient[d] = 0.5 * (n - bySeen - kernel.noise() * trace);
    alongSensitivities(kernel, inverse, weights, slope, gradient);
    return loss + prior(kernel, gradient);
  }

  private void alongSensitivities(
      Kernel kernel, double[][] inverse, double[] weights, double[][] slope, double[] gradient) {
    Arrays.fill(gradient, 0, d, 0);
    for (int a = 0; a < points.length; a++) {
      for (int b = 0; b < a; b++) {
        double share = (inverse[a][b] - weights[a] * weights[b]) * slope[a][b];
        for (int i = 0; i < d; i++) {
          gradient[i] += share * kernel.apart(points[a], points[b], i);
        }
      }
    }
    for (int i = 0; i < d; i++) {
      gradient[i] *= kernel.sensitivity()[i];
    }
  }

  private double prior(Kernel kernel, double[] gradient) {
    double loss = 0;
    for (int i = 0; i < d; i++) {
      double s = kernel.sensitivity()[i];
      loss += 0.1 / s + 0.1 * s;
      gradient[i] += -0.1 / s + 0.1 * s;
    }
    loss += kernel.scale() - Math.log(kernel.scale());
    gradient[d] += kernel.scale() - 1;
    loss += 30 * kernel.noise() - 0.1 * Math.log(kernel.noise());
    gradient[d + 1] += 30 * kernel.noise() - 0.1;
    return loss;
  }
}
