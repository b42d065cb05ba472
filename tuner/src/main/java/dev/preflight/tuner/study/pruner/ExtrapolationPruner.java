package dev.preflight.tuner.study.pruner;

import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Gives a trial up if its learning curve, followed to the end, has hardly a chance to beat the best
 * trial: unlike a comparison at the same step this lets a slow starter go on that gets there.
 *
 * <p>Power laws {@code c + a t^-p} of several powers p, and exponentials {@code c + a e^-kt} of
 * several rates, are fitted to the later two thirds of the reports by least squares, and weighed by
 * how well they fit; what each says of the last step is a t-distribution. Curves that end otherwise
 * than they went (a rate that is cut) are foreseen by none of them.
 *
 * <p>Source: Domhan, Springenberg and Hutter, "Speeding up automatic hyperparameter optimization of
 * deep neural networks by extrapolation of learning curves", IJCAI 2015: its rule and its threshold
 * of 0.05, with fewer families and least squares for its sampling.
 */
public final class ExtrapolationPruner implements Pruner {

  /** The chance below which a trial is given up. */
  public static final double DEFAULT_THRESHOLD = 0.05;

  private static final int LEAST_REPORTS = 8;
  private static final double[] POWERS = {0.1, 0.25, 0.5, 0.75, 1, 1.5, 2};

  /** Rates of the exponentials, in shares of the curve so far. */
  private static final double[] RATES = {
    0.05, 0.1, 0.2, 0.3, 0.45, 0.65, 0.9, 1.2, 1.6, 2.2, 3, 4, 6, 9
  };

  /** Reports are not independent, and no curve is of a family: deviations are taken threefold. */
  private static final double CAUTION = 3;

  private final double threshold;
  private final OptionalLong length;

  /**
   * A pruner.
   *
   * @param threshold in (0, 1)
   * @param length the last step of a whole trial; empty for the last one of a complete trial
   */
  public ExtrapolationPruner(double threshold, OptionalLong length) {
    if (!(threshold > 0 && threshold < 1)) {
      throw new IllegalArgumentException("the chance must be between 0 and 1, was " + threshold);
    }
    this.threshold = threshold;
    this.length = length;
  }

  @Override
  public String name() {
    return "extrapolation";
  }

  @Override
  public Decision decide(History history, FrozenTrial trial) {
    Direction direction = history.directions().get(0);
    double best = Double.POSITIVE_INFINITY;
    long last = length.orElse(0);
    for (FrozenTrial other : history.trials()) {
      if (other.state() == TrialState.COMPLETE && !other.reports().isEmpty()) {
        best = Math.min(best, direction.loss(other.value()));
        last = length.isPresent() ? last : Math.max(last, other.reports().lastKey());
      }
    }
    if (!Double.isFinite(best) || trial.reports().isEmpty() || trial.reports().lastKey() >= last) {
      return Decision.KEEP;
    }
    List<Map.Entry<Long, Double>> reports = new ArrayList<>(trial.reports().entrySet());
    if (reports.size() < LEAST_REPORTS) {
      return Decision.KEEP;
    }
    List<Map.Entry<Long, Double>> later = reports.subList(reports.size() / 3, reports.size());
    double[] t = later.stream().mapToDouble(e -> (double) e.getKey()).toArray();
    double[] y = later.stream().mapToDouble(e -> direction.loss(e.getValue())).toArray();
    for (double loss : y) {
      if (!Double.isFinite(loss)) {
        return Decision.KEEP;
      }
    }
    return Decision.of(chance(t, y, (double) last, best) < threshold);
  }

  /** The chance that a curve ends below a value. */
  static double chance(double[] t, double[] y, double end, double best) {
    double[] chances = new double[POWERS.length + RATES.length];
    double[] logs = new double[chances.length];
    double now = t[t.length - 1];
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < chances.length; k++) {
      double[] x = new double[t.length];
      for (int i = 0; i < x.length; i++) {
        x[i] = shape(k, t[i], now);
      }
      chances[k] = fit(x, y, shape(k, end, now), best, logs, k);
      most = Math.max(most, logs[k]);
    }
    double sum = 0;
    double weights = 0;
    for (int k = 0; k < chances.length; k++) {
      double weight = Math.exp(logs[k] - most);
      sum += weight * chances[k];
      weights += weight;
    }
    return sum / weights;
  }

  private static double shape(int family, double t, double now) {
    return family < POWERS.length
        ? Math.pow(Math.max(t, 1e-9), -POWERS[family])
        : Math.exp(-RATES[family - POWERS.length] * t / now);
  }

  /** The chance by one shape; its logarithmic weight is put beside it. */
  private static double fit(double[] x, double[] y, double end, double best, double[] logs, int k) {
    int n = x.length;
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < n; i++) {
      meanX += x[i] / n;
      meanY += y[i] / n;
    }
    double xx = 0;
    double xy = 0;
    for (int i = 0; i < n; i++) {
      xx += (x[i] - meanX) * (x[i] - meanX);
      xy += (x[i] - meanX) * (y[i] - meanY);
    }
    double slope = xx > 0 ? xy / xx : 0;
    double left = 1e-24;
    for (int i = 0; i < n; i++) {
      double off = y[i] - meanY - slope * (x[i] - meanX);
      left += off * off;
    }
    logs[k] = -0.5 * n * Math.log(left);
    double predicted = meanY + slope * (end - meanX);
    double far = xx > 0 ? (end - meanX) * (end - meanX) / xx : 0;
    double deviation = CAUTION * Math.sqrt(left / (n - 2) * (1 + 1.0 / n + far));
    return new TDistribution(n - 2.0).cumulativeProbability((best - predicted) / deviation);
  }
}
