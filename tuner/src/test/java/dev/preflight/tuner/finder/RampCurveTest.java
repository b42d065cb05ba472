package dev.preflight.tuner.finder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class RampCurveTest {

  private static final int STEPS = 160;

  /** A ramp from 1e-7 to 10 with this loss against log10 of the rate. */
  private static FinderResult.Curve curve(long seed, double noise, DoubleUnaryOperator loss) {
    SplittableRandom random = new SplittableRandom(seed);
    List<FinderResult.Point> points = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      double rate = RangeTest.rate(1e-7, 10, i, STEPS);
      double value = loss.applyAsDouble(Math.log10(rate)) + noise * random.nextGaussian();
      points.add(new FinderResult.Point(rate, value, Double.NaN, Double.NaN));
    }
    return new FinderResult.Curve(seed, points, RangeTest.divergence(points));
  }

  /** Falls by 2 around 1e-3, minimum near 10^-1.5, explodes from 1e-1. */
  private static double typical(double logRate) {
    double fall = 2 / (1 + Math.exp(-4 * (logRate + 3)));
    double rise = logRate > -1.2 ? 20 * (logRate + 1.2) : 0;
    return 2.3 - fall + rise;
  }

  @Test
  void ramp_includesBothEnds() {
    assertThat(RangeTest.rate(1e-7, 10, 0, 100)).isEqualTo(1e-7);
    assertThat(RangeTest.rate(1e-7, 10, 99, 100)).isEqualTo(10.0);
  }

  @Test
  void landmarks_areFoundThroughNoise() {
    List<FinderResult.Curve> curves =
        List.of(
            curve(1, 0.1, RampCurveTest::typical),
            curve(2, 0.1, RampCurveTest::typical),
            curve(3, 0.1, RampCurveTest::typical));

    FinderResult.Landmarks marks = RampCurve.of(curves).landmarks(curves);

    assertThat(marks).isNotNull();
    assertThat(Math.log10(marks.steepest())).isCloseTo(-3, within(0.3));
    assertThat(Math.log10(marks.minimum())).isBetween(-2.2, -1.0);
    assertThat(Math.log10(marks.divergence())).isBetween(-1.3, -0.8);
    assertThat(marks.onset()).isLessThan(marks.steepest());
    assertThat(marks.spread()).isLessThan(10);
  }

  @Test
  void oneSeedWithNan_changesNothingBeyondThatSeed() {
    FinderResult.Curve broken = curve(2, 0.1, x -> x > -4 ? Double.NaN : typical(x));
    List<FinderResult.Curve> all =
        List.of(
            curve(1, 0.1, RampCurveTest::typical), broken, curve(3, 0.1, RampCurveTest::typical));

    FinderResult.Landmarks marks = RampCurve.of(all).landmarks(all);

    assertThat(broken.divergedAt()).isNotNull();
    assertThat(Math.log10(marks.minimum())).isBetween(-2.2, -1.0);
  }

  @Test
  void noiseAlone_isNoDivergence() {
    FinderResult.Curve flat = curve(5, 0.3, x -> 1.0);

    assertThat(flat.divergedAt()).isNull();
  }

  @Test
  void smoothing_hasNoLag() {
    double[] rates = new double[STEPS];
    double[] line = new double[STEPS];
    for (int i = 0; i < STEPS; i++) {
      rates[i] = RangeTest.rate(1e-7, 10, i, STEPS);
      line[i] = Math.log10(rates[i]);
    }

    double[] smooth = RampCurve.smooth(rates, line);

    for (int i = 20; i < STEPS - 20; i++) {
      assertThat(smooth[i]).isCloseTo(line[i], within(1e-9));
    }
  }

  @Test
  void firstLossNotFinite_givesNoLandmarks() {
    List<FinderResult.Curve> curves = List.of(curve(1, 0, x -> Double.NaN));

    assertThat(RampCurve.of(curves).landmarks(curves)).isNull();
    assertThat(Doubts.of(RampCurve.of(curves), null, curves, FinderOptions.defaults(), STEPS))
        .singleElement()
        .asString()
        .contains("not finite at the first update");
  }

  @Test
  void flatCurve_isDoubted() {
    List<FinderResult.Curve> curves = List.of(curve(1, 0.1, x -> 2.3));
    RampCurve ramp = RampCurve.of(curves);

    assertThat(Doubts.of(ramp, ramp.landmarks(curves), curves, FinderOptions.defaults(), STEPS))
        .anyMatch(doubt -> doubt.contains("the loss falls by"));
  }

  @Test
  void stillFallingAtTheEnd_asksForAHigherEnd() {
    List<FinderResult.Curve> curves = List.of(curve(1, 0.01, x -> 3 - 0.3 * (x + 7)));
    RampCurve ramp = RampCurve.of(curves);

    assertThat(Doubts.of(ramp, ramp.landmarks(curves), curves, FinderOptions.defaults(), STEPS))
        .anyMatch(doubt -> doubt.contains("raise --high"));
  }
}
