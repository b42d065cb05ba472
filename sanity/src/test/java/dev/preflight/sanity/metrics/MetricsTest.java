package dev.preflight.sanity.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.training.data.HostArray;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against scikit-learn 1.9.1 on drawn items (benchmarks/peers/metrics.py), and by hand. */
class MetricsTest {

  private static final Offset<Double> CLOSE = within(1e-6);

  /** The generator of the script. */
  private static final class Lcg {
    private long x;

    Lcg(long seed) {
      x = seed;
    }

    double next() {
      x = (x * 1103515245L + 12345) % (1L << 31);
      return (double) x / (1L << 31);
    }
  }

  private static Classified drawn(int classes, int items, long seed) {
    Lcg random = new Lcg(seed);
    float[] scores = new float[items * classes];
    int[] labels = new int[items];
    for (int i = 0; i < items; i++) {
      double share = random.next();
      labels[i] = (int) (share * share * classes);
      for (int c = 0; c < classes; c++) {
        scores[i * classes + c] = (float) (4 * random.next());
      }
      scores[i * classes + labels[i]] += 1.5f;
    }
    Classified classified = new Classified(classes);
    classified.add(HostArray.ofFloats(scores, items, classes), HostArray.ofInts(labels, items));
    return classified;
  }

  @Test
  void fourClasses_agreeWithScikitLearn() {
    Classified c = drawn(4, 200, 7);
    assertThat(c.accuracy()).isEqualTo(0.675, CLOSE);
    assertThat(c.precision(0)).isEqualTo(0.9027777777777778, CLOSE);
    assertThat(c.precision(3)).isEqualTo(0.42105263157894735, CLOSE);
    assertThat(c.recall(0)).isEqualTo(0.6372549019607843, CLOSE);
    assertThat(c.recall(2)).isEqualTo(0.7272727272727273, CLOSE);
    assertThat(c.f1(1)).isEqualTo(0.6451612903225806, CLOSE);
    assertThat(c.macroF1()).isEqualTo(0.646002966258806, CLOSE);
    assertThat(c.microF1()).isEqualTo(0.675, CLOSE);
    assertThat(c.weightedF1()).isEqualTo(0.6869681868743048, CLOSE);
    assertThat(c.balancedAccuracy()).isEqualTo(0.7077985739750445, CLOSE);
    assertThat(c.meanIou()).isEqualTo(0.48101534191658313, CLOSE);
    assertThat(c.rocAuc()).isEqualTo(0.8957650589019682, CLOSE);
    assertThat(c.averagePrecision()).isEqualTo(0.7523920435021281, CLOSE);
    assertThat(c.topK(1)).isEqualTo(0.675, CLOSE);
    assertThat(c.topK(2)).isEqualTo(0.85, CLOSE);
    assertThat(c.topK(4)).isEqualTo(1);
    assertThat(c.confusion())
        .isDeepEqualTo(
            new long[][] {{65, 14, 10, 13}, {4, 30, 7, 4}, {3, 1, 24, 5}, {0, 3, 1, 16}});
    assertThat(c.majority()).isEqualTo(102 / 200.0);
  }

  /** By hand: of the six pairs two are ties and two are wrong. */
  @Test
  void ties_countHalf() {
    Classified c = new Classified(2);
    c.add(
        HostArray.ofFloats(
            new float[] {.5f, .5f, .5f, .5f, .5f, .5f, .75f, .25f, .25f, .75f}, 5, 2),
        HostArray.ofInts(new int[] {1, 0, 1, 0, 0}, 5));
    assertThat(c.rocAuc()).isEqualTo(0.5, CLOSE);
    assertThat(c.averagePrecision()).isEqualTo(0.5, CLOSE);
  }

  @Test
  void twoClasses_agreeWithScikitLearn() {
    Classified c = drawn(2, 150, 3);
    assertThat(c.accuracy()).isEqualTo(0.8133333333333334, CLOSE);
    assertThat(c.f1(1)).isEqualTo(0.7543859649122807, CLOSE);
    assertThat(c.balancedAccuracy()).isEqualTo(0.825, CLOSE);
    assertThat(c.rocAuc()).isEqualTo(0.9166, CLOSE);
    assertThat(c.averagePrecision()).isEqualTo(0.8787865958101618, CLOSE);
    assertThat(c.ranking(1).falsePositiveRates()).startsWith(0).endsWith(1);
    assertThat(c.ranking(1).precisions()[0]).isEqualTo(1);
  }

  @Test
  void regression_agreesWithScikitLearn() {
    Lcg random = new Lcg(5);
    double[] right = new double[50];
    float[] told = new float[50];
    for (int i = 0; i < 50; i++) {
      right[i] = random.next();
    }
    for (int i = 0; i < 50; i++) {
      told[i] = (float) (right[i] + 0.3 * (random.next() - 0.5));
    }
    float[] truth = new float[50];
    for (int i = 0; i < 50; i++) {
      truth[i] = (float) right[i];
    }
    Predicted p = new Predicted();
    p.add(HostArray.ofFloats(told, 50, 1), HostArray.ofFloats(truth, 50));
    assertThat(p.meanAbsoluteError()).isEqualTo(0.07387573767453431, CLOSE);
    assertThat(p.rootMeanSquaredError()).isEqualTo(0.08431201821713491, CLOSE);
    assertThat(p.r2()).isEqualTo(0.9184917185223427, CLOSE);
  }

  /** Brown, Cai and DasGupta 2001 and Newcombe 1998, tables I and II. */
  @Test
  void intervals_areThoseOfTheTables() {
    Interval none = Interval.ofShare(0, 20);
    assertThat(none.low()).isZero();
    assertThat(none.high()).isEqualTo(0.1611, within(1e-4));
    Interval some = Interval.ofShare(81, 263);
    assertThat(some.low()).isEqualTo(0.2553, within(1e-4));
    assertThat(some.high()).isEqualTo(0.3662, within(1e-4));
    Interval difference = Interval.ofDifference(56, 70, 48, 80);
    assertThat(difference.low()).isEqualTo(0.0524, within(1e-4));
    assertThat(difference.high()).isEqualTo(0.3339, within(1e-4));
    assertThat(Interval.ofShare(0, 0)).isEqualTo(new Interval(0, 1));
    assertThatThrownBy(() -> Interval.ofShare(3, 2)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void oneLogitAndOneHot_areUnderstood() {
    Classified single = new Classified(2);
    single.add(
        HostArray.ofFloats(new float[] {2, -1, 0.5f}, 3, 1),
        HostArray.ofFloats(new float[] {1, 0, 0}, 3, 1));
    assertThat(single.correct()).isEqualTo(2);
    Classified rows = new Classified(3);
    rows.add(
        HostArray.ofFloats(new float[] {2, 0, 0, 0, 0, 3}, 2, 3),
        HostArray.ofFloats(new float[] {1, 0, 0, 0, 1, 0}, 2, 3));
    assertThat(rows.correct()).isEqualTo(1);
  }

  @Test
  void twoColumnsAndOneHot_areRowsNotLogits() {
    Classified c = new Classified(2);
    c.add(
        HostArray.ofFloats(new float[] {3, 1, 0, 2, 5, 1}, 3, 2),
        HostArray.ofFloats(new float[] {1, 0, 0, 1, 0, 1}, 3, 2));
    assertThat(c.size()).isEqualTo(3);
    assertThat(c.correct()).isEqualTo(2);
    assertThat(Classified.reads(java.util.OptionalInt.of(2), 2)).isTrue();
    assertThat(Classified.reads(java.util.OptionalInt.of(1), 2)).isTrue();
    assertThat(Classified.reads(java.util.OptionalInt.of(5), 3)).isFalse();
    assertThat(Classified.reads(java.util.OptionalInt.empty(), 3)).isFalse();
  }

  /** A class map: every place counts. */
  @Test
  void places_areItems() {
    Classified c = new Classified(2);
    c.add(
        HostArray.ofFloats(new float[] {1, 0, 0, 1, 1, 0, 0, 1}, 1, 2, 2, 2),
        HostArray.ofInts(new int[] {0, 1, 1, 1}, 1, 2, 2));
    assertThat(c.size()).isEqualTo(4);
    assertThat(c.accuracy()).isEqualTo(0.75);
    assertThat(c.meanIou()).isEqualTo((0.5 + 2 / 3.0) / 2, CLOSE);
  }

  @Test
  void nanAmongTheOutputs_isWrong() {
    Classified c = new Classified(2);
    c.add(
        HostArray.ofFloats(new float[] {Float.NaN, 1, 0, 1}, 2, 2),
        HostArray.ofInts(new int[] {0, 1}, 2));
    assertThat(c.accuracy()).isEqualTo(0.5);
    assertThat(c.topK(2)).isEqualTo(0.5);
  }

  @Test
  void what_doesNotFit_isRefused() {
    Classified c = new Classified(3);
    assertThatThrownBy(
            () -> c.add(HostArray.ofFloats(new float[4], 2, 2), HostArray.ofInts(new int[2], 2)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> c.add(HostArray.ofFloats(new float[3], 1, 3), HostArray.ofInts(new int[] {3}, 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Classified(1)).isInstanceOf(IllegalArgumentException.class);
  }
}
