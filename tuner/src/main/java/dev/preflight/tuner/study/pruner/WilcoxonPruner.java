package dev.preflight.tuner.study.pruner;

import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives up a trial that is worse than the best one on the same seeds, by the signed-rank test: the
 * steps are seeds (or folds), and the value of a trial is the mean over them.
 */
public final class WilcoxonPruner implements Pruner {
  private final double threshold;
  private final int startupSteps;

  /**
   * @param threshold one-sided p-value below which a trial is worse, in [0, 1]
   * @param startupSteps seeds that both must have, at least 2 being needed in any case
   */
  public WilcoxonPruner(double threshold, int startupSteps) {
    if (!(threshold >= 0 && threshold <= 1) || startupSteps < 0) {
      throw new IllegalArgumentException(
          "the threshold must be in [0, 1] and the startup steps at least 0, were "
              + threshold
              + " and "
              + startupSteps);
    }
    this.threshold = threshold;
    this.startupSteps = startupSteps;
  }

  @Override
  public String name() {
    return "wilcoxon";
  }

  @Override
  public Decision decide(History history, FrozenTrial trial) {
    Optional<FrozenTrial> best = history.best();
    if (trial.reports().isEmpty()
        || !Reports.allFinite(trial)
        || best.isEmpty()
        || best.get().reports().isEmpty()
        || !Reports.allFinite(best.get())) {
      return Decision.KEEP;
    }
    Direction direction = history.directions().get(0);
    List<Double> worse = new ArrayList<>();
    trial
        .reports()
        .forEach(
            (step, value) -> {
              Double other = best.get().reports().get(step);
              if (other != null) {
                worse.add(direction.loss(value - other));
              }
            });
    if (worse.size() < Math.max(2, startupSteps)
        || direction.loss(Reports.mean(trial)) <= direction.loss(Reports.mean(best.get()))) {
      return Decision.KEEP;
    }
    return Decision.of(
        SignedRanks.greater(worse.stream().mapToDouble(d -> d).toArray()) < threshold);
  }
}
