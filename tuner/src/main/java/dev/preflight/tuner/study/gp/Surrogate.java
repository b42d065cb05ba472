package dev.preflight.tuner.study.gp;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A model that follows a growing list of observations: its kernel is fitted anew each time the list
 * has grown by a twentieth, to the observations of that moment alone, and one more observation in
 * between costs their number squared. What it gives follows from the list, not from what it was
 * asked before.
 */
final class Surrogate {

  private static final int STEPS = 20;

  /** A kernel is fitted to no more: half of them the best, the others spread over the rest. */
  private static final int MOST_FITTED = 160;

  private int[] numbers = new int[0];
  private int fitted;
  private @Nullable GaussianProcess known;
  private @Nullable Structure structure;

  /** How to see values: of the first so many observations. */
  @FunctionalInterface
  interface Values {
    double[] of(int count);
  }

  /**
   * The belief after all observations.
   *
   * @param trials the numbers of their trials, ascending; at least one
   * @param points a point each
   */
  GaussianProcess after(Structure space, int[] trials, double[][] points, Values values) {
    int milestone = trials.length - trials.length % Math.max(1, trials.length / STEPS);
    GaussianProcess current = known;
    boolean grows =
        current != null
            && space == structure
            && fitted == milestone
            && numbers.length <= trials.length
            && Arrays.equals(numbers, 0, numbers.length, trials, 0, numbers.length);
    if (current == null || !grows) {
      double[] first = values.of(milestone);
      double[][] at = Arrays.copyOf(points, milestone);
      current = GaussianProcess.of(fit(space, at, first), at, first);
      fitted = milestone;
      structure = space;
    }
    for (int i = current.size(); i < trials.length; i++) {
      current = current.with(points[i], 0);
    }
    known = current;
    numbers = trials.clone();
    return current.withValues(values.of(trials.length));
  }

  private static Kernel fit(Structure space, double[][] points, double[] values) {
    int[] chosen = some(values, MOST_FITTED);
    double[][] some = new double[chosen.length][];
    double[] theirs = new double[chosen.length];
    for (int k = 0; k < chosen.length; k++) {
      some[k] = points[chosen[k]];
      theirs[k] = values[chosen[k]];
    }
    return new KernelFit(space.choice(), some, theirs).best();
  }

  /** All places, or so many of them: half of them of the smallest values, the others spread. */
  static int[] some(double[] values, int most) {
    int n = values.length;
    int[] all = IntStream.range(0, n).toArray();
    if (n <= most) {
      return all;
    }
    int[] order =
        IntStream.of(all)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(i -> i)
            .toArray();
    int half = most / 2;
    int[] some = new int[most];
    for (int k = 0; k < most; k++) {
      some[k] = order[k < half ? k : half + (int) ((long) (k - half) * (n - half) / half)];
    }
    return some;
  }
}
