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
    int n = points.length;
    if (n <= MOST_FITTED) {
      return new KernelFit(space.choice(), points, values).best();
    }
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(i -> i)
            .toArray();
    int half = MOST_FITTED / 2;
    double[][] some = new double[MOST_FITTED][];
    double[] theirs = new double[MOST_FITTED];
    for (int k = 0; k < MOST_FITTED; k++) {
      int place = k < half ? k : half + (int) ((long) (k - half) * (n - half) / half);
      some[k] = points[order[place]];
      theirs[k] = values[order[place]];
    }
    return new KernelFit(space.choice(), some, theirs).best();
  }
}
