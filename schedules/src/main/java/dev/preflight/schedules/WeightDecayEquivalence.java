package dev.preflight.schedules;

/**
 * The exponentially growing learning rate that does what weight decay does, for a scale-invariant
 * loss (weights in front of a normalization layer).
 *
 * <p>SGD with heavy-ball momentum, a constant learning rate and L2 weight decay goes through the
 * same directions w/|w| and losses as SGD without weight decay and the rate {@code learningRate *
 * root()^(-2 t - 1)}, if the velocity starts at {@code initialVelocityFactor() * w0}: Li and Arora
 * 2020, "An exponential learning rate schedule for deep learning" (ICLR), theorem 2.12. Not for
 * parameters that are not scale-invariant, and not without end: the weights grow with the rate and
 * leave the range of numbers.
 *
 * @param learningRate the constant learning rate, in (0, 1e6]
 * @param weightDecay the L2 factor, gradient += weightDecay * w; in [0, 1]
 * @param momentum heavy-ball momentum, v = momentum * v + gradient; in [0, 1)
 * @since 0.1
 */
public record WeightDecayEquivalence(double learningRate, double weightDecay, double momentum) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a value is out of range, or learningRate * weightDecay
   *     exceeds (1 - sqrt(momentum))^2, where no equivalent growth exists
   */
  public WeightDecayEquivalence {
    check("learningRate", learningRate, learningRate > 0, "(0, 1e6]", Defaults.LARGEST_RATE);
    check("weightDecay", weightDecay, weightDecay >= 0, "[0, 1]", 1);
    check("momentum", momentum, momentum >= 0, "[0, 1)", Math.nextDown(1.0));
    double limit = Math.pow(1 - Math.sqrt(momentum), 2);
    if (learningRate * weightDecay >= limit) {
      throw new IllegalArgumentException(
          "learningRate * weightDecay must be below (1 - sqrt(momentum))^2 = "
              + limit
              + ", was "
              + learningRate * weightDecay);
    }
  }

  private static void check(String name, double value, boolean above, String range, double high) {
    if (!above || !(value <= high)) {
      throw new IllegalArgumentException(name + " must be in " + range + ", was " + value);
    }
  }

  /** The larger root of x^2 - (1 + momentum - learningRate * weightDecay) x + momentum = 0. */
  public double root() {
    double b = 1 + momentum - learningRate * weightDecay;
    return (b + Math.sqrt(Math.max(0, b * b - 4 * momentum))) / 2;
  }

  /** The factor from one learning rate to the next, at least 1. */
  public double growthPerUpdate() {
    return Math.pow(root(), -2);
  }

  /** What to multiply the first weights with to get the velocity to start from. */
  public double initialVelocityFactor() {
    double root = root();
    return -(1 - root) / (learningRate * root);
  }

  /**
   * The learning rate of an update of at least 0; infinite where it leaves the range of numbers.
   */
  public double learningRateAt(long update) {
    return learningRate * Math.pow(root(), -2.0 * update - 1);
  }
}
