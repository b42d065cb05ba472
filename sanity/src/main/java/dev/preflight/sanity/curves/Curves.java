package dev.preflight.sanity.curves;

import dev.preflight.training.events.RunLog;
import dev.preflight.training.events.Series;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The curves of a run by what they are; those that were not logged are null.
 *
 * @param loss training loss, by update or by epoch
 * @param validationLoss loss on the validation set
 * @param metric the metric on training data
 * @param validationMetric the same metric on the validation set
 * @param learningRate the rate used
 * @param gradientNorm global norm of the gradient
 * @param updateRatio norm of an update over that of the weights
 * @param epoch epoch by step
 * @param others names of series with no part in the verdict
 */
record Curves(
    @Nullable Series loss,
    @Nullable Series validationLoss,
    @Nullable Series metric,
    @Nullable Series validationMetric,
    @Nullable Series learningRate,
    @Nullable Series gradientNorm,
    @Nullable Series updateRatio,
    @Nullable Series epoch,
    List<String> others) {

  Curves {
    others = List.copyOf(others);
  }

  /**
   * Finds what is what in a log.
   *
   * @throws dev.preflight.training.data.InputException if a name in the options is not in the log,
   *     or no loss is found
   */
  static Curves of(RunLog log, CurveOptions options) {
    return new CurveNames(log).curves(options);
  }

  /** The loss to judge: that of training, or of validation where only that was logged. */
  Series anyLoss() {
    Series found = loss != null ? loss : validationLoss;
    if (found == null) {
      throw new IllegalStateException("curves without a loss");
    }
    return found;
  }

  /** Whether the rate at one step is more than {@code factor} times that at another. */
  boolean rateRose(long from, long to, double factor) {
    return learningRate != null && rateAt(learningRate, to) > factor * rateAt(learningRate, from);
  }

  private static double rateAt(Series rates, long step) {
    double rate = rates.size() == 0 ? Double.NaN : rates.value(0);
    for (int i = 0; i < rates.size() && rates.step(i) <= step; i++) {
      rate = rates.value(i);
    }
    return rate;
  }
}
