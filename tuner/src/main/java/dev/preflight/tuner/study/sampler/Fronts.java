package dev.preflight.tuner.study.sampler;

import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/** Ranks points of several losses by how many fronts of undominated ones lie before them. */
public final class Fronts {

  private Fronts() {}

  /** What complete trials came to, by trial and objective, as something to make small. */
  public static double[][] losses(List<FrozenTrial> trials, List<Direction> directions) {
    double[][] losses = new double[trials.size()][directions.size()];
    for (int t = 0; t < losses.length; t++) {
      for (int o = 0; o < losses[t].length; o++) {
        losses[t][o] = directions.get(o).loss(trials.get(t).values().get(o));
      }
    }
    return losses;
  }

  /**
   * The undominated ones of some points.
   *
   * @param losses by point and objective, none NaN
   * @return their places, ascending
   */
  public static List<Integer> undominated(double[][] losses) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < losses.length; i++) {
      all.add(i);
    }
    return front(losses, all);
  }

  /**
   * The best points: whole fronts as far as they fit, and of the next one those that add most to
   * the hypervolume.
   *
   * @return the places of {@code count} points, or of all if there are no more
   */
  static List<Integer> best(double[][] losses, int count) {
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < losses.length; i++) {
      left.add(i);
    }
    List<Integer> best = new ArrayList<>();
    while (best.size() < count && !left.isEmpty()) {
      List<Integer> front = front(losses, left);
      if (best.size() + front.size() > count) {
        double[][] points = front.stream().map(i -> losses[i]).toArray(double[][]::new);
        Hypervolume.largest(points, count - best.size()).forEach(i -> best.add(front.get(i)));
        return best;
      }
      best.addAll(front);
      left.removeAll(new HashSet<>(front));
    }
    return best;
  }

  private static List<Integer> front(double[][] losses, List<Integer> among) {
    List<Integer> sorted = new ArrayList<>(among);
    sorted.sort(Comparator.comparing(i -> losses[i], Arrays::compare));
    List<Integer> front = new ArrayList<>();
    for (int candidate : sorted) {
      if (!dominated(losses, front, candidate)) {
        front.add(candidate);
      }
    }
    front.sort(null);
    return front;
  }

  /** In lexicographic order only a point before can dominate; with two losses only the last. */
  private static boolean dominated(double[][] losses, List<Integer> front, int candidate) {
    double[] point = losses[candidate];
    int from = point.length == 2 ? Math.max(0, front.size() - 1) : 0;
    for (int i = from; i < front.size(); i++) {
      if (dominates(losses[front.get(i)], point)) {
        return true;
      }
    }
    return false;
  }

  private static boolean dominates(double[] a, double[] b) {
    boolean better = false;
    for (int o = 0; o < a.length; o++) {
      if (a[o] > b[o]) {
        return false;
      }
      better |= a[o] < b[o];
    }
    return better;
  }
}
