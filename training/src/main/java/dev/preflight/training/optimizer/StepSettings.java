package dev.preflight.training.optimizer;

/**
 * The scalars fed with one update.
 *
 * @param learningRate the rate; 0 leaves the weights as they are, NaN leaves the rate to the graph
 *     or the optimizer, with the graph's own schedule where it has one; not infinite
 * @param momentum momentum or first-moment decay in [0, 1); NaN for the optimizer's own
 * @param weightDecay decoupled weight decay, at least 0; NaN for the optimizer's own
 */
public record StepSettings(double learningRate, double momentum, double weightDecay) {

  /** Checks that the rate is not infinite. */
  public StepSettings {
    if (Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException("learningRate must not be infinite, was " + learningRate);
    }
  }

  /** The rate, momentum and weight decay of the graph or the optimizer themselves. */
  public static StepSettings own() {
    return new StepSettings(Double.NaN, Double.NaN, Double.NaN);
  }

  /** This rate, with the optimizer's own momentum and weight decay. */
  public static StepSettings of(double learningRate) {
    return new StepSettings(learningRate, Double.NaN, Double.NaN);
  }

  /** The same with this momentum; NaN for the optimizer's own. */
  public StepSettings withMomentum(double value) {
    return new StepSettings(learningRate, value, weightDecay);
  }

  /** The same with this weight decay; NaN for the optimizer's own. */
  public StepSettings withWeightDecay(double value) {
    return new StepSettings(learningRate, momentum, value);
  }
}
