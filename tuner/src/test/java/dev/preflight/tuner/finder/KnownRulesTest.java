package dev.preflight.tuner.finder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownRulesTest {

  private static final int N = 100;

  private static double[] rates() {
    double[] rates = new double[N];
    for (int i = 0; i < N; i++) {
      rates[i] = RangeTest.rate(1e-7, 10, i, N);
    }
    return rates;
  }

  private static double[] sigmoidThenExplosion(double[] rates) {
    double[] losses = new double[N];
    for (int i = 0; i < N; i++) {
      double x = Math.log10(rates[i]);
      losses[i] = 2.3 - 2 / (1 + Math.exp(-4 * (x + 3))) + (x > -1 ? 60 * (x + 1) : 0);
    }
    return losses;
  }

  @Test
  void biasCorrection_startsAtTheFirstLoss() {
    assertThat(KnownRules.biasCorrected(new double[] {2, 4}, 0.98)[0]).isCloseTo(2, within(1e-12));
  }

  @Test
  void minimumOverTen_isATenthOfTheSmoothedMinimum() {
    double[] rates = rates();

    Map<String, Double> rules = KnownRules.of(rates, sigmoidThenExplosion(rates));

    // The exponential average lags: its minimum lies at or after the explosion's start at 0.1.
    assertThat(rules.get("minimum/10")).isBetween(0.005, 0.05);
  }

  @Test
  void lightningSince253_looksAtTheSmallEnd_onANoisyPlateau() {
    double[] rates = rates();
    double[] losses = sigmoidThenExplosion(rates);
    losses[14] -= 0.05;
    losses[15] -= 0.1;

    Map<String, Double> rules = KnownRules.of(rates, losses);

    // Its known fault (Lightning #21141): dividing by the rate makes a dip at 1e-6 the steepest.
    assertThat(rules.get("lightning")).isLessThan(1e-5);
    assertThat(rules.get("lightning < 2.5.3")).isGreaterThan(1e-4);
  }

  @Test
  void shortCurves_giveNaN_notAnException() {
    assertThat(KnownRules.of(new double[] {1e-7, 1e-6, 1e-5}, new double[] {1, 1, 1}))
        .containsEntry("slide", Double.NaN);
  }
}
