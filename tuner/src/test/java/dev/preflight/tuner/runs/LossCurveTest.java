package dev.preflight.tuner.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LossCurveTest {

  @Test
  void vertex_ofAParabolaInLogLogSpace_isExact() {
    LossCurve curve = LossCurve.clamping(10);
    double best = -1.7;
    for (double x : new double[] {-2.5, -2, -1.5, -1}) {
      curve.put(Math.pow(10, x), 0.1 * Math.exp((x - best) * (x - best)));
    }

    assertThat(Math.log10(curve.vertex())).isCloseTo(best, within(1e-6));
  }

  @Test
  void vertex_atTheEdge_isTheWinner() {
    LossCurve curve = LossCurve.clamping(10);
    curve.put(0.1, 1);
    curve.put(0.01, 2);

    assertThat(curve.vertex()).isEqualTo(0.1);
  }

  @Test
  void cliff_isTheFirstLostRateAboveTheWinner() {
    LossCurve curve = LossCurve.clamping(2.3);
    curve.put(0.001, 2.0);
    curve.put(0.01, 0.5);
    curve.put(0.03, 0.9);
    curve.put(0.1, Double.POSITIVE_INFINITY);

    assertThat(curve.leader()).isEqualTo(0.01);
    assertThat(curve.wall()).hasValue(0.1);
  }

  @Test
  void divergedRun_countsAsUntrained() {
    LossCurve curve = LossCurve.clamping(2.3);
    curve.put(1, Double.POSITIVE_INFINITY);
    curve.put(0.1, Double.NaN);

    assertThat(curve.losses().values()).containsOnly(2.3);
  }

  @Test
  void tie_goesToTheSmallerRate() {
    LossCurve curve = LossCurve.clamping(2.3);
    curve.put(0.1, 0.5);
    curve.put(0.01, 0.5);

    assertThat(curve.leader()).isEqualTo(0.01);
  }

  @Test
  void negativeLosses_areCompared() {
    LossCurve curve = LossCurve.clamping(1);
    curve.put(0.01, -1);
    curve.put(0.1, -2);
    curve.put(1, -1);

    assertThat(Math.log10(curve.vertex())).isCloseTo(-1, within(1e-6));
  }

  @Test
  void keptLosses_aboveTheUntrainedOneHaveFailed_andHaveNoWinner() {
    LossCurve curve = LossCurve.keeping(2.3);
    curve.put(0.1, 2.4);
    curve.put(1, Double.NaN);

    assertThat(curve.winner()).isEmpty();
    assertThat(curve.leader()).isEqualTo(0.1);
    assertThat(curve.feasible()).isEmpty();
    assertThat(curve.losses().values()).containsExactly(2.4, Double.NaN);
    assertThat(curve.best()).isEqualTo(2.3);

    curve.put(0.01, 0.5);
    curve.put(0.05, 1.5);
    assertThat(curve.winner()).hasValue(0.01);
    assertThat(curve.feasible()).containsOnlyKeys(0.01);
    assertThat(curve.wall()).hasValue(0.05);
  }

  @Test
  void withoutAnUntrainedLoss_everyFiniteLossIsASuccess() {
    LossCurve curve = LossCurve.keeping(Double.NaN);
    curve.put(0.1, 1e9);
    curve.put(0.01, 1);

    assertThat(curve.feasible()).hasSize(2);
    assertThat(curve.wall()).isEmpty();
  }
}
