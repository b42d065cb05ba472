package dev.preflight.tuner.study.evolution;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.special.Gamma;

/**
 * Covariance matrix adaptation: a normal distribution that moves to where points are good, and
 * takes the shape of the valley there. It is asked for points and told generations of them.
 *
 * <p>A telling costs {@code points * n^2}, and one decomposition of n^3. Not thread-safe.
 *
 * <p>Source: Hansen, arXiv:1604.00772 (2016), figure 6, with active covariance; the stopping rules
 * are those of Hansen (2009) with the numbers of the {@code cmaes} package.
 */
final class CmaEs {

  private static final double LARGEST_STEP = 1e32;
  private static final double SMALLEST_EIGENVALUE = 1e-30;
  private static final double TOLERANCE = 1e-12;
  private static final double MOST_GROWTH = 1e4;
  private static final double MOST_CONDITION = 1e14;

  private final int n;
  private final CmaStrategy strategy;
  private final double firstStep;
  private final double usualLength;
  private final double[] mean;
  private final double[] stepPath;
  private final double[] path;
  private final double[][] covariance;
  private final double[] spread;
  private final double[][] axes;
  private final double[] lately;
  private double step;
  private int generation;
  private double rangeOfLast = Double.POSITIVE_INFINITY;

  /** A point and its loss; infinite losses are the worst. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Told(double[] point, double loss) {}

  CmaEs(double[] mean, double step, CmaStrategy strategy) {
    this.n = mean.length;
    this.strategy = strategy;
    this.mean = mean.clone();
    this.step = step;
    this.firstStep = step;
    this.usualLength =
        Math.sqrt(2) * Math.exp(Gamma.logGamma((n + 1) / 2.0) - Gamma.logGamma(n / 2.0));
    this.stepPath = new double[n];
    this.path = new double[n];
    this.covariance = new double[n][n];
    this.axes = new double[n][n];
    this.spread = new double[n];
    for (int i = 0; i < n; i++) {
      covariance[i][i] = 1;
      axes[i][i] = 1;
      spread[i] = 1;
    }
    this.lately = new double[10 + (int) Math.ceil(30.0 * n / strategy.points())];
    Arrays.fill(lately, Double.NaN);
  }

  /** A search whose first generation is drawn from a normal distribution. */
  static CmaEs around(double[] mean, double[][] covariance, CmaStrategy strategy) {
    int n = mean.length;
    double[] eigenvalues =
        new EigenDecomposition(new Array2DRowRealMatrix(covariance)).getRealEigenvalues();
    double logDeterminant = 0;
    for (double eigenvalue : eigenvalues) {
      logDeterminant += Math.log(Math.max(SMALLEST_EIGENVALUE, eigenvalue));
    }
    double variance = Math.exp(logDeterminant / n);
    CmaEs search = new CmaEs(mean, Math.sqrt(variance), strategy);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        search.covariance[i][j] = covariance[i][j] / variance;
      }
    }
    search.decompose();
    return search;
  }

  /**
   * A point.
   *
   * @param normals as many standard normal numbers as there are dimensions
   */
  double[] at(double[] normals) {
    double[] point = mean.clone();
    for (int k = 0; k < n; k++) {
      double along = step * spread[k] * normals[k];
      for (int i = 0; i < n; i++) {
        point[i] += along * axes[i][k];
      }
    }
    return point;
  }

  /** Learns from a generation of as many points as the strategy has weights. */
  void tell(List<Told> told) {
    List<Told> sorted = told.stream().sorted(Comparator.comparingDouble(Told::loss)).toList();
    generation++;
    remember(sorted);
    double[][] moves = new double[sorted.size()][n];
    double[] lengths = new double[moves.length];
    double[] moved = new double[n];
    for (int k = 0; k < moves.length; k++) {
      double weight = Math.max(0, strategy.weights()[k]);
      for (int i = 0; i < n; i++) {
        moves[k][i] = (sorted.get(k).point()[i] - mean[i]) / step;
      }
      lengths[k] = shorten(moves[k]);
      for (int i = 0; i < n; i++) {
        moved[i] += weight * moves[k][i];
      }
    }
    double kept = 1 - strategy.pathOfStep();
    double taken = Math.sqrt(strategy.pathOfStep() * (1 + kept) * strategy.effective());
    double[] white = whitened(moved);
    for (int i = 0; i < n; i++) {
      mean[i] += step * moved[i];
      stepPath[i] = kept * stepPath[i] + taken * white[i];
    }
    double length = length(stepPath);
    double settled = Math.sqrt(1 - Math.pow(kept, 2.0 * generation));
    boolean steady = length / settled < (1.4 + 2.0 / (n + 1)) * usualLength;
    turn(moves, lengths, moved, steady);
    step *= Math.exp(strategy.pathOfStep() / strategy.damping() * (length / usualLength - 1));
    step = Math.min(step, LARGEST_STEP);
    decompose();
  }

  /**
   * A point that the distribution would not have drawn counts as a nearer one on the way to it.
   *
   * @return how long the move is then, in units in which the distribution is round
   */
  private double shorten(double[] move) {
    double length = length(whitened(move));
    double most = Math.sqrt(n) + 2.0 * n / (n + 2);
    if (length > most) {
      for (int i = 0; i < n; i++) {
        move[i] *= most / length;
      }
    }
    return Math.min(length, most);
  }

  private static double length(double[] vector) {
    return Math.sqrt(Arrays.stream(vector).map(x -> x * x).sum());
  }

  private void turn(double[][] moves, double[] lengths, double[] moved, boolean steady) {
    double c = strategy.path();
    double taken = steady ? Math.sqrt(c * (2 - c) * strategy.effective()) : 0;
    for (int i = 0; i < n; i++) {
      path[i] = (1 - c) * path[i] + taken * moved[i];
    }
    double[] weights = strategy.weights().clone();
    for (int k = 0; k < weights.length; k++) {
      if (weights[k] < 0) {
        weights[k] *= n / (lengths[k] * lengths[k] + 1e-8);
      }
    }
    double sum = Arrays.stream(strategy.weights()).sum();
    double lost = steady ? 0 : c * (2 - c);
    double kept = 1 + strategy.rankOne() * lost - strategy.rankOne() - strategy.rankMu() * sum;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double seen = 0;
        for (int k = 0; k < weights.length; k++) {
          seen += weights[k] * moves[k][i] * moves[k][j];
        }
        covariance[i][j] =
            kept * covariance[i][j]
                + strategy.rankOne() * path[i] * path[j]
                + strategy.rankMu() * seen;
        covariance[j][i] = covariance[i][j];
      }
    }
  }

  /** A move in units in which the distribution is round. */
  private double[] whitened(double[] move) {
    double[] white = new double[n];
    for (int k = 0; k < n; k++) {
      double along = 0;
      for (int i = 0; i < n; i++) {
        along += axes[i][k] * move[i];
      }
      along /= spread[k];
      for (int i = 0; i < n; i++) {
        white[i] += axes[i][k] * along;
      }
    }
    return white;
  }

  private void decompose() {
    EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(covariance, false));
    for (int k = 0; k < n; k++) {
      spread[k] = Math.sqrt(Math.max(SMALLEST_EIGENVALUE, eigen.getRealEigenvalue(k)));
      for (int i = 0; i < n; i++) {
        axes[i][k] = eigen.getV().getEntry(i, k);
      }
    }
  }

  private void remember(List<Told> sorted) {
    lately[generation % lately.length] = sorted.get(0).loss();
    rangeOfLast = sorted.get(sorted.size() - 1).loss() - sorted.get(0).loss();
  }

  /** Whether nothing more is to be expected: it has converged, or got lost. */
  boolean isOver() {
    boolean flat =
        generation > lately.length
            && rangeOfLast < TOLERANCE
            && Arrays.stream(lately).max().orElseThrow() - Arrays.stream(lately).min().orElseThrow()
                < TOLERANCE;
    boolean small =
        IntStream.range(0, n)
            .allMatch(
                i ->
                    step * Math.sqrt(covariance[i][i]) < TOLERANCE * firstStep
                        && step * Math.abs(path[i]) < TOLERANCE * firstStep);
    double widest = Arrays.stream(spread).max().orElseThrow();
    double ratio = widest / Arrays.stream(spread).min().orElseThrow();
    boolean lost = step * widest > MOST_GROWTH || ratio * ratio > MOST_CONDITION;
    boolean still =
        IntStream.range(0, n)
            .anyMatch(i -> mean[i] == mean[i] + 0.2 * step * Math.sqrt(covariance[i][i]));
    return flat || small || lost || still || !Double.isFinite(step);
  }

  double[] mean() {
    return mean.clone();
  }

  double step() {
    return step;
  }

  double[][] covariance() {
    return Arrays.stream(covariance).map(double[]::clone).toArray(double[][]::new);
  }

  int points() {
    return strategy.points();
  }
}
