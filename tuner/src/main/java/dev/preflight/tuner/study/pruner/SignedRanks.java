package dev.preflight.tuner.study.pruner;

import java.util.Arrays;
import org.apache.commons.numbers.gamma.Erfc;

/**
 * Wilcoxon's signed-rank test (1945), one-sided, zeros counted half for either side.
 *
 * <p>Commons Math has the two-sided test only, counts zeros as negative and runs through 2^n signs;
 * here the exact distribution is summed up rank by rank.
 */
final class SignedRanks {

  /** Most pairs for the exact distribution, without ties and with them, as in SciPy. */
  private static final int EXACT = 50;

  private static final int EXACT_WITH_TIES = 13;

  private SignedRanks() {}

  /**
   * Probability of differences at least as positive as these if either sign is as likely.
   *
   * @param differences finite, at least one
   */
  static double greater(double[] differences) {
    int n = differences.length;
    double[] sizes = Arrays.stream(differences).map(Math::abs).sorted().toArray();
    int[] doubled = new int[n];
    double tieCorrection = 0;
    boolean ties = false;
    for (int from = 0; from < n; ) {
      int to = from;
      while (to < n && sizes[to] == sizes[from]) {
        to++;
      }
      Arrays.fill(doubled, from, to, from + to + 1);
      double run = to - from;
      tieCorrection += run * run * run - run;
      ties |= run > 1;
      from = to;
    }
    int zeros = (int) Arrays.stream(sizes).filter(s -> s == 0).count();
    int positive = 0;
    for (double d : differences) {
      int rank = doubled[Arrays.binarySearch(sizes, Math.abs(d))];
      positive += d > 0 ? 2 * rank : (d == 0 ? rank : 0);
    }
    boolean exact = n <= (ties || zeros > 0 ? EXACT_WITH_TIES : EXACT);
    return exact ? exact(doubled, zeros, positive) : normal(n, tieCorrection, positive / 4.0);
  }

  /** Ranks and their sums are doubled, and sums once more, so that halves are whole. */
  private static double exact(int[] doubled, int zeros, int positive) {
    int fixed = 0;
    int most = 0;
    for (int i = 0; i < doubled.length; i++) {
      fixed += i < zeros ? doubled[i] : 0;
      most += i < zeros ? 0 : 2 * doubled[i];
    }
    double[] ways = new double[most + 1];
    ways[0] = 1;
    for (int i = zeros; i < doubled.length; i++) {
      for (int sum = most; sum >= 2 * doubled[i]; sum--) {
        ways[sum] += ways[sum - 2 * doubled[i]];
      }
    }
    double asPositive = 0;
    for (int sum = Math.max(0, positive - fixed); sum <= most; sum++) {
      asPositive += ways[sum];
    }
    return asPositive / Math.pow(2, doubled.length - zeros);
  }

  private static double normal(int n, double tieCorrection, double positive) {
    double mean = n * (n + 1.0) / 4;
    double deviation = Math.sqrt((n * (n + 1.0) * (2.0 * n + 1) - tieCorrection / 2) / 24);
    return deviation == 0 ? 1 : 0.5 * Erfc.value((positive - mean) / deviation / Math.sqrt(2));
  }
}
