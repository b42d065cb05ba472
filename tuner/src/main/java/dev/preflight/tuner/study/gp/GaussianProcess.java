package dev.preflight.tuner.study.gp;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;

/**
 * What is believed of a function after it was seen at some points.
 *
 * <p>A point costs trials times trials to be judged, one more trial the same, and all anew the cube
 * of them.
 *
 * <p>Source: Rasmussen and Williams, "Gaussian processes for machine learning" (2006), algorithm
 * 2.1.
 */
final class GaussianProcess {

  /** The mean and the standard deviation at a point. */
  record Belief(double mean, double deviation) {}

  private static final double SYMMETRIC = 1e-10;
  private static final double POSITIVE = 1e-12;

  /** What the diagonal gains where rounding spoils the decomposition, in shares of the scale. */
  private static final double[] JITTERS = {0, 1e-8, 1e-6, 1e-4, 1e-2};

  final Kernel kernel;
  private final double[][] points;
  private final double[] seen;
  private final double[][] inverse;
  private final double[] weights;

  private GaussianProcess(Kernel kernel, double[][] points, double[] seen, double[][] inverse) {
    this.kernel = kernel;
    this.points = points;
    this.seen = seen;
    this.inverse = inverse;
    this.weights = times(inverse, seen);
  }

  /**
   * The belief after some observations.
   *
   * @param points of the unit cube; an index along a choice
   * @param seen a value for each, none of them infinite, with mean 0 and variance 1 or so
   */
  static GaussianProcess of(Kernel kernel, double[][] points, double[] seen) {
    double[][] lower = decompose(covariance(kernel, points), kernel.scale()).getL().getData();
    return new GaussianProcess(kernel, points, seen, inverse(lower));
  }

  static double[][] covariance(Kernel kernel, double[][] points) {
    int n = points.length;
    double[][] covariance = new double[n][n];
    for (int a = 0; a < n; a++) {
      covariance[a][a] = kernel.scale() + kernel.noise();
      for (int b = 0; b < a; b++) {
        covariance[a][b] = kernel.between(points[a], points[b]);
        covariance[b][a] = covariance[a][b];
      }
    }
    return covariance;
  }

  /**
   * The decomposition, with what it takes on the diagonal.
   *
   * @throws NonPositiveDefiniteMatrixException if nothing helps, as with values that are no numbers
   */
  static CholeskyDecomposition decompose(double[][] covariance, double scale) {
    return decompose(covariance, scale, 0);
  }

  private static CholeskyDecomposition decompose(double[][] covariance, double scale, int tried) {
    try {
      return jittered(covariance, JITTERS[tried] * scale);
    } catch (NonPositiveDefiniteMatrixException e) {
      if (tried == JITTERS.length - 1) {
        throw e;
      }
      return decompose(covariance, scale, tried + 1);
    }
  }

  private static CholeskyDecomposition jittered(double[][] covariance, double jitter) {
    double[][] copy = new double[covariance.length][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = covariance[i].clone();
      copy[i][i] += jitter;
    }
    return new CholeskyDecomposition(new Array2DRowRealMatrix(copy, false), SYMMETRIC, POSITIVE);
  }

  /**
   * The inverse of a matrix from its lower triangle, rows at a time, which the machine does four
   * numbers at once: two to three times as fast as the solver of Commons Math.
   */
  static double[][] inverse(double[][] lower) {
    int n = lower.length;
    double[][] triangle = new double[n][];
    for (int a = 0; a < n; a++) {
      double[] row = new double[a + 1];
      for (int b = 0; b < a; b++) {
        double times = -lower[a][b];
        double[] above = triangle[b];
        for (int c = 0; c <= b; c++) {
          row[c] += times * above[c];
        }
      }
      row[a] = 1;
      for (int c = 0; c <= a; c++) {
        row[c] /= lower[a][a];
      }
      triangle[a] = row;
    }
    double[][] inverse = new double[n][n];
    for (int a = 0; a < n; a++) {
      double[] row = triangle[a];
      for (int b = 0; b <= a; b++) {
        double times = row[b];
        double[] to = inverse[b];
        for (int c = 0; c <= b; c++) {
          to[c] += times * row[c];
        }
      }
    }
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < a; b++) {
        inverse[b][a] = inverse[a][b];
      }
    }
    return inverse;
  }

  /** The belief after one more observation; this one stays as it is. */
  GaussianProcess with(double[] point, double value) {
    int n = points.length;
    double[] row = covariances(point);
    double[] solved = times(inverse, row);
    double left = kernel.scale() + kernel.noise() - dot(row, solved);
    double pivot = 1 / Math.max(left, Kernel.LEAST_NOISE);
    double[][] grown = new double[n + 1][n + 1];
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        grown[a][b] = inverse[a][b] + pivot * solved[a] * solved[b];
      }
      grown[a][n] = -pivot * solved[a];
      grown[n][a] = grown[a][n];
    }
    grown[n][n] = pivot;
    double[][] morePoints = Arrays.copyOf(points, n + 1);
    morePoints[n] = point;
    double[] moreSeen = Arrays.copyOf(seen, n + 1);
    moreSeen[n] = value;
    return new GaussianProcess(kernel, morePoints, moreSeen, grown);
  }

  /** The same points with other values. */
  GaussianProcess withValues(double[] values) {
    return new GaussianProcess(kernel, points, values, inverse);
  }

  int size() {
    return points.length;
  }

  /** The mean at one of the points that were seen: closer to the others the more noise there is. */
  double smoothed(int i) {
    return seen[i] - kernel.noise() * weights[i];
  }

  Belief at(double[] x) {
    double[] row = covariances(x);
    double variance = kernel.scale() - dot(row, times(inverse, row));
    return new Belief(dot(row, weights), deviation(variance));
  }

  private static double deviation(double variance) {
    return Math.sqrt(Math.max(variance, 1e-12));
  }

  /**
   * The belief with its slopes.
   *
   * @param meanSlope where to put the gradient of the mean; along choices nothing
   * @param deviationSlope where to put the gradient of the standard deviation
   */
  Belief at(double[] x, double[] meanSlope, double[] deviationSlope) {
    int n = points.length;
    double[] row = new double[n];
    double[] slope = new double[n];
    for (int a = 0; a < n; a++) {
      double r = Math.sqrt(5 * kernel.squared(x, points[a]));
      double decay = kernel.scale() * Math.exp(-r);
      row[a] = (1 + r + r * r / 3) * decay;
      slope[a] = -5.0 / 6 * (1 + r) * decay;
    }
    double[] solved = times(inverse, row);
    double deviation = deviation(kernel.scale() - dot(row, solved));
    for (int i = 0; i < x.length; i++) {
      double mean = 0;
      double variance = 0;
      if (!kernel.choice()[i]) {
        for (int a = 0; a < n; a++) {
          double along = slope[a] * (x[i] - points[a][i]);
          mean += weights[a] * along;
          variance += solved[a] * along;
        }
      }
      meanSlope[i] = 2 * kernel.sensitivity()[i] * mean;
      deviationSlope[i] = -2 * kernel.sensitivity()[i] * variance / deviation;
    }
    return new Belief(dot(row, weights), deviation);
  }

  private double[] covariances(double[] x) {
    double[] row = new double[points.length];
    for (int a = 0; a < row.length; a++) {
      row[a] = kernel.between(x, points[a]);
    }
    return row;
  }

  /** A symmetric matrix times a vector, row by row, which the machine does four at a time. */
  private static double[] times(double[][] matrix, double[] vector) {
    double[] result = new double[vector.length];
    for (int a = 0; a < vector.length; a++) {
      double[] row = matrix[a];
      double v = vector[a];
      for (int b = 0; b < result.length; b++) {
        result[b] += v * row[b];
      }
    }
    return result;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
