package dev.preflight.tuner.study.sampler;

import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.Failure;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The good trials and the others, as Optuna 5 tells them apart: a tenth is good, at most 25 where
 * there is one objective. First the complete ones by value, then the pruned ones by how far they
 * came, then those that break a constraint, by how much.
 *
 * <p>Running trials are among the others, so that nobody tries the same beside them; and so are
 * failed ones whose parameters are to blame, which Optuna forgets.
 */
final class Split {

  private static final double SHARE = 0.1;
  private static final int MOST_GOOD = 25;

  /** Trial numbers, ascending. */
  final int[] good;

  /** Trial numbers, ascending. */
  final int[] others;

  private Split(List<FrozenTrial> good, List<FrozenTrial> others) {
    this.good = numbers(good);
    this.others = numbers(others);
  }

  /**
   * Splits a history.
   *
   * @param except number of the trial that is asked for
   * @param running whether running trials count
   */
  static Split of(History history, int except, boolean running) {
    List<Direction> directions = history.directions();
    List<FrozenTrial> complete = new ArrayList<>();
    List<FrozenTrial> pruned = new ArrayList<>();
    List<FrozenTrial> infeasible = new ArrayList<>();
    List<FrozenTrial> others = new ArrayList<>();
    for (FrozenTrial trial : history.trials()) {
      TrialState state = trial.state();
      if (trial.number() == except || trial.continued()) {
        continue;
      }
      if (state == TrialState.RUNNING) {
        if (running) {
          others.add(trial);
        }
      } else if (state == TrialState.FAIL) {
        if (trial.failure().map(Failure::blamesParameters).orElse(true)) {
          others.add(trial);
        }
      } else if (state != TrialState.WAITING) {
        (trial.violation() > 0 ? infeasible : state == TrialState.COMPLETE ? complete : pruned)
            .add(trial);
      }
    }
    int n = complete.size() + pruned.size() + infeasible.size();
    int tenth = (int) Math.ceil(SHARE * n);
    int wanted = directions.size() == 1 ? Math.min(tenth, MOST_GOOD) : tenth;
    Direction first = directions.get(0);
    List<FrozenTrial> good = new ArrayList<>();
    if (directions.size() == 1) {
      take(complete, Comparator.comparingDouble(t -> first.loss(t.value())), wanted, good, others);
    } else {
      takeNondominated(complete, directions, wanted, good, others);
    }
    take(pruned, howFar(first), wanted - good.size(), good, others);
    Comparator<FrozenTrial> broken = Comparator.comparingDouble(FrozenTrial::violation);
    take(infeasible, broken, wanted - good.size(), good, others);
    return new Split(good, others);
  }

  /** Moves the first of them to the good ones and the rest to the others. */
  private static void take(
      List<FrozenTrial> from,
      Comparator<FrozenTrial> best,
      int wanted,
      List<FrozenTrial> good,
      List<FrozenTrial> others) {
    if (wanted <= 0) {
      others.addAll(from);
      return;
    }
    List<FrozenTrial> chosen = Best.of(from, best, wanted);
    BitSet numbers = new BitSet();
    for (FrozenTrial trial : chosen) {
      numbers.set(trial.number());
    }
    for (FrozenTrial trial : from) {
      (numbers.get(trial.number()) ? good : others).add(trial);
    }
  }

  private static void takeNondominated(
      List<FrozenTrial> from,
      List<Direction> directions,
      int wanted,
      List<FrozenTrial> good,
      List<FrozenTrial> others) {
    double[][] losses = Fronts.losses(from, directions);
    Set<Integer> chosen = new HashSet<>(Fronts.best(losses, wanted));
    for (int t = 0; t < losses.length; t++) {
      (chosen.contains(t) ? good : others).add(from.get(t));
    }
  }

  /** Later steps first, then better values; one that is not a number comes after all others. */
  private static Comparator<FrozenTrial> howFar(Direction direction) {
    return Comparator.<FrozenTrial>comparingLong(
            t -> t.reports().isEmpty() ? 1 : -t.reports().lastKey())
        .thenComparingDouble(t -> lastLoss(t, direction));
  }

  private static double lastLoss(FrozenTrial trial, Direction direction) {
    Map.Entry<Long, Double> last = trial.reports().lastEntry();
    if (last == null) {
      return 0;
    }
    return Double.isNaN(last.getValue())
        ? Double.POSITIVE_INFINITY
        : direction.loss(last.getValue());
  }

  private static int[] numbers(List<FrozenTrial> trials) {
    int[] numbers = new int[trials.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = trials.get(i).number();
    }
    Arrays.sort(numbers);
    return numbers;
  }
}
