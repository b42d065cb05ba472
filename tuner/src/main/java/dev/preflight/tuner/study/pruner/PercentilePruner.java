package dev.preflight.tuner.study.pruner;

import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives up a trial whose best report so far is worse than a percentile of what the complete trials
 * reported at the same step (Golovin et al., KDD 2017, have the median).
 */
public final class PercentilePruner implements Pruner {
  private final double percentile;
  private final int startupTrials;
  private final Interval interval;
  private final int minTrials;

  /**
   * @param percentile share of the trials that is good enough, in [0, 100], 25 for the best quarter
   * @param startupTrials complete trials before anything is pruned
   * @param interval the steps at which it looks
   * @param minTrials complete trials that must have reported at the step; at least 1
   */
  public PercentilePruner(double percentile, int startupTrials, Interval interval, int minTrials) {
    if (!(percentile >= 0 && percentile <= 100) || startupTrials < 0 || minTrials < 1) {
      throw new IllegalArgumentException(
          "percentile must be in [0, 100], startup trials at least 0, min trials at least 1; were "
              + percentile
              + ", "
              + startupTrials
              + ", "
              + minTrials);
    }
    this.percentile = percentile;
    this.startupTrials = startupTrials;
    this.interval = interval;
    this.minTrials = minTrials;
  }

  /** The median of at least five complete trials. */
  public static PercentilePruner median(Interval interval) {
    return new PercentilePruner(50, 5, interval, 1);
  }

  @Override
  public String name() {
    return percentile == 50 ? "median" : "percentile";
  }

  @Override
  public Decision decide(History history, FrozenTrial trial) {
    if (!interval.looksAt(trial)) {
      return Decision.KEEP;
    }
    Direction direction = history.directions().get(0);
    long step = trial.reports().lastKey();
    int complete = 0;
    List<Double> numbers = new ArrayList<>();
    int reported = 0;
    for (FrozenTrial other : history.trials()) {
      if (other.state() != TrialState.COMPLETE) {
        continue;
      }
      complete++;
      Double value = other.reports().get(step);
      if (value != null) {
        reported++;
        if (!Double.isNaN(value)) {
          numbers.add(value);
        }
      }
    }
    if (complete == 0 || complete < startupTrials) {
      return Decision.KEEP;
    }
    double best = Reports.best(trial, direction);
    if (Double.isNaN(best)) {
      return Decision.PRUNE;
    }
    if (reported < minTrials || numbers.isEmpty()) {
      return Decision.KEEP;
    }
    double limit = limit(numbers, direction == Direction.MAXIMIZE ? 100 - percentile : percentile);
    return Decision.of(best > direction.loss(limit));
  }

  /**
   * numpy's linear interpolation between the two nearest values, from the nearer one; NaN if that
   * would take infinity from infinity, and then nothing is pruned.
   */
  private static double limit(List<Double> values, double percentile) {
    values.sort(null);
    double place = percentile / 100 * (values.size() - 1);
    int below = (int) Math.floor(place);
    double from = values.get(below);
    double to = values.get(Math.min(below + 1, values.size() - 1));
    double share = place - below;
    return share < 0.5 ? from + (to - from) * share : to - (to - from) * (1 - share);
  }
}
