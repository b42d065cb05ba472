package dev.preflight.tuner.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LossCurveTest {

  @Test
  void vertex_ofAParabolaInLogLogSpace_isExact() {
    LossCurve curve = new LossCurve(10);
    double best = -1.7;
    for (double x : new double[] {-2.5, -2, -1.5, -1}) {
      curve.put(Math.pow(10, x), 0.1 * Math.exp((x - best) * (x - best)));
    }

    assertThat(Math.log10(curve.vertex())).isCloseTo(best, within(1e-6));
  }

  @Test
  void vertex_atTheEdge_isTheWinner() {
    LossCurve curve = new LossCurve(10);
    curve.put(0.1, 1);
    curve.put(0.01, 2);

    assertThat(curve.vertex()).isEqualTo(0.1);
  }

  @Test
  void cliff_isTheFirstLostRateAboveTheWinner() {
    LossCurve curve = new LossCurve(2.3);
    curve.put(0.001, 2.0);
    curve.put(0.01, 0.5);
    curve.put(0.03, 0.9);
    curve.put(0.1, Double.POSITIVE_INFINITY);

    assertThat(curve.winner()).isEqualTo(0.01);
    assertThat(curve.cliff()).isEqualTo(0.1);
  }

  @Test
  void divergedRun_countsAsUntrained() {
    LossCurve curve = new LossCurve(2.3);
    curve.put(1, Double.POSITIVE_INFINITY);
    curve.put(0.1, Double.NaN);

    assertThat(curve.losses().values()).containsOnly(2.3);
  }

  @Test
  void tie_goesToTheSmallerRate() {
    LossCurve curve = new LossCurve(2.3);
    curve.put(0.1, 0.5);
    curve.put(0.01, 0.5);

    assertThat(curve.winner()).isEqualTo(0.01);
  }

  @Test
  void negativeLosses_areCompared() {
    LossCurve curve = new LossCurve(1);
    curve.put(0.01, -1);
    curve.put(0.1, -2);
    curve.put(1, -1);

    assertThat(Math.log10(curve.vertex())).isCloseTo(-1, within(1e-6));
  }
}
