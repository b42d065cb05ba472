package dev.preflight.tuner.finder;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.jspecify.annotations.Nullable;

/**
 * The ramps of several seeds as one curve: median and quartiles at each rate, and the smoothed
 * median that landmarks are read from.
 */
final class RampCurve {

  /** Standard deviation of the smoothing kernel in decades. */
  static final double KERNEL = 0.2;

  private static final double ONSET = 0.05;

  /** A rise of the smoothed loss below this many deviations of a raw one is noise. */
  private static final double RISE_TO_NOISE = 2;

  private final double[] rates;
  private final double[] median;
  private final double[] low;
  private final double[] high;
  private final double[] smooth;

  private RampCurve(double[] rates, double[] median, double[] low, double[] high) {
    this.rates = rates;
    this.median = median;
    this.low = low;
    this.high = high;
    this.smooth = smooth(rates, median);
  }

  /**
   * Joins curves.
   *
   * <p>A seed whose loss is not finite counts as worse than any other; the curve ends where half of
   * the seeds have ended.
   */
  static RampCurve of(List<FinderResult.Curve> curves) {
    int longest = curves.stream().mapToInt(c -> c.points().size()).max().orElse(0);
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < longest; i++) {
      List<Double> losses = new ArrayList<>();
      double rate = Double.NaN;
      for (FinderResult.Curve curve : curves) {
        if (i < curve.points().size()) {
          rate = curve.points().get(i).learningRate();
          double loss = curve.points().get(i).loss();
          if (Double.isFinite(loss)) {
            losses.add(loss);
          }
        }
      }
      if (2 * losses.size() <= curves.size()) {
        break;
      }
      double[] values = losses.stream().mapToDouble(v -> v).toArray();
      Percentile percentile = new Percentile();
      percentile.setData(values);
      rows.add(
          new double[] {
            rate, percentile.evaluate(50), percentile.evaluate(25), percentile.evaluate(75)
          });
    }
    return new RampCurve(column(rows, 0), column(rows, 1), column(rows, 2), column(rows, 3));
  }

  private static double[] column(List<double[]> rows, int index) {
    return rows.stream().mapToDouble(row -> row[index]).toArray();
  }

  /** The rates of the ramp, ascending. */
  double[] rates() {
    return rates;
  }

  /** Median of the raw losses over the seeds that are still finite. */
  double[] median() {
    return median;
  }

  /** Lower quartile of the raw losses. */
  double[] low() {
    return low;
  }

  /** Upper quartile of the raw losses. */
  double[] high() {
    return high;
  }

  /** The median, smoothed without lag by a Gaussian over the logarithm of the rate. */
  double[] smooth() {
    return smooth;
  }

  /** How many times the noise of the smoothed curve a drop must be. */
  static final double DROP_TO_NOISE = 3;

  int size() {
    return rates.length;
  }

  /** Zero-lag smoothing: a Gaussian average over log10 of the rate, on both sides alike. */
  static double[] smooth(double[] rates, double[] losses) {
    double[] result = new double[losses.length];
    for (int i = 0; i < losses.length; i++) {
      double sum = 0;
      double weights = 0;
      for (int k = 0; k < losses.length; k++) {
        double distance = Math.log10(rates[k] / rates[i]) / KERNEL;
        if (Math.abs(distance) <= 3) {
          double weight = Math.exp(-0.5 * distance * distance);
          sum += weight * losses[k];
          weights += weight;
        }
      }
      result[i] = sum / weights;
    }
    return result;
  }

  /**
   * First index at which half of the drop is lost again; -1 if none.
   *
   * <p>A rise counts only beyond the noise of the raw losses, and beyond a tenth of the first loss.
   */
  static int riseByHalf(double[] smooth, double noise) {
    double start = smooth.length == 0 ? Double.NaN : smooth[0];
    double best = start;
    for (int i = 0; i < smooth.length; i++) {
      best = Math.min(best, smooth[i]);
      double allowed =
          Math.max(0.5 * (start - best), Math.max(RISE_TO_NOISE * noise, 0.1 * Math.abs(start)));
      if (smooth[i] > best + allowed) {
        return i;
      }
    }
    return -1;
  }

  /** Standard deviation of a raw loss around the curve, from neighbouring differences. */
  static double noise(double[] losses) {
    if (losses.length < 3) {
      return 0;
    }
    double[] steps = new double[losses.length - 1];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = Math.abs(losses[i + 1] - losses[i]);
    }
    return 1.4826 * new Percentile().evaluate(steps, 50) / Math.sqrt(2);
  }

  private int rise() {
    return riseByHalf(smooth, noise());
  }

  /** Index of the lowest smoothed loss before divergence. */
  int minimum() {
    int rise = rise();
    int end = rise < 0 ? size() : rise;
    int best = 0;
    for (int i = 1; i < end; i++) {
      if (smooth[i] < smooth[best]) {
        best = i;
      }
    }
    return best;
  }

  /** How far the smoothed loss falls. */
  double drop() {
    return size() == 0 ? 0 : smooth[0] - smooth[minimum()];
  }

  /** Standard deviation of a single point of the median around the curve. */
  double noise() {
    return noise(median);
  }

  /** Standard deviation of the smoothed curve, which averages about this many points. */
  double smoothNoise() {
    double perDecade = size() < 2 ? 1 : (size() - 1) / Math.log10(rates[size() - 1] / rates[0]);
    return noise() / Math.sqrt(Math.max(1, 2 * Math.sqrt(Math.PI) * KERNEL * perDecade));
  }

  /** Whether the fall of the loss stands out from the noise of single updates. */
  boolean standsOut() {
    return drop() > 0 && drop() >= DROP_TO_NOISE * smoothNoise();
  }

  /** Landmarks of the curve; null if it has fewer points than can be read. */
  FinderResult.@Nullable Landmarks landmarks(List<FinderResult.Curve> curves) {
    if (size() < FinderOptions.MIN_STEPS / 2) {
      return null;
    }
    int minimum = minimum();
    // From the minimum backwards: on a noisy plateau the curve dips more than once.
    int onset = minimum;
    while (onset > 0 && smooth[0] - smooth[onset] > ONSET * drop()) {
      onset--;
    }
    int steepest = onset;
    double slope = 0;
    for (int i = onset; i < minimum; i++) {
      double d = (smooth[i + 1] - smooth[i]) / Math.log10(rates[i + 1] / rates[i]);
      if (d < slope) {
        slope = d;
        steepest = i;
      }
    }
    int rise = rise();
    double divergence = rise >= 0 ? rates[rise] : medianDivergence(curves);
    return new FinderResult.Landmarks(
        rates[onset], rates[steepest], rates[minimum], divergence, spread(curves));
  }

  private static double medianDivergence(List<FinderResult.Curve> curves) {
    double[] at =
        curves.stream()
            .mapToDouble(
                c -> {
                  Double d = c.divergedAt();
                  return d == null ? Double.POSITIVE_INFINITY : d;
                })
            .sorted()
            .toArray();
    double middle = at.length == 0 ? Double.NaN : at[at.length / 2];
    return Double.isInfinite(middle) ? Double.NaN : middle;
  }

  /** Widest distance between the minima of single seeds, as a factor. */
  private static double spread(List<FinderResult.Curve> curves) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (FinderResult.Curve curve : curves) {
      RampCurve single = of(List.of(curve));
      if (single.size() > 0) {
        double minimum = single.rates[single.minimum()];
        least = Math.min(least, minimum);
        most = Math.max(most, minimum);
      }
    }
    return most == 0 ? Double.NaN : most / least;
  }
}
