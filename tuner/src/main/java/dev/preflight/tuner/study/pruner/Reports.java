package dev.preflight.tuner.study.pruner;

import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import java.util.Collection;

/** What reports come to. */
final class Reports {

  private Reports() {}

  /** Best of all reports as a loss; NaN if none is a number. */
  static double best(FrozenTrial trial, Direction direction) {
    return best(trial.reports().values(), direction);
  }

  /** Best of some values as a loss; NaN if none is a number. */
  static double best(Collection<Double> values, Direction direction) {
    double best = Double.NaN;
    for (double value : values) {
      double loss = direction.loss(value);
      if (Double.isNaN(best) || loss < best) {
        best = loss;
      }
    }
    return best;
  }

  static boolean allFinite(FrozenTrial trial) {
    return trial.reports().values().stream().allMatch(Double::isFinite);
  }

  static double mean(FrozenTrial trial) {
    return trial.reports().values().stream().mapToDouble(v -> v).average().orElse(Double.NaN);
  }
}
