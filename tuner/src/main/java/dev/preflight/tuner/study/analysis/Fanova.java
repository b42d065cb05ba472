package dev.preflight.tuner.study.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * How much of the objective's variance over the space each parameter explains alone: a forest of
 * regression trees is averaged exactly over all other parameters.
 *
 * <p>Sources: Hutter, Hoos and Leyton-Brown, "An efficient approach for assessing hyperparameter
 * importance", ICML 2014; the forest is Breiman's (2001), 64 trees grown to the end on bootstrap
 * samples, as in Optuna.
 */
public final class Fanova {

  private static final int TREES = 64;
  private static final int DEPTH = 64;

  /** A leaf's box and value. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Leaf(double[] low, double[] high, double value) {}

  private final int dimensions;
  private final List<List<Leaf>> trees = new ArrayList<>();

  private Fanova(int dimensions) {
    this.dimensions = dimensions;
  }

  /**
   * Grows the forest.
   *
   * @param points coordinates in [0, 1], the same number in each
   * @param values finite, one a point
   */
  public static Fanova of(double[][] points, double[] values, long seed) {
    Fanova fanova = new Fanova(points.length == 0 ? 0 : points[0].length);
    SplittableRandom random = new SplittableRandom(seed);
    for (int t = 0; t < TREES && points.length > 1; t++) {
      int[] sample = random.ints(points.length, 0, points.length).sorted().toArray();
      List<Leaf> leaves = new ArrayList<>();
      double[] low = new double[fanova.dimensions];
      double[] high = new double[fanova.dimensions];
      Arrays.fill(high, 1);
      fanova.grow(points, values, sample, low, high, DEPTH, random, leaves);
      fanova.trees.add(leaves);
    }
    return fanova;
  }

  private void grow(
      double[][] points,
      double[] values,
      int[] rows,
      double[] low,
      double[] high,
      int depth,
      SplittableRandom random,
      List<Leaf> leaves) {
    double mean = Arrays.stream(rows).mapToDouble(r -> values[r]).average().orElse(0);
    boolean same = Arrays.stream(rows).allMatch(r -> values[r] == values[rows[0]]);
    Split split = same || depth == 0 ? null : best(points, values, rows, random);
    if (split == null) {
      leaves.add(new Leaf(low, high, mean));
      return;
    }
    int[] left =
        Arrays.stream(rows).filter(r -> points[r][split.dimension()] <= split.at()).toArray();
    int[] right =
        Arrays.stream(rows).filter(r -> points[r][split.dimension()] > split.at()).toArray();
    double[] middleHigh = high.clone();
    middleHigh[split.dimension()] = split.at();
    double[] middleLow = low.clone();
    middleLow[split.dimension()] = split.at();
    grow(points, values, left, low, middleHigh, depth - 1, random, leaves);
    grow(points, values, right, middleLow, high, depth - 1, random, leaves);
  }

  private record Split(int dimension, double at, double gain) {}

  /** The split that leaves least variance; of equal ones one by chance. */
  private @Nullable Split best(
      double[][] points, double[] values, int[] rows, SplittableRandom random) {
    Split best = null;
    int first = random.nextInt(dimensions);
    double total = Arrays.stream(rows).mapToDouble(r -> values[r]).sum();
    for (int k = 0; k < dimensions; k++) {
      int d = (first + k) % dimensions;
      Integer[] sorted = Arrays.stream(rows).boxed().toArray(Integer[]::new);
      Arrays.sort(sorted, (a, b) -> Double.compare(points[a][d], points[b][d]));
      double sum = 0;
      for (int i = 1; i < sorted.length; i++) {
        sum += values[sorted[i - 1]];
        double before = points[sorted[i - 1]][d];
        double after = points[sorted[i]][d];
        if (after > before) {
          double rest = total - sum;
          double gain = sum * sum / i + rest * rest / (sorted.length - i);
          if (best == null || gain > best.gain()) {
            best = new Split(d, (before + after) / 2, gain);
          }
        }
      }
    }
    return best;
  }

  /**
   * The share of the variance that one coordinate explains, the mean over the trees.
   *
   * @return in [0, 1]; 0 if nothing varies
   */
  public double share(int dimension) {
    return shares(dimension).average().orElse(0);
  }

  /** The share's standard deviation over the trees. */
  public double deviation(int dimension) {
    double mean = share(dimension);
    return Math.sqrt(shares(dimension).map(s -> (s - mean) * (s - mean)).average().orElse(0));
  }

  private DoubleStream shares(int dimension) {
    return trees.stream()
        .filter(tree -> variance(tree) > 0)
        .mapToDouble(tree -> marginal(tree, dimension) / variance(tree));
  }

  private static double volume(Leaf leaf, int except) {
    double volume = 1;
    for (int d = 0; d < leaf.low().length; d++) {
      volume *= d == except ? 1 : leaf.high()[d] - leaf.low()[d];
    }
    return volume;
  }

  private static double variance(List<Leaf> leaves) {
    double mean = 0;
    for (Leaf leaf : leaves) {
      mean += volume(leaf, -1) * leaf.value();
    }
    double variance = 0;
    for (Leaf leaf : leaves) {
      variance += volume(leaf, -1) * (leaf.value() - mean) * (leaf.value() - mean);
    }
    return variance;
  }

  /** The variance along one coordinate of what is left after averaging over all others. */
  private static double marginal(List<Leaf> leaves, int d) {
    double[] cuts =
        leaves.stream()
            .flatMapToDouble(l -> Arrays.stream(new double[] {l.low()[d], l.high()[d]}))
            .sorted()
            .distinct()
            .toArray();
    double[] changes = new double[cuts.length];
    for (Leaf leaf : leaves) {
      double share = volume(leaf, d) * leaf.value();
      changes[Arrays.binarySearch(cuts, leaf.low()[d])] += share;
      changes[Arrays.binarySearch(cuts, leaf.high()[d])] -= share;
    }
    double mean = 0;
    double level = 0;
    for (int i = 0; i < cuts.length - 1; i++) {
      level += changes[i];
      mean += level * (cuts[i + 1] - cuts[i]);
    }
    double variance = 0;
    level = 0;
    for (int i = 0; i < cuts.length - 1; i++) {
      level += changes[i];
      variance += (cuts[i + 1] - cuts[i]) * (level - mean) * (level - mean);
    }
    return variance;
  }
}
