package dev.preflight.tuner.runs;

import java.util.Collections;
import java.util.NavigableMap;
import org.apache.commons.math3.fitting.PolynomialCurveFitter;
import org.apache.commons.math3.fitting.WeightedObservedPoints;
import org.jspecify.annotations.Nullable;

/**
 * A least-squares parabola of the loss, or of its logarithm, in the logarithm of the rate.
 *
 * @param constant value at {@code log10(rate) = 0}
 * @param slope first coefficient
 * @param curvature second coefficient, above 0
 * @param logarithmic whether it describes the natural logarithm of the loss
 * @param low lowest rate it was fitted to
 * @param high highest rate it was fitted to
 */
public record Parabola(
    double constant, double slope, double curvature, boolean logarithmic, double low, double high) {

  /** Losses further apart than this are not of one shape in their logarithm either. */
  private static final double LARGEST_RATIO = 10;

  /** Fits finite losses by rate; null with fewer than three, or without a valley. */
  static @Nullable Parabola through(NavigableMap<Double, Double> losses) {
    if (losses.size() < 3) {
      return null;
    }
    double least = Collections.min(losses.values());
    return fit(losses, least > 0 && Collections.max(losses.values()) < LARGEST_RATIO * least);
  }

  /**
   * Fits losses by rate; null without a valley.
   *
   * @param losses at least three; a loss that is not finite leaves no valley
   * @param logarithmic whether to fit their logarithm; they must then be above 0
   */
  static @Nullable Parabola fit(NavigableMap<Double, Double> losses, boolean logarithmic) {
    // The fitter of Commons Math never returns from a point that is not finite.
    if (!losses.values().stream().allMatch(Double::isFinite)) {
      return null;
    }
    WeightedObservedPoints points = new WeightedObservedPoints();
    losses.forEach(
        (rate, loss) -> points.add(Math.log10(rate), logarithmic ? Math.log(loss) : loss));
    double[] c = PolynomialCurveFitter.create(2).fit(points.toList());
    return c[2] > 0 && Double.isFinite(c[0])
        ? new Parabola(c[0], c[1], c[2], logarithmic, losses.firstKey(), losses.lastKey())
        : null;
  }

  /** The rate of its lowest point; may lie outside of the rates it was fitted to. */
  public double vertex() {
    return Math.pow(10, -slope / (2 * curvature));
  }

  /** The loss it says for a rate. */
  public double at(double rate) {
    double x = Math.log10(rate);
    double y = constant + x * (slope + x * curvature);
    return logarithmic ? Math.exp(y) : y;
  }
}
