package dev.preflight.sanity.curves;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a log beyond its numbers. Names left null are found by the usual ones.
 *
 * @param loss series of the training loss
 * @param validationLoss series of the validation loss
 * @param metric series of the training metric
 * @param validationMetric series of the validation metric
 * @param learningRate series of the learning rate
 * @param validationSize examples of the validation set; 0 if unknown
 * @param target the metric wanted, such as an accuracy of 0.95; NaN for none
 */
public record CurveOptions(
    @Nullable String loss,
    @Nullable String validationLoss,
    @Nullable String metric,
    @Nullable String validationMetric,
    @Nullable String learningRate,
    long validationSize,
    double target) {

  /** Validates the numbers. */
  public CurveOptions {
    if (validationSize < 0) {
      throw new IllegalArgumentException("validation size " + validationSize);
    }
    if (Double.isInfinite(target)) {
      throw new IllegalArgumentException("target " + target);
    }
  }

  /** Nothing is known. */
  public static CurveOptions none() {
    return new CurveOptions(null, null, null, null, null, 0, Double.NaN);
  }
}
