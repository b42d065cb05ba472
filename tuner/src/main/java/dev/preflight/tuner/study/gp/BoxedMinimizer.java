package dev.preflight.tuner.study.gp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Finds a minimum of a smooth function within a box: L-BFGS on the coordinates that are free to
 * move, steps cut off at the walls and halved until they pay.
 *
 * <p>Sources: Nocedal, "Updating quasi-Newton matrices with limited storage" (1980); the projection
 * as in Bertsekas, "Projected Newton methods" (1982).
 */
final class BoxedMinimizer {

  /** A function with its gradient. */
  @FunctionalInterface
  interface Smooth {

    /**
     * The value at a point.
     *
     * @param gradient where to put the gradient
     */
    double at(double[] x, double[] gradient);
  }

  /** A point and the value there. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Minimum(double[] x, double value) {}

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Pair(double[] step, double[] change, double product) {}

  private static final int MEMORY = 8;
  private static final int MOST_HALVINGS = 20;
  private static final double SUFFICIENT = 1e-4;

  /** The first step, whose length nothing tells, moves no coordinate further than this. */
  private static final double FIRST_MOVE = 0.2;

  private final Smooth function;
  private final double[] low;
  private final double[] high;

  BoxedMinimizer(Smooth function, double[] low, double[] high) {
    this.function = function;
    this.low = low;
    this.high = high;
  }

  /**
   * Descends from a point.
   *
   * @param iterations at most
   * @param tolerance the largest slope along a free coordinate that counts as none
   */
  Minimum from(double[] start, int iterations, double tolerance) {
    int n = start.length;
    double[] x = clipped(start, start, 0);
    double[] gradient = new double[n];
    double value = function.at(x, gradient);
    Deque<Pair> memory = new ArrayDeque<>();
    for (int i = 0; i < iterations && Double.isFinite(value); i++) {
      boolean[] free = free(x, gradient);
      if (steepest(gradient, free) <= tolerance) {
        break;
      }
      double[] direction = direction(gradient, free, memory);
      double t = 1;
      if (memory.isEmpty()) {
        t = Math.min(1, FIRST_MOVE / steepest(direction, free));
      }
      double[] slope = new double[n];
      double[] next = x;
      double better = Double.NaN;
      for (int k = 0; k < MOST_HALVINGS; k++, t /= 2) {
        next = clipped(x, direction, t);
        better = function.at(next, slope);
        if (better <= value + SUFFICIENT * gain(gradient, x, next)) {
          break;
        }
        better = Double.NaN;
      }
      if (!(better < value)) {
        if (memory.isEmpty()) {
          break;
        }
        memory.clear(); // What was learnt of the curvature misled: once more along the gradient.
        continue;
      }
      remember(memory, x, next, gradient, slope);
      x = next;
      value = better;
      gradient = slope;
    }
    return new Minimum(x, value);
  }

  private double[] clipped(double[] x, double[] direction, double t) {
    double[] next = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      next[i] = Math.max(low[i], Math.min(high[i], x[i] + t * direction[i]));
    }
    return next;
  }

  private boolean[] free(double[] x, double[] gradient) {
    boolean[] free = new boolean[x.length];
    for (int i = 0; i < x.length; i++) {
      free[i] = !(x[i] <= low[i] && gradient[i] > 0) && !(x[i] >= high[i] && gradient[i] < 0);
    }
    return free;
  }

  private static double steepest(double[] vector, boolean[] free) {
    double most = 0;
    for (int i = 0; i < vector.length; i++) {
      most = free[i] ? Math.max(most, Math.abs(vector[i])) : most;
    }
    return most;
  }

  private static double gain(double[] gradient, double[] x, double[] next) {
    double gain = 0;
    for (int i = 0; i < x.length; i++) {
      gain += gradient[i] * (next[i] - x[i]);
    }
    return gain;
  }

  /** The two loops of L-BFGS; the gradient itself if they do not lead down. */
  private static double[] direction(double[] gradient, boolean[] free, Deque<Pair> memory) {
    double[] q = masked(gradient, free);
    double[] shares = new double[memory.size()];
    int k = 0;
    for (Iterator<Pair> newest = memory.descendingIterator(); newest.hasNext(); k++) {
      Pair pair = newest.next();
      shares[k] = dot(pair.step(), q) / pair.product();
      add(q, pair.change(), -shares[k]);
    }
    if (!memory.isEmpty()) {
      Pair last = memory.getLast();
      double scale = last.product() / dot(last.change(), last.change());
      for (int i = 0; i < q.length; i++) {
        q[i] *= scale;
      }
    }
    for (Pair pair : memory) {
      k--;
      add(q, pair.step(), shares[k] - dot(pair.change(), q) / pair.product());
    }
    double[] along = masked(q, free);
    boolean down = dot(along, gradient) > 0;
    double[] direction = down ? along : masked(gradient, free);
    for (int i = 0; i < direction.length; i++) {
      direction[i] = -direction[i];
    }
    return direction;
  }

  private static void remember(
      Deque<Pair> memory, double[] x, double[] next, double[] gradient, double[] slope) {
    double[] step = next.clone();
    add(step, x, -1);
    double[] change = slope.clone();
    add(change, gradient, -1);
    double product = dot(step, change);
    if (product > 1e-10 * dot(change, change)) {
      memory.addLast(new Pair(step, change, product));
      if (memory.size() > MEMORY) {
        memory.removeFirst();
      }
    }
  }

  private static double[] masked(double[] vector, boolean[] free) {
    double[] masked = vector.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] = free[i] ? masked[i] : 0;
    }
    return masked;
  }

  private static void add(double[] to, double[] vector, double times) {
    for (int i = 0; i < to.length; i++) {
      to[i] += times * vector[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
