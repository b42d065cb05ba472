package dev.preflight.sanity.loss;

import java.util.Arrays;

/**
 * What the graph's loss was found to be: {@code offset + scale * mean(kind)}, where the mean is
 * over the examples of a batch.
 *
 * @param kind the loss of one example
 * @param scale 1 for a mean; the batch size for a sum; negative if the sign is wrong
 * @param offset the part that does not depend on the outputs: regularization
 * @param smoothing label smoothing found in the graph, in [0, 1)
 */
public record LossForm(LossKind kind, double scale, double offset, double smoothing) {

  /** The mean of the kind's loss over a batch, before scale and offset; one row per example. */
  public double unscaled(double[][] outputs, double[][] targets) {
    double sum = 0;
    for (int row = 0; row < outputs.length; row++) {
      sum += kind.of(outputs[row], smoothed(targets[row]));
    }
    return sum / outputs.length;
  }

  private double[] smoothed(double[] target) {
    if (smoothing == 0) {
      return target;
    }
    double[] t = new double[target.length];
    for (int i = 0; i < t.length; i++) {
      t[i] = (1 - smoothing) * target[i] + smoothing / t.length;
    }
    return t;
  }

  /** The lowest value of {@link #unscaled} that right outputs can reach, by theory. */
  public double floor(int outputs) {
    if (smoothing > 0) {
      double off = smoothing / outputs;
      double on = 1 - smoothing + off;
      return -on * Math.log(on) - (outputs - 1) * off * Math.log(off);
    }
    return kind == LossKind.DOUBLE_SOFTMAX ? doubleSoftmaxFloor(outputs) : 0;
  }

  /**
   * The lowest data loss of a batch, scale included and offset left out, that any outputs reach.
   *
   * @param targets one row per example
   * @return minus infinity where there is no lowest one, NaN where it is not known
   */
  public double lowest(double[][] targets) {
    if (scale < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    double sum = 0;
    for (double[] target : targets) {
      sum += kind.floor(smoothed(target));
    }
    return scale * sum / targets.length;
  }

  /**
   * The data loss of a batch, scale included and offset left out, if the outputs were the same for
   * all of it and as good as that can be.
   *
   * @param targets one row per prediction
   */
  public double ofConstantGuess(double[][] targets) {
    double[] guess = new double[targets[0].length];
    for (double[] target : targets) {
      for (int i = 0; i < guess.length; i++) {
        guess[i] += target[i] / targets.length;
      }
    }
    for (int i = 0; i < guess.length; i++) {
      guess[i] = kind.outputFor(guess[i]);
    }
    double[][] outputs = new double[targets.length][];
    Arrays.fill(outputs, guess);
    return scale * unscaled(outputs, targets);
  }

  /** The loss of a perfect prediction that goes through two softmaxes: ln(1 + (K - 1) / e). */
  public static double doubleSoftmaxFloor(int outputs) {
    return Math.log(1 + (outputs - 1) / Math.E);
  }
}
