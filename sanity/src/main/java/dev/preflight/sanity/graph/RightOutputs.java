package dev.preflight.sanity.graph;

import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Statistics;
import dev.preflight.sanity.loss.Targets;
import dev.preflight.training.data.Batch;

/**
 * The loss of a batch while right outputs of growing size are fed in the place of the network's.
 *
 * @param first for outputs that are all the same; NaN only if every loss is
 * @param last for the largest outputs
 * @param lowest of all; NaN if any loss is
 */
record RightOutputs(double first, double last, double lowest) {

  /** Highest floor of a sound loss, relative to the loss of a uniform guess. */
  static final double MAX_FLOOR = 0.05;

  /** Sizes of the right logit; label smoothing has its minimum in between. */
  private static final double[] SIZES = {0, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30};

  /**
   * Feeds them at the initial weights.
   *
   * @param targets one row per example, as wide as the outputs
   * @param probabilities whether the loss takes probabilities; else logits are fed
   */
  static RightOutputs feed(Lab lab, Batch batch, double[][] targets, boolean probabilities) {
    int[] shape = lab.initialOutputs(batch).shape();
    double first = Double.NaN;
    double last = Double.NaN;
    double lowest = Double.POSITIVE_INFINITY;
    for (double size : SIZES) {
      double[][] right = new double[targets.length][];
      for (int row = 0; row < targets.length; row++) {
        right[row] = right(targets[row], size, probabilities);
      }
      last = lab.initial().lossGiven(Targets.array(right, shape), batch);
      first = Double.isNaN(first) ? last : first;
      lowest = Math.min(lowest, last);
    }
    return new RightOutputs(first, last, lowest);
  }

  private static double[] right(double[] target, double size, boolean probabilities) {
    double[] z = new double[target.length];
    for (int k = 0; k < z.length; k++) {
      z[k] = target[k] > 0 ? size : -size;
    }
    return probabilities ? Statistics.softmax(z) : z;
  }
}
