package dev.preflight.tuner.study.sampler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The volume that points dominate up to a reference point, and the points that make most of it. */
public final class Hypervolume {

  private Hypervolume() {}

  /**
   * The volume dominated by some points.
   *
   * @param losses by point and objective; a point beyond the reference in any of them adds nothing
   * @return 0 without points; infinite if the reference is
   */
  public static double of(double[][] losses, double[] reference) {
    double[][] inside =
        Arrays.stream(losses).filter(p -> within(p, reference)).toArray(double[][]::new);
    return inside.length == 0 ? 0 : volume(inside, reference);
  }

  private static boolean within(double[] point, double[] reference) {
    for (int o = 0; o < point.length; o++) {
      if (!(point[o] <= reference[o])) {
        return false;
      }
    }
    return true;
  }

  /** Slices along the last objective: each adds the volume of the others' points below it. */
  private static double volume(double[][] points, double[] reference) {
    int last = reference.length - 1;
    if (last == 0) {
      return reference[0] - Arrays.stream(points).mapToDouble(p -> p[0]).min().orElseThrow();
    }
    double[][] sorted = points.clone();
    Arrays.sort(sorted, Comparator.comparingDouble(p -> p[last]));
    double volume = 0;
    double[] below = Arrays.copyOf(reference, last);
    for (int i = 0; i < sorted.length; i++) {
      double end = i + 1 < sorted.length ? sorted[i + 1][last] : reference[last];
      if (end > sorted[i][last]) {
        double[][] slice = new double[i + 1][];
        for (int j = 0; j <= i; j++) {
          slice[j] = Arrays.copyOf(sorted[j], last);
        }
        volume += (end - sorted[i][last]) * volume(slice, below);
      }
    }
    return volume;
  }

  /**
   * Picks points one by one, each the one that adds most (a greedy choice is within 1 - 1/e of the
   * best one, as the volume is submodular). Equal points come last.
   *
   * @param losses by point and objective: more than {@code count} points, none dominated
   * @return places of the points, in the order of the choice
   */
  static List<Integer> largest(double[][] losses, int count) {
    TreeMap<double[], Integer> unique = new TreeMap<>(Arrays::compare);
    List<Integer> repeated = new ArrayList<>();
    for (int i = 0; i < losses.length; i++) {
      if (unique.putIfAbsent(losses[i], i) != null) {
        repeated.add(i);
      }
    }
    List<Integer> order = new ArrayList<>(unique.values());
    if (order.size() <= count) {
      order.addAll(repeated.subList(0, count - order.size()));
      return order;
    }
    double[] reference = reference(losses);
    if (Arrays.stream(reference).anyMatch(r -> !Double.isFinite(r))) {
      return order.subList(0, count);
    }
    return greedy(losses, order, reference, count);
  }

  /** Somewhat worse than the worst of every objective. */
  private static double[] reference(double[][] losses) {
    double[] reference = new double[losses[0].length];
    for (int o = 0; o < reference.length; o++) {
      int objective = o;
      double worst = Arrays.stream(losses).mapToDouble(p -> p[objective]).max().orElseThrow();
      reference[o] = Math.max(1.1 * worst, 0.9 * worst);
      reference[o] = reference[o] == 0 ? 1e-12 : reference[o];
    }
    return reference;
  }

  private static List<Integer> greedy(
      double[][] losses, List<Integer> candidates, double[] reference, int count) {
    List<Integer> left = new ArrayList<>(candidates);
    List<Integer> chosen = new ArrayList<>();
    List<double[]> points = new ArrayList<>();
    double[] bound = new double[losses.length];
    Arrays.fill(bound, Double.POSITIVE_INFINITY);
    double have = 0;
    while (chosen.size() < count) {
      int best = -1;
      double most = Double.NEGATIVE_INFINITY;
      for (int candidate : left) {
        if (bound[candidate] <= most) {
          continue; // What a point adds only shrinks as others are chosen.
        }
        points.add(losses[candidate]);
        bound[candidate] = volume(points.toArray(double[][]::new), reference) - have;
        points.remove(points.size() - 1);
        if (bound[candidate] > most) {
          most = bound[candidate];
          best = candidate;
        }
      }
      chosen.add(best);
      left.remove((Integer) best);
      points.add(losses[best]);
      have += most;
    }
    return chosen;
  }
}
