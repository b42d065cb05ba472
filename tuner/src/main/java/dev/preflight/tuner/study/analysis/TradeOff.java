package dev.preflight.tuner.study.analysis;

import dev.preflight.tuner.study.sampler.Draws;
import dev.preflight.tuner.study.space.CategoricalDistribution;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.jspecify.annotations.Nullable;

/**
 * Two parameters that trade off: where one is larger, the best value of the other is another one.
 *
 * <p>To the better half of the trials a square surface is fitted along the searched axes, with all
 * parameters' own terms and the product of these two. They trade off if that product explains more
 * than chance would in one study of a thousand (t-test, by Bonferroni over the pairs), the best
 * value of the one moves by at least a third of the other's move, and so they do among the best
 * fifth.
 *
 * @param first of the two
 * @param second of the two
 * @param together whether they rise together, rather than one falling as the other rises
 */
public record TradeOff(String first, String second, boolean together) {

  private static final double CHANCE = 1e-3;
  private static final double MOVES = 1 / 3.0;
  private static final double BETTER = 0.5;

  /** Of the better half so much is best; there the two must go together so strongly. */
  private static final double BEST = 0.4;

  private static final double GOES_TOGETHER = 0.4;

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Points(List<String> names, double[][] x, double[] loss) {}

  /**
   * The strongest trade-off, if there is one.
   *
   * @param trials complete ones, with a finite loss each
   */
  public static Optional<TradeOff> of(
      List<FrozenTrial> trials, ToDoubleFunction<FrozenTrial> loss) {
    Points points = points(trials, loss);
    int d = points.names().size();
    int pairs = d * (d - 1) / 2;
    TradeOff best = null;
    double least = CHANCE;
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < i; j++) {
        Fit fit = fit(points, i, j);
        boolean found =
            fit != null
                && fit.p() * pairs < least
                && fit.moves() >= MOVES
                && correlation(points, i, j) * -Math.signum(fit.product()) > GOES_TOGETHER;
        if (fit != null && found) {
          least = fit.p() * pairs;
          best = new TradeOff(points.names().get(j), points.names().get(i), fit.product() < 0);
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** The better half, along the numbers that all of them have. */
  private static Points points(List<FrozenTrial> trials, ToDoubleFunction<FrozenTrial> loss) {
    List<FrozenTrial> half =
        trials.stream()
            .sorted(Comparator.comparingDouble(loss))
            .limit((long) Math.ceil(BETTER * trials.size()))
            .toList();
    Map<String, Distribution> shared = new LinkedHashMap<>();
    if (!half.isEmpty()) {
      half.get(0)
          .params()
          .forEach(
              (name, value) -> {
                boolean number = !(value.distribution() instanceof CategoricalDistribution);
                if (number && !value.distribution().single()) {
                  shared.put(name, value.distribution());
                }
              });
    }
    for (FrozenTrial trial : half) {
      shared
          .entrySet()
          .removeIf(
              entry -> {
                ParameterValue value = trial.params().get(entry.getKey());
                return value == null || !value.distribution().equals(entry.getValue());
              });
    }
    List<String> names = new ArrayList<>(shared.keySet());
    double[][] x = new double[half.size()][names.size()];
    double[] y = new double[half.size()];
    for (int t = 0; t < x.length; t++) {
      for (int i = 0; i < names.size(); i++) {
        ParameterValue value = half.get(t).params().get(names.get(i));
        x[t][i] = value == null ? 0 : Draws.place(value.distribution(), value.internal()) - 0.5;
      }
      y[t] = loss.applyAsDouble(half.get(t));
    }
    return new Points(names, x, y);
  }

  /** How strongly two go together among the best, which come first. */
  private static double correlation(Points points, int i, int j) {
    int n = (int) (BEST * points.x().length);
    double[] a = new double[n];
    double[] b = new double[n];
    for (int t = 0; t < n; t++) {
      a[t] = points.x()[t][i];
      b[t] = points.x()[t][j];
    }
    return n < 3 ? 0 : new PearsonsCorrelation().correlation(a, b);
  }

  private record Fit(double p, double product, double moves) {}

  private static @Nullable Fit fit(Points points, int i, int j) {
    int d = points.names().size();
    int terms = 2 * d + 1;
    int n = points.loss().length;
    if (n < 2 * (terms + 1) + 5) {
      return null;
    }
    double[][] rows = new double[n][terms];
    for (int t = 0; t < n; t++) {
      double[] x = points.x()[t];
      for (int k = 0; k < d; k++) {
        rows[t][k] = x[k];
        rows[t][d + k] = x[k] * x[k];
      }
      rows[t][2 * d] = x[i] * x[j];
    }
    OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
    try {
      regression.newSampleData(points.loss(), rows);
      double[] estimated = regression.estimateRegressionParameters();
      double[] errors = regression.estimateRegressionParametersStandardErrors();
      double product = estimated[2 * d + 1];
      double t = Math.abs(product / errors[2 * d + 1]);
      double p = 2 * new TDistribution(n - terms - 1.0).cumulativeProbability(-t);
      // Where the surface is a bowl, the best x_i moves by -product / (2 square_i) with x_j.
      double squareI = estimated[1 + d + i];
      double squareJ = estimated[1 + d + j];
      double moves =
          squareI > 0 && squareJ > 0 ? Math.abs(product) / (2 * Math.sqrt(squareI * squareJ)) : 0;
      return Double.isFinite(p) ? new Fit(p, product, moves) : null;
    } catch (SingularMatrixException e) {
      return null;
    }
  }
}
