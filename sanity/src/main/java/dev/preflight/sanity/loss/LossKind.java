package dev.preflight.sanity.loss;

import dev.preflight.sanity.check.Statistics;

/**
 * A known loss of one example, as a function of the tensor that the program names as its logits.
 *
 * <p>Comparing these with the loss that the graph computes from fed outputs tells exactly which one
 * a graph uses: no reading of ops, no guess.
 */
public enum LossKind {
  /** Softmax cross-entropy. */
  SOFTMAX("softmax cross-entropy", true),
  /** Softmax cross-entropy of outputs that went through another softmax first. */
  DOUBLE_SOFTMAX("softmax cross-entropy of a softmax", true),
  /** Softmax cross-entropy of outputs that went through a ReLU first. */
  RELU_SOFTMAX("softmax cross-entropy of a ReLU", true),
  /** Sigmoid cross-entropy, mean over the outputs. */
  SIGMOID("sigmoid cross-entropy", true),
  /** Minus the logarithm of the output of the right class. */
  PROBABILITY("cross-entropy of probabilities", true),
  /** The same after dividing each row by its sum. */
  NORMALISED_PROBABILITY("cross-entropy of probabilities", true),
  /** Multi-class hinge loss of Weston and Watkins. */
  HINGE("multi-class hinge loss", false),
  /** Squared error, mean over the outputs; against the one-hot row for classes. */
  SQUARED("mean squared error", false),
  /** Squared error of the softmax of the outputs. */
  SQUARED_SOFTMAX("mean squared error of a softmax", false),
  /** Absolute error, mean over the outputs. */
  ABSOLUTE("mean absolute error", false);

  /** Shares below this are as good as none. */
  private static final double SMALL = 1e-9;

  private final String label;
  private final boolean crossEntropy;

  LossKind(String label, boolean crossEntropy) {
    this.label = label;
    this.crossEntropy = crossEntropy;
  }

  /** A few words for people. */
  public String label() {
    return label;
  }

  /** Whether it is a cross-entropy, whose value for a uniform guess is known. */
  public boolean isCrossEntropy() {
    return crossEntropy;
  }

  /** Whether it only makes sense for outputs that are positive. */
  public boolean takesProbabilities() {
    return this == PROBABILITY || this == NORMALISED_PROBABILITY;
  }

  /**
   * The loss of one example.
   *
   * @param z its outputs
   * @param target its target, of the same length: one-hot for classes
   */
  double of(double[] z, double[] target) {
    return switch (this) {
      case SOFTMAX -> softmaxLoss(z, target);
      case DOUBLE_SOFTMAX -> softmaxLoss(Statistics.softmax(z), target);
      case RELU_SOFTMAX -> softmaxLoss(rectified(z), target);
      case SIGMOID -> {
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
          sum += Math.max(z[i], 0) - z[i] * target[i] + Math.log1p(Math.exp(-Math.abs(z[i])));
        }
        yield sum / z.length;
      }
      case PROBABILITY -> -dot(logs(z), target);
      case NORMALISED_PROBABILITY -> -dot(logs(normalised(z)), target);
      case HINGE -> {
        double right = dot(z, target);
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
          sum += target[i] > 0 ? 0 : Math.max(0, 1 + z[i] - right);
        }
        yield sum;
      }
      case SQUARED -> squared(z, target);
      case SQUARED_SOFTMAX -> squared(Statistics.softmax(z), target);
      case ABSOLUTE -> {
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
          sum += Math.abs(z[i] - target[i]);
        }
        yield sum / z.length;
      }
    };
  }

  /**
   * The lowest loss of one example that any outputs reach.
   *
   * @param target its target, as for {@link #of}
   * @return 0 for an error that right outputs undo, the entropy of the target for a cross-entropy;
   *     minus infinity where there is no lowest one, NaN where it is not known
   */
  double floor(double[] target) {
    return switch (this) {
      case SOFTMAX, RELU_SOFTMAX, PROBABILITY, NORMALISED_PROBABILITY -> entropy(target);
      case DOUBLE_SOFTMAX ->
          entropy(target) == 0 ? LossForm.doubleSoftmaxFloor(target.length) : Double.NaN;
      case SIGMOID -> {
        double sum = 0;
        for (double t : target) {
          if (t < 0 || t > 1) {
            yield Double.NEGATIVE_INFINITY;
          }
          sum += entropy(new double[] {t, 1 - t});
        }
        yield sum / target.length;
      }
      case HINGE, SQUARED, SQUARED_SOFTMAX, ABSOLUTE -> 0;
    };
  }

  /** The entropy of shares, times their total; 0 for one-hot ones. */
  private static double entropy(double[] shares) {
    double total = 0;
    for (double share : shares) {
      total += share;
    }
    double sum = 0;
    for (double share : shares) {
      sum -= share > 0 ? share * Math.log(share / total) : 0;
    }
    return Math.max(0, sum);
  }

  /** The output that says a share, or a mean: its logarithm, its logit, or itself. */
  double outputFor(double mean) {
    return switch (this) {
      case SOFTMAX, DOUBLE_SOFTMAX, RELU_SOFTMAX -> Math.log(Math.max(SMALL, mean));
      case SIGMOID -> Math.log(Math.max(SMALL, mean) / Math.max(SMALL, 1 - mean));
      case PROBABILITY, NORMALISED_PROBABILITY, HINGE, SQUARED, SQUARED_SOFTMAX, ABSOLUTE -> mean;
    };
  }

  /** The loss of the uniform guess; NaN where that is not a constant. */
  public double ofUniformGuess(int outputs) {
    return switch (this) {
      case SOFTMAX, DOUBLE_SOFTMAX, RELU_SOFTMAX, PROBABILITY, NORMALISED_PROBABILITY ->
          Math.log(outputs);
      case SIGMOID -> Math.log(2);
      case HINGE, SQUARED, SQUARED_SOFTMAX, ABSOLUTE -> Double.NaN;
    };
  }

  private static double softmaxLoss(double[] z, double[] target) {
    double total = 0;
    for (double t : target) {
      total += t;
    }
    return total * Statistics.logSumExp(z) - dot(z, target);
  }

  private static double squared(double[] z, double[] target) {
    double sum = 0;
    for (int i = 0; i < z.length; i++) {
      sum += (z[i] - target[i]) * (z[i] - target[i]);
    }
    return sum / z.length;
  }

  private static double[] rectified(double[] z) {
    double[] out = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      out[i] = Math.max(0, z[i]);
    }
    return out;
  }

  private static double[] normalised(double[] p) {
    double sum = 0;
    for (double v : p) {
      sum += v;
    }
    double[] out = new double[p.length];
    for (int i = 0; i < p.length; i++) {
      out[i] = p[i] / sum;
    }
    return out;
  }

  private static double[] logs(double[] p) {
    double[] out = new double[p.length];
    for (int i = 0; i < p.length; i++) {
      // Programs guard against log 0 with constants of about this size.
      out[i] = Math.log(Math.max(p[i], 1e-7));
    }
    return out;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += b[i] == 0 ? 0 : a[i] * b[i];
    }
    return sum;
  }
}
