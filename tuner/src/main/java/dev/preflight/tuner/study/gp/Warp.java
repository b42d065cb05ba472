package dev.preflight.tuner.study.gp;

import dev.preflight.tuner.study.sampler.Gauss;
import java.util.Arrays;

/**
 * Losses as a Gaussian process likes them: around 0 with deviation 1, the worse half by its ranks
 * alone, so that a loss of a million says no more than that it is the worst.
 *
 * <p>The better half keeps its proportions. The worse one is spread like the worse half of a normal
 * distribution whose better half is as wide as this one's.
 *
 * <p>Source of the ranks: the half-rank warping of Song et al., "The Vizier Gaussian process bandit
 * algorithm", arXiv:2408.11527.
 */
final class Warp {

  private Warp() {}

  /**
   * Warped losses in the same order.
   *
   * @param losses smaller is better; infinite ones are the worst or best of all
   */
  static double[] of(double[] losses) {
    int n = losses.length;
    double[] sorted = losses.clone();
    Arrays.sort(sorted);
    double middle = sorted[(n - 1) / 2];
    double best = Arrays.stream(sorted).filter(Double::isFinite).min().orElse(0);
    if (!Double.isFinite(middle)) {
      middle = Arrays.stream(sorted).filter(Double::isFinite).max().orElse(0);
    }
    double width = width(sorted, middle, best);
    double[] warped = new double[n];
    for (int i = 0; i < n; i++) {
      double loss = losses[i];
      if (loss <= middle) {
        warped[i] = Math.max(loss, best);
      } else {
        double rank = (first(sorted, loss) + last(sorted, loss)) / 2.0;
        double share = (rank + 0.5) / n;
        warped[i] = middle + width * -Gauss.inverseLogBelow(Math.log1p(-share));
      }
    }
    return standardised(warped);
  }

  /** The deviation of the better half from the middle. */
  private static double width(double[] sorted, double middle, double best) {
    double squares = 0;
    int count = 0;
    for (double loss : sorted) {
      if (loss <= middle) {
        double below = middle - Math.max(loss, best);
        squares += below * below;
        count++;
      }
    }
    double width = Math.sqrt(squares / count);
    return width > 0 ? width : Math.max(Math.abs(middle), 1);
  }

  private static int first(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int last(double[] sorted, double value) {
    int at = first(sorted, value);
    while (at + 1 < sorted.length && sorted[at + 1] == value) {
      at++;
    }
    return at;
  }

  /** With mean 0 and deviation 1; all 0 if they are all the same. */
  static double[] standardised(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = 0;
    for (double v : values) {
      squares += (v - mean) * (v - mean);
    }
    double deviation = Math.sqrt(squares / Math.max(1, values.length));
    double[] standardised = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      standardised[i] = deviation > 0 ? (values[i] - mean) / deviation : 0;
    }
    return standardised;
  }
}
