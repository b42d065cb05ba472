package dev.preflight.tuner.study.evolution;

import dev.preflight.tuner.study.sampler.Fronts;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The best trials of several objectives, each new one taken in and the last one let go: by fronts,
 * and within a front those that have most room around them. Trials that break a constraint come
 * after all others, by how much.
 *
 * <p>Sources: Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II" (2002), 3;
 * one at a time: Durillo et al., "On the effect of the steady-state selection scheme in
 * multi-objective genetic algorithms", EMO 2009.
 */
final class Population {

  private final int most;
  private final List<Direction> directions;
  private List<FrozenTrial> members = new ArrayList<>();

  /** Trials that were looked at, in their order. */
  private final List<FrozenTrial> seen = new ArrayList<>();

  Population(int most, List<Direction> directions) {
    this.most = most;
    this.directions = directions;
  }

  /** The best of these trials, the best first; it follows from them alone. */
  List<FrozenTrial> after(List<FrozenTrial> trials) {
    List<FrozenTrial> complete =
        trials.stream().filter(t -> t.state() == TrialState.COMPLETE && !t.continued()).toList();
    boolean grows = complete.size() >= seen.size();
    for (int i = 0; grows && i < seen.size(); i++) {
      grows = complete.get(i).number() == seen.get(i).number();
    }
    if (!grows) {
      seen.clear();
      members = new ArrayList<>();
    }
    for (FrozenTrial trial : complete.subList(seen.size(), complete.size())) {
      members.add(trial);
      members = ranked(members);
      if (members.size() > most) {
        members.remove(members.size() - 1);
      }
      seen.add(trial);
    }
    return members;
  }

  private List<FrozenTrial> ranked(List<FrozenTrial> trials) {
    List<FrozenTrial> allowed =
        new ArrayList<>(trials.stream().filter(t -> t.violation() <= 0).toList());
    List<FrozenTrial> broken =
        trials.stream()
            .filter(t -> t.violation() > 0)
            .sorted(Comparator.comparingDouble(FrozenTrial::violation))
            .toList();
    List<FrozenTrial> ranked = new ArrayList<>();
    while (!allowed.isEmpty()) {
      double[][] losses = Fronts.losses(allowed, directions);
      List<Integer> front = Fronts.undominated(losses);
      double[] room = room(losses, front);
      Integer[] order = new Integer[front.size()];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, Comparator.comparingDouble(i -> -room[i]));
      List<FrozenTrial> next = new ArrayList<>();
      for (int i : order) {
        next.add(allowed.get(front.get(i)));
      }
      ranked.addAll(next);
      allowed.removeAll(next);
    }
    ranked.addAll(broken);
    return ranked;
  }

  /** How far the neighbours of each in its front are apart; infinite at the ends. */
  private static double[] room(double[][] losses, List<Integer> front) {
    int n = front.size();
    double[] room = new double[n];
    for (int o = 0; o < losses[0].length; o++) {
      int along = o;
      Integer[] order = new Integer[n];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, Comparator.comparingDouble(i -> losses[front.get(i)][along]));
      double low = losses[front.get(order[0])][o];
      double high = losses[front.get(order[n - 1])][o];
      room[order[0]] = Double.POSITIVE_INFINITY;
      room[order[n - 1]] = Double.POSITIVE_INFINITY;
      for (int i = 1; i < n - 1 && high > low; i++) {
        double gap = losses[front.get(order[i + 1])][o] - losses[front.get(order[i - 1])][o];
        room[order[i]] += gap / (high - low);
      }
    }
    return room;
  }
}
