package dev.preflight.training.optimizer;

/**
 * The scalars fed with one update.
 *
 * @param learningRate the rate; any finite number, 0 leaves the weights as they are
 * @param momentum momentum or first-moment decay in [0, 1); NaN for the optimizer's own
 * @param weightDecay decoupled weight decay, at least 0; NaN for the optimizer's own
 */
public record StepSettings(double learningRate, double momentum, double weightDecay) {

  /** Checks that the rate is finite. */
  public StepSettings {
    if (!Double.isFinite(learningRate)) {
      throw new IllegalArgumentException("learningRate must be finite, was " + learningRate);
    }
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
