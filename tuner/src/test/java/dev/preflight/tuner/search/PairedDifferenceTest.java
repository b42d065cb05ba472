package dev.preflight.tuner.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedDifferenceTest {

  /** By hand: differences 1, 2, 3, 4, 5; mean 3, sd sqrt(2.5), error sqrt(0.5), t(4) 2.776445. */
  @Test
  void handWorkedTable_isReproduced() {
    PairedDifference d =
        PairedDifference.of(new double[] {11, 22, 33, 44, 55}, new double[] {10, 20, 30, 40, 50});

    assertThat(d.mean()).isEqualTo(3);
    assertThat(d.standardError()).isCloseTo(Math.sqrt(0.5), within(1e-12));
    assertThat(d.low()).isCloseTo(3 - 2.776445105 * Math.sqrt(0.5), within(1e-8));
    assertThat(d.high()).isCloseTo(3 + 2.776445105 * Math.sqrt(0.5), within(1e-8));
    // t = 4.242641 with 4 degrees of freedom.
    assertThat(d.pValue()).isCloseTo(0.013236, within(1e-5));
    assertThat(d.isTie()).isFalse();
  }

  @Test
  void whatASeedShares_cancels() {
    PairedDifference d =
        PairedDifference.of(new double[] {101, 5, 53, 9}, new double[] {100.9, 5.1, 52.8, 9.1});

    assertThat(d.isTie()).isTrue();
    assertThat(d.standardError()).isLessThan(0.1);
  }

  @Test
  void lostRuns_areLeftOut_andTooFewSayNothing() {
    double infinity = Double.POSITIVE_INFINITY;
    PairedDifference some =
        PairedDifference.of(new double[] {1, infinity, 3}, new double[] {0, 0, 2.5});
    PairedDifference none =
        PairedDifference.of(new double[] {infinity, Double.NaN}, new double[] {0, 0});

    assertThat(some.pairs()).isEqualTo(2);
    assertThat(some.mean()).isEqualTo(0.75);
    assertThat(none.mean()).isNaN();
    assertThat(none.isTie()).isTrue();
    assertThat(none.pValue()).isEqualTo(1);
  }

  @Test
  void differencesWithoutSpread_areCertain() {
    assertThat(PairedDifference.of(new double[] {2, 3}, new double[] {1, 2}).pValue()).isZero();
    assertThat(PairedDifference.of(new double[] {1, 2}, new double[] {1, 2}).pValue()).isOne();
  }

  @Test
  void listsOfDifferentLength_areRefused() {
    assertThatThrownBy(() -> PairedDifference.of(new double[1], new double[2]))
        .hasMessageContaining("1 and 2");
  }
}
