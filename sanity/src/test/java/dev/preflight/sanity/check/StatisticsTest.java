package dev.preflight.sanity.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsTest {

  @ParameterizedTest
  @CsvSource({
    "100, 0.5, 9.6", "100, 0.8, 7.8", "100, 0.9, 6.0", "100, 0.99, 2.6",
    "500, 0.5, 4.4", "500, 0.8, 3.5", "500, 0.9, 2.6", "500, 0.99, 0.95",
    "1000, 0.5, 3.1", "1000, 0.8, 2.5", "1000, 0.9, 1.9", "1000, 0.99, 0.64",
    "5000, 0.5, 1.4", "5000, 0.8, 1.1", "5000, 0.9, 0.83", "5000, 0.99, 0.28",
    "10000, 0.5, 1.0", "10000, 0.8, 0.78", "10000, 0.9, 0.59", "10000, 0.99, 0.20"
  })
  void wilson_matchesTheTable(long n, double share, double points) {
    double half = 100 * Statistics.wilson(share, n, Statistics.Z95).halfWidth();

    assertThat(half).isCloseTo(points, within(points >= 1 ? 0.05 : 0.005));
  }

  @Test
  void wilson_staysInsideTheUnitInterval_forCertainEvents() {
    assertThat(Statistics.wilson(0, 20, Statistics.Z95).low()).isZero();
    assertThat(Statistics.wilson(1, 20, Statistics.Z95).high()).isEqualTo(1);
    // Newcombe 1998, table I: 0 of 20 gives an upper bound of 0.1611.
    assertThat(Statistics.wilson(0, 20, Statistics.Z95).high()).isCloseTo(0.1611, within(1e-4));
    assertThatThrownBy(() -> Statistics.wilson(Double.NaN, 20, 1.96))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0.05, 0.05, 155", "0.02, 0.05, 979", "0.01, 0.05, 3923", "0.005, 0.05, 15696",
    "0.05, 0.10, 312", "0.02, 0.10, 1960", "0.01, 0.10, 7847", "0.005, 0.10, 31394",
    "0.05, 0.20, 626", "0.02, 0.20, 3923", "0.01, 0.20, 15696", "0.005, 0.20, 62789"
  })
  void pairedSampleSize_matchesTheTable(double d, double disagreement, double n) {
    assertThat(Math.ceil(Statistics.pairedSampleSize(d, disagreement))).isCloseTo(n, within(1.0));
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 0.05, 2.0", "1000, 0.10, 2.8", "1000, 0.20, 4.0",
    "10000, 0.05, 0.6", "10000, 0.10, 0.9", "10000, 0.20, 1.3"
  })
  void pairedDetectableDifference_matchesTheTable(double n, double disagreement, double points) {
    assertThat(100 * Statistics.pairedDetectableDifference(n, disagreement))
        .isCloseTo(points, within(0.05));
  }

  @Test
  void entropy_isThatOfTheShares() {
    assertThat(Statistics.entropy(new long[] {5, 5, 5, 5})).isCloseTo(Math.log(4), within(1e-12));
    assertThat(Statistics.entropy(new long[] {7, 0})).isZero();
  }

  @Test
  void logSumExp_doesNotOverflow() {
    assertThat(Statistics.logSumExp(new double[] {1000, 1000}))
        .isCloseTo(1000 + Math.log(2), within(1e-9));
    assertThat(Statistics.logSumExp(new double[] {Double.NEGATIVE_INFINITY}))
        .isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void moments_leaveOutWhatIsNotFinite() {
    Statistics.Moments moments = new Statistics.Moments();
    for (double v : new double[] {1, 2, Double.NaN, 3, Double.POSITIVE_INFINITY, 4}) {
      moments.add(v);
    }

    assertThat(moments.count()).isEqualTo(4);
    assertThat(moments.mean()).isCloseTo(2.5, within(1e-12));
    assertThat(moments.variance()).isCloseTo(1.25, within(1e-12));
    assertThat(moments.min()).isEqualTo(1);
    assertThat(moments.max()).isEqualTo(4);
  }
}
