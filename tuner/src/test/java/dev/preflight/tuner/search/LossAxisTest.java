package dev.preflight.tuner.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Chart;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossAxisTest {

  private static Chart.Axis axis(Double max, Double... losses) {
    return LossAxis.of("loss", List.of(losses), max);
  }

  @ParameterizedTest
  @CsvSource({
    "0.05, 2.6, true",
    "0.26, 2.6, false",
    "0.259, 2.6, true",
    "0, 2.6, false",
    "-0.1, 2.6, false",
    "1e-9, 2e-8, true"
  })
  void lossesMoreThanTenfoldApartAndPositive_areLogarithmic(double low, double high, boolean log) {
    assertThat(axis(null, high, low, 1.1 * low).log()).isEqualTo(log);
  }

  @Test
  void logarithmicAxis_hasRoomBelowTheLowestLoss_andALinearOneChoosesItself() {
    assertThat(axis(null, 0.06, 6.0).min()).isEqualTo(0.05);
    assertThat(axis(null, 1.0, 2.0).min()).isNull();
    assertThat(axis(3.0, 0.06, 6.0).max()).isEqualTo(3);
  }

  @Test
  void whatIsNotDrawn_hasNoPart() {
    assertThat(axis(null, 1.0, 2.0, Double.POSITIVE_INFINITY, Double.NaN).log()).isFalse();
    assertThat(axis(0.5, 0.1, 1e6).log()).isFalse();
    assertThat(axis(null).log()).isFalse();
    assertThat(axis(2.7).max()).isEqualTo(2.7);
  }
}
