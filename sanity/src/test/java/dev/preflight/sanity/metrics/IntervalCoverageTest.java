package dev.preflight.sanity.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.training.data.HostArray;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * How often a 95 % interval holds what is so, in 1,000 sets of one seed. A share of 0.95 has a
 * deviation of 0.007 there; a set of 200 items makes each method a point or two too narrow.
 */
class IntervalCoverageTest {

  private static final int SETS = 1000;
  private static final int ITEMS = 200;

  private static double coverage(Function<Random, Interval> interval, double truth) {
    Random random = new Random(7);
    int holds = 0;
    for (int i = 0; i < SETS; i++) {
      Interval of = interval.apply(random);
      holds += of.low() <= truth && truth <= of.high() ? 1 : 0;
    }
    return (double) holds / SETS;
  }

  /** Values of deviation 1 that are told with errors of deviation 0.5: R2 is 0.75. */
  private static Predicted regression(Random random) {
    float[] right = new float[ITEMS];
    float[] told = new float[ITEMS];
    for (int i = 0; i < ITEMS; i++) {
      right[i] = (float) (100 + random.nextGaussian());
      told[i] = (float) (right[i] + 0.5 * random.nextGaussian());
    }
    Predicted p = new Predicted();
    p.add(HostArray.ofFloats(told, ITEMS, 1), HostArray.ofFloats(right, ITEMS, 1));
    return p;
  }

  /** Classes of 70 and 30 %, of which 90 and 60 % are found. */
  private static Classified classes(Random random) {
    int[] right = new int[ITEMS];
    float[] told = new float[2 * ITEMS];
    for (int i = 0; i < ITEMS; i++) {
      right[i] = random.nextDouble() < 0.7 ? 0 : 1;
      boolean found = random.nextDouble() < (right[i] == 0 ? 0.9 : 0.6);
      told[2 * i + (found ? right[i] : 1 - right[i])] = 5;
    }
    Classified c = new Classified(2);
    c.add(HostArray.ofFloats(told, ITEMS, 2), HostArray.ofInts(right, ITEMS));
    return c;
  }

  @Test
  void intervalsHoldTheTruthAsOftenAsTheySay() {
    double mean = 0.5 * Math.sqrt(2 / Math.PI);
    double first = 2 * 0.63 / (0.7 + 0.63 + 0.12);
    double second = 2 * 0.18 / (0.3 + 0.18 + 0.07);
    assertThat(coverage(r -> regression(r).r2Interval(), 0.75)).isBetween(0.92, 0.97);
    assertThat(coverage(r -> regression(r).meanAbsoluteErrorInterval(), mean))
        .isBetween(0.92, 0.97);
    assertThat(coverage(r -> classes(r).balancedAccuracyInterval(), 0.75)).isBetween(0.92, 0.98);
    assertThat(coverage(r -> classes(r).macroF1Interval(), (first + second) / 2))
        .isBetween(0.92, 0.97);
  }

  @Test
  void tooLittleHasNoInterval() {
    Predicted few = new Predicted();
    few.add(HostArray.ofFloats(new float[10], 10, 1), HostArray.ofFloats(new float[10], 10, 1));
    assertThat(few.r2Interval().isKnown()).isFalse();
    assertThat(few.meanAbsoluteErrorInterval().isKnown()).isFalse();
    Classified perfect = new Classified(2);
    perfect.add(
        HostArray.ofFloats(new float[] {5, 0, 0, 5}, 2, 2), HostArray.ofInts(new int[] {0, 1}, 2));
    assertThat(perfect.macroF1Interval().isKnown()).isFalse();
    assertThat(perfect.balancedAccuracyInterval().high()).isEqualTo(1);
    assertThat(perfect.balancedAccuracyInterval().low()).isLessThan(0.7);
  }
}
