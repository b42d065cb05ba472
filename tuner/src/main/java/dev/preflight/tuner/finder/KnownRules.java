package dev.preflight.tuner.finder;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rules of other finders, on our curve, for people who know them. Re-implemented from their
 * descriptions; each gets the raw losses and smooths and trims as its library does.
 */
final class KnownRules {

  private KnownRules() {}

  /**
   * What each rule suggests; NaN where it finds nothing.
   *
   * @param rates ascending rates of a ramp
   * @param losses raw losses of one seed, or the median of several
   */
  static Map<String, Double> of(double[] rates, double[] losses) {
    Map<String, Double> rules = new LinkedHashMap<>();
    double[] ema = biasCorrected(losses, 0.98);
    int end = stop(ema, 4);
    rules.put("valley", pick(rates, valley(trimmed(ema, end))));
    rules.put("slide", pick(rates, slide(rates, trimmed(ema, end))));
    rules.put("steep", pick(rates, steepPerLogRate(rates, trimmed(ema, end))));
    int minimum = argMin(ema, end);
    rules.put("minimum/10", minimum < 0 ? Double.NaN : rates[minimum] / 10);
    rules.put("lightning", pick(rates, lightning(rates, ema, end, true)));
    rules.put("lightning < 2.5.3", pick(rates, lightning(rates, ema, end, false)));
    return rules;
  }

  private static double pick(double[] rates, int index) {
    return index < 0 || index >= rates.length ? Double.NaN : rates[index];
  }

  private static double[] trimmed(double[] values, int end) {
    return java.util.Arrays.copyOf(values, Math.max(0, end));
  }

  /** Exponential moving average with bias correction. */
  static double[] biasCorrected(double[] losses, double beta) {
    double[] result = new double[losses.length];
    double average = 0;
    for (int i = 0; i < losses.length; i++) {
      average = beta * average + (1 - beta) * losses[i];
      result[i] = average / (1 - Math.pow(beta, i + 1.0));
    }
    return result;
  }

  /** Number of points before the smoothed loss exceeds {@code factor} times its best. */
  private static int stop(double[] ema, double factor) {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < ema.length; i++) {
      if (!Double.isFinite(ema[i]) || ema[i] > factor * best) {
        return i;
      }
      best = Math.min(best, ema[i]);
    }
    return ema.length;
  }

  private static int argMin(double[] values, int end) {
    int best = -1;
    for (int i = 0; i < end; i++) {
      if (best < 0 || values[i] < values[best]) {
        best = i;
      }
    }
    return best;
  }

  /** The longest strictly decreasing subsequence; about the middle of its span. */
  private static int valley(double[] losses) {
    int n = losses.length;
    if (n < 3) {
      return -1;
    }
    int[] length = new int[n];
    int end = 0;
    for (int i = 0; i < n; i++) {
      length[i] = 1;
      for (int k = 0; k < i; k++) {
        if (losses[k] > losses[i]) {
          length[i] = Math.max(length[i], length[k] + 1);
        }
      }
      if (length[i] > length[end]) {
        end = i;
      }
    }
    int start = end - length[end];
    double section = (end - start) / 3.0;
    return Math.max(0, start + (int) section + (int) (section / 2));
  }

  /** From the right, the first window of 15 whose end gradients differ by no more than 0.005. */
  private static int slide(double[] rates, double[] losses) {
    int window = 15;
    double threshold = 0.005;
    int n = losses.length;
    if (n < window + 1) {
      return -1;
    }
    double[] gradient = indexGradient(losses);
    int right = n - 1;
    int left = right - window;
    int found = left;
    while (left > 0 && Math.abs(gradient[right] - gradient[left]) > threshold) {
      found = left;
      left--;
      right--;
    }
    return Math.min(found, rates.length - 1);
  }

  private static double[] indexGradient(double[] values) {
    int n = values.length;
    double[] gradient = new double[n];
    for (int i = 0; i < n; i++) {
      int before = Math.max(0, i - 1);
      int after = Math.min(n - 1, i + 1);
      gradient[i] = after == before ? 0 : (values[after] - values[before]) / (after - before);
    }
    return gradient;
  }

  /** Where the loss falls most from one point to the next, per logarithm of the rate. */
  private static int steepPerLogRate(double[] rates, double[] losses) {
    int best = -1;
    double slope = Double.POSITIVE_INFINITY;
    for (int i = 0; i + 1 < losses.length; i++) {
      double d = (losses[i + 1] - losses[i]) / Math.log(rates[i + 1] / rates[i]);
      if (d < slope) {
        slope = d;
        best = i;
      }
    }
    return best;
  }

  /** The steepest point without the first ten and the last one, per rate or per index. */
  private static int lightning(double[] rates, double[] ema, int end, boolean perRate) {
    int best = -1;
    double slope = Double.POSITIVE_INFINITY;
    double[] gradient = indexGradient(trimmed(ema, end));
    for (int i = 11; i + 2 < end; i++) {
      double d = perRate ? (ema[i + 1] - ema[i - 1]) / (rates[i + 1] - rates[i - 1]) : gradient[i];
      if (d < slope) {
        slope = d;
        best = i;
      }
    }
    return best;
  }
}
