package dev.preflight.tuner.study.pruner;

import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Asynchronous successive halving (Li et al., MLSys 2020): at each rung, a power of the reduction
 * factor apart, only the best share of the trials that reached it goes on. The rungs that a trial
 * reached are kept as Optuna keeps them. As in the paper, and other than in Optuna, a trial that
 * was stopped at a rung goes on when it has come to be among the best there, if that is wanted.
 */
public final class SuccessiveHalvingPruner implements Pruner {

  /** System attribute with the value at a rung. */
  private static final String RUNG = "completed_rung_";

  private static final int SHARE_OF_LONGEST = 100;

  private final OptionalLong minResource;
  private final int reductionFactor;
  private final int minEarlyStoppingRate;
  private final int bootstrapCount;
  private final boolean resuming;

  /**
   * @param minResource step of the first rung, at least 1; empty for a hundredth of the longest
   *     complete trial, before which nothing is pruned
   * @param reductionFactor one of so many trials goes on from a rung; at least 2
   * @param minEarlyStoppingRate rungs that are left out at the beginning; at least 0
   * @param bootstrapCount trials that must reach a rung before any goes on from it; at least 0
   * @param resuming whether stopped trials are gone on with
   */
  public SuccessiveHalvingPruner(
      OptionalLong minResource,
      int reductionFactor,
      int minEarlyStoppingRate,
      int bootstrapCount,
      boolean resuming) {
    if (minResource.orElse(1) < 1
        || reductionFactor < 2
        || minEarlyStoppingRate < 0
        || bootstrapCount < 0) {
      throw new IllegalArgumentException(
          "min resource must be at least 1, the reduction factor at least 2, the others at least 0");
    }
    this.minResource = minResource;
    this.reductionFactor = reductionFactor;
    this.minEarlyStoppingRate = minEarlyStoppingRate;
    this.bootstrapCount = bootstrapCount;
    this.resuming = resuming;
  }

  @Override
  public String name() {
    return "asha";
  }

  @Override
  public Decision decide(History history, FrozenTrial trial) {
    if (trial.reports().isEmpty()) {
      return Decision.KEEP;
    }
    OptionalLong first = minResource.isPresent() ? minResource : estimated(history);
    if (first.isEmpty()) {
      return Decision.KEEP;
    }
    long step = trial.reports().lastKey();
    double value = trial.reports().lastEntry().getValue();
    Map<String, Double> reached = new LinkedHashMap<>();
    for (int rung = reached(trial); step >= step(first.getAsLong(), rung); rung++) {
      if (Double.isNaN(value)) {
        return new Decision(true, reached);
      }
      reached.put(RUNG + rung, value);
      if (!goesOn(history, trial, value, rung)) {
        return new Decision(true, reached);
      }
    }
    return new Decision(false, reached);
  }

  /** The best of those that stopped at the highest rung where one is among the best now. */
  @Override
  public OptionalInt resumes(History history) {
    int rungs =
        history.trials().stream().mapToInt(SuccessiveHalvingPruner::reached).max().orElse(0);
    Direction direction = history.directions().get(0);
    for (int rung = resuming ? rungs - 1 : -1; rung >= 0; rung--) {
      String key = RUNG + rung;
      List<FrozenTrial> there =
          history.trials().stream()
              .filter(t -> !t.continued() && t.systemAttributes().get(key) instanceof Number)
              .sorted(Comparator.comparingDouble(t -> loss(t, key, direction)))
              .toList();
      for (FrozenTrial trial : there.subList(0, there.size() / reductionFactor)) {
        if (trial.state() == TrialState.PRUNED && reached(trial) == rung + 1) {
          return OptionalInt.of(trial.number());
        }
      }
    }
    return OptionalInt.empty();
  }

  @Override
  public boolean resuming() {
    return resuming;
  }

  private static double loss(FrozenTrial trial, String key, Direction direction) {
    return trial.systemAttributes().get(key) instanceof Number number
        ? direction.loss(number.doubleValue())
        : Double.POSITIVE_INFINITY;
  }

  private double step(long first, int rung) {
    return first * Math.pow(reductionFactor, minEarlyStoppingRate + rung);
  }

  private static int reached(FrozenTrial trial) {
    int rung = 0;
    while (trial.systemAttributes().containsKey(RUNG + rung)) {
      rung++;
    }
    return rung;
  }

  private static OptionalLong estimated(History history) {
    return history.trials().stream()
        .filter(t -> t.state() == TrialState.COMPLETE && !t.reports().isEmpty())
        .mapToLong(t -> Math.max(t.reports().lastKey() / SHARE_OF_LONGEST, 1))
        .max();
  }

  private boolean goesOn(History history, FrozenTrial trial, double value, int rung) {
    Direction direction = history.directions().get(0);
    List<Double> losses = new ArrayList<>();
    losses.add(direction.loss(value));
    for (FrozenTrial other : history.trials()) {
      if (other.number() != trial.number()
          && !other.continued()
          && other.systemAttributes().get(RUNG + rung) instanceof Number number) {
        losses.add(direction.loss(number.doubleValue()));
      }
    }
    if (losses.size() <= bootstrapCount) {
      return false;
    }
    losses.sort(null);
    int last = Math.max(losses.size() / reductionFactor, 1) - 1;
    return direction.loss(value) <= losses.get(last);
  }
}
