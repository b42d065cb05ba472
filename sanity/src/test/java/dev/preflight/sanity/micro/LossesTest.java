package dev.preflight.sanity.micro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.examples.layers.Layers;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.sanity.Toys;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.TrainingData;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Losses of many kinds, each judged by its own floor: a healthy net memorizes a batch, and one that
 * cannot see its input does not.
 */
class LossesTest {

  /** What the loss of one output against one target is. */
  private interface Each {
    Operand<TFloat32> of(Ops tf, Operand<TFloat32> y, Operand<TFloat32> z);
  }

  private static Toys.Loss mean(Each each) {
    return (layers, y, z) -> Toys.meanOf(layers, each.of(layers.tf(), y, z));
  }

  private static Operand<TFloat32> number(Ops tf, double value) {
    return tf.constant((float) value);
  }

  private static Operand<TFloat32> sigmoid(Ops tf, Operand<TFloat32> y, Operand<TFloat32> z) {
    Operand<TFloat32> tail = tf.math.log1p(tf.math.exp(tf.math.neg(tf.math.abs(z))));
    return tf.math.add(tf.math.sub(tf.nn.relu(z), tf.math.mul(z, y)), tail);
  }

  private static Operand<TFloat32> huber(Ops tf, Operand<TFloat32> y, Operand<TFloat32> z) {
    Operand<TFloat32> e = tf.math.abs(tf.math.sub(y, z));
    Operand<TFloat32> near = tf.math.minimum(e, number(tf, 0.5));
    return tf.math.add(
        tf.math.mul(number(tf, 0.5), tf.math.square(near)),
        tf.math.mul(number(tf, 0.5), tf.math.sub(e, near)));
  }

  private static Operand<TFloat32> quantile(Ops tf, Operand<TFloat32> y, Operand<TFloat32> z) {
    Operand<TFloat32> e = tf.math.sub(y, z);
    return tf.math.maximum(tf.math.mul(number(tf, 0.9), e), tf.math.mul(number(tf, -0.1), e));
  }

  private static Operand<TFloat32> poisson(Ops tf, Operand<TFloat32> y, Operand<TFloat32> z) {
    return tf.math.sub(tf.math.exp(z), tf.math.mul(y, z));
  }

  /** Below 0 for a good fit: a likelihood of width 0.1. */
  private static Operand<TFloat32> gaussian(Ops tf, Operand<TFloat32> y, Operand<TFloat32> z) {
    return tf.math.sub(
        tf.math.mul(number(tf, 50), tf.math.squaredDifference(y, z)), number(tf, 2.3));
  }

  private static void focal(Layers layers, Operand<TFloat32> y, Operand<TFloat32> z) {
    Ops tf = layers.tf();
    Operand<TFloat32> p = tf.reduceSum(tf.math.mul(tf.nn.softmax(z), y), tf.constant(1));
    Operand<TFloat32> each =
        tf.math.mul(
            tf.math.square(tf.math.sub(number(tf, 1), p)),
            tf.math.neg(tf.math.log(tf.math.add(p, number(tf, 1e-7)))));
    tf.withName("loss").math.mean(each, tf.constant(0));
  }

  private static void weightedMean(Layers layers, Operand<TFloat32> y, Operand<TFloat32> z) {
    Ops tf = layers.tf();
    Operand<TFloat32> weights =
        tf.reduceSum(tf.math.mul(y, tf.constant(new float[] {5, 1, 1, 2})), tf.constant(1));
    Operand<TFloat32> each = tf.nn.softmaxCrossEntropyWithLogits(z, y).loss();
    tf.withName("loss")
        .math
        .div(
            tf.reduceSum(tf.math.mul(weights, each), tf.constant(0)),
            tf.reduceSum(weights, tf.constant(0)));
  }

  private static void dice(Layers layers, Operand<TFloat32> y, Operand<TFloat32> z) {
    Ops tf = layers.tf();
    Operand<TFloat32> p = tf.math.sigmoid(z);
    Operand<TFloat32> both = tf.reduceSum(tf.math.mul(p, y), tf.constant(1));
    Operand<TFloat32> either = tf.reduceSum(tf.math.add(p, y), tf.constant(1));
    Operand<TFloat32> share =
        tf.math.div(
            tf.math.add(tf.math.mul(number(tf, 2), both), number(tf, 1)),
            tf.math.add(either, number(tf, 1)));
    tf.withName("loss").math.mean(tf.math.sub(number(tf, 1), share), tf.constant(0));
  }

  private static void smoothed(Layers layers, Operand<TFloat32> y, Operand<TFloat32> z) {
    Ops tf = layers.tf();
    layers.softmaxLoss(tf.math.add(tf.math.mul(y, number(tf, 0.9)), number(tf, 0.025)), z);
  }

  private static void regularized(Layers layers, Operand<TFloat32> y, Operand<TFloat32> z) {
    Ops tf = layers.tf();
    Operand<TFloat32> data =
        tf.math.mean(tf.nn.softmaxCrossEntropyWithLogits(z, y).loss(), tf.constant(0));
    Operand<TFloat32> kernel = layers.normal("extra", 0.5, 4, 4);
    tf.withName("loss").math.add(data, tf.math.mul(number(tf, 0.01), tf.nn.l2Loss(kernel)));
  }

  /** Numbers per item whose signs are its labels, 0 and 1. */
  private static TrainingData labels(int width) {
    SplittableRandom random = new SplittableRandom(5);
    return Toys.data(labels(random, 400, width), labels(random, 200, width), OptionalInt.empty());
  }

  private static Dataset labels(SplittableRandom random, int items, int width) {
    float[] x = new float[items * Toys.FEATURES];
    float[] y = new float[items * width];
    for (int i = 0; i < items; i++) {
      for (int f = 0; f < Toys.FEATURES; f++) {
        x[i * Toys.FEATURES + f] = (float) random.nextGaussian();
      }
      for (int k = 0; k < width; k++) {
        y[i * width + k] = x[i * Toys.FEATURES + k] > 0 ? 1 : 0;
      }
    }
    return Dataset.of(
        HostArray.ofFloats(x, items, Toys.FEATURES), HostArray.ofFloats(y, items, width));
  }

  /** Targets that are counts of at least 0, or shares of four classes. */
  private static TrainingData mapped(TrainingData data, int width, DoubleUnaryOperator map) {
    return Toys.data(
        mapped(data.train(), width, map),
        mapped(data.validation(), width, map),
        OptionalInt.empty());
  }

  private static Dataset mapped(Dataset set, int width, DoubleUnaryOperator map) {
    int[] all = IntStream.range(0, set.size()).toArray();
    double[] y = set.batch(all).labels().toDoubles();
    float[] out = new float[all.length * width];
    for (int i = 0; i < all.length; i++) {
      double share = map.applyAsDouble(y[i]);
      for (int k = 0; k < width; k++) {
        out[i * width + k] =
            (float) (width == 1 ? share : k == 0 ? share : (1 - share) / (width - 1));
      }
    }
    return Dataset.of(set.batch(all).features(), HostArray.ofFloats(out, all.length, width));
  }

  static Stream<Arguments> losses() {
    TrainingData curve = Toys.curve(0);
    return Stream.of(
        Arguments.of("sigmoid, one column", labels(1), mean(LossesTest::sigmoid)),
        Arguments.of("sigmoid, many", labels(4), mean(LossesTest::sigmoid)),
        Arguments.of("squared", curve, mean((tf, y, z) -> tf.math.squaredDifference(y, z))),
        Arguments.of("absolute", curve, mean((tf, y, z) -> tf.math.abs(tf.math.sub(y, z)))),
        Arguments.of("Huber", curve, mean(LossesTest::huber)),
        Arguments.of("quantile", curve, mean(LossesTest::quantile)),
        Arguments.of(
            "Poisson", mapped(curve, 1, y -> Math.rint(2 + 2 * y)), mean(LossesTest::poisson)),
        Arguments.of("Gaussian likelihood", curve, mean(LossesTest::gaussian)),
        Arguments.of("Dice", labels(4), (Toys.Loss) LossesTest::dice),
        Arguments.of(
            "soft labels",
            mapped(curve, 4, y -> 0.5 + 0.4 * y),
            (Toys.Loss) (layers, y, z) -> layers.softmaxLoss(y, z)),
        Arguments.of("softmax", Toys.clusters(), (Toys.Loss) Layers::softmaxLoss),
        Arguments.of("smoothed", Toys.clusters(), (Toys.Loss) LossesTest::smoothed),
        Arguments.of("focal", Toys.clusters(), (Toys.Loss) LossesTest::focal),
        Arguments.of("weighted mean", Toys.clusters(), (Toys.Loss) LossesTest::weightedMean),
        Arguments.of("regularized", Toys.clusters(), (Toys.Loss) LossesTest::regularized));
  }

  /** Outputs as wide as the labels. */
  private static int width(TrainingData data) {
    return data.classes().orElseGet(() -> data.train().batch(new int[] {0}).labels().size());
  }

  private static Finding check(String id, TrainingData data, Toys.Loss loss, boolean blind) {
    int width = width(data);
    return Toys.check(
        id,
        data,
        (layers, setup) -> {
          Ops tf = layers.tf();
          Operand<TFloat32> x = Toys.features(layers);
          Operand<TFloat32> y = layers.input("labels", List.of(width));
          Operand<TFloat32> seen = blind ? tf.math.mul(x, number(tf, 0)) : x;
          Operand<TFloat32> h =
              layers.relu("dense1", layers.dense("dense1", seen, Toys.FEATURES, 32));
          Operand<TFloat32> z = layers.dense("logits", h, 32, width, 0.1);
          loss.add(layers, y, z);
          return Toys.ends(z);
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("losses")
  void healthyNet_passes(String name, TrainingData data, Toys.Loss loss) {
    assertThat(check("M01", data, loss, false).status()).isEqualTo(Status.PASS);
    assertThat(check("G04", data, loss, false).status()).isIn(Status.PASS, Status.INFO);
    assertThat(check("G05", data, loss, false).status())
        .isIn(Status.PASS, Status.INFO, Status.SKIP);
    assertThat(check("G02", data, loss, false).status()).isNotEqualTo(Status.FAIL);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("losses")
  void netThatCannotSeeItsInput_fails(String name, TrainingData data, Toys.Loss loss) {
    assertThat(check("M01", data, loss, true).status()).isEqualTo(Status.FAIL);
  }

  @Test
  void lossThatStartsAtZero_isInconclusive() {
    Toys.Loss critic =
        (layers, y, z) -> {
          Ops tf = layers.tf();
          Operand<TFloat32> w = layers.filled("w", 0, 1);
          Toys.meanOf(
              layers,
              tf.math.add(
                  tf.math.mul(number(tf, 0.01), tf.math.square(w)),
                  tf.math.mul(tf.math.neg(w), tf.math.mul(tf.math.tanh(z), y))));
        };

    Finding finding = check("M01", Toys.curve(0), critic, false);

    assertThat(finding.status()).isEqualTo(Status.WARN);
    assertThat(finding.title()).startsWith("Inconclusive");
    assertThat(check("G04", Toys.curve(0), critic, false).status()).isEqualTo(Status.SKIP);
  }
}
