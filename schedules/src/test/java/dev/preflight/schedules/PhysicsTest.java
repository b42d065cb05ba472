package dev.preflight.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What learning rates do to losses whose behaviour is known exactly. */
class PhysicsTest {
  private static final double[] CURVATURES = {1.0, 0.4, 0.15};

  /** The Rayleigh quotient of the curvatures: the same for w and any multiple of it. */
  private static double[] scaleInvariantGradient(double[] w) {
    double norm2 = 0;
    double loss = 0;
    for (int i = 0; i < w.length; i++) {
      norm2 += w[i] * w[i];
      loss += CURVATURES[i] * w[i] * w[i];
    }
    double[] gradient = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      gradient[i] = 2 * (CURVATURES[i] * w[i] - loss / norm2 * w[i]) / norm2;
    }
    return gradient;
  }

  private static double[] direction(double[] w) {
    double norm = Math.sqrt(w[0] * w[0] + w[1] * w[1] + w[2] * w[2]);
    return new double[] {w[0] / norm, w[1] / norm, w[2] / norm};
  }

  /** Li and Arora 2020: growth does what weight decay does, at every one of 3000 updates. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.9})
  void exponentialGrowth_isWeightDecayOnAScaleInvariantLoss(double momentum) {
    double rate = 0.1;
    double decay = 5e-4;
    Schedule growth =
        ScheduleSpec.parse(
                "exponential-growth(peak=0.1, weight-decay=5e-4, momentum=" + momentum + ")")
            .resolve(Run.of(3000));
    double start = new WeightDecayEquivalence(rate, decay, momentum).initialVelocityFactor();
    double[] decayed = {0.9, 1.1, -0.7};
    double[] grown = decayed.clone();
    double[] decayedVelocity = new double[3];
    double[] grownVelocity = {start * grown[0], start * grown[1], start * grown[2]};
    double worst = 0;
    double moved = 0;
    for (int t = 0; t < 3000; t++) {
      double[] before = direction(decayed);
      double[] decayedGradient = scaleInvariantGradient(decayed);
      double[] grownGradient = scaleInvariantGradient(grown);
      for (int i = 0; i < 3; i++) {
        decayedVelocity[i] =
            momentum * decayedVelocity[i] + decayedGradient[i] + decay * decayed[i];
        grownVelocity[i] = momentum * grownVelocity[i] + grownGradient[i];
        decayed[i] -= rate * decayedVelocity[i];
        grown[i] -= growth.at(t) * grownVelocity[i];
      }
      for (int i = 0; i < 3; i++) {
        worst = Math.max(worst, Math.abs(direction(decayed)[i] - direction(grown)[i]));
        moved = Math.max(moved, Math.abs(direction(decayed)[i] - before[i]));
      }
    }

    assertThat(worst).isLessThan(1e-10);
    assertThat(moved).as("it trained").isGreaterThan(1e-3);
  }

  @Test
  void exponentialGrowth_hasThePublishedFactors() {
    WeightDecayEquivalence growth = new WeightDecayEquivalence(0.1, 5e-4, 0.9);

    assertThat(growth.root()).isCloseTo(0.99949773, within(1e-8));
    assertThat(growth.growthPerUpdate()).isCloseTo(1.0010053, within(1e-7));
    assertThat(Math.pow(growth.growthPerUpdate(), 391)).isCloseTo(1.481, within(1e-3));
  }

  @Test
  void exponentialGrowth_thatLeavesTheNumbers_isRejected() {
    ScheduleSpec spec = ScheduleSpec.parse("exponential-growth(peak=0.1, weight-decay=5e-4)");

    assertThat(spec.resolve(Run.of(100_000)).at(99_999)).isFinite();
    assertThatThrownBy(() -> spec.resolve(Run.of(1_000_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("leaves the range of numbers within 1000000 updates");
  }

  @Test
  void exponentialGrowth_withTooMuchDecay_isRejected() {
    assertThatThrownBy(() -> new WeightDecayEquivalence(1, 0.01, 0.9))
        .hasMessageContaining("learningRate * weightDecay must be below");
  }

  /** The exact limits on a quadratic with largest curvature 1: 1 % below converges, above not. */
  @ParameterizedTest
  @CsvSource({"0, false, 2", "0.9, false, 3.8", "0.9, true, 1.3571428571428572", "0.5, true, 1.5"})
  void constantRate_divergesWithinOnePercentOfTheLimit(
      double momentum, boolean nesterov, double limit) {
    assertThat(finalDistance(Schedules.constant(0.99 * limit), momentum, nesterov))
        .isLessThan(1e-6);
    assertThat(finalDistance(Schedules.constant(1.01 * limit), momentum, nesterov))
        .isGreaterThan(1e6);
  }

  private static double finalDistance(Schedule schedule, double momentum, boolean nesterov) {
    double w = 1;
    double velocity = 0;
    for (int t = 0; t < 20_000 && Math.abs(w) < 1e100; t++) {
      double gradient = w;
      velocity = momentum * velocity + gradient;
      w -= schedule.at(t) * (nesterov ? gradient + momentum * velocity : velocity);
    }
    return Math.abs(w);
  }
}
