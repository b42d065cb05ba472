package dev.preflight.sanity.micro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.examples.layers.Layers;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.sanity.Toys;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.program.Ends;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Outputs that are not one row of logits: a class for each place, several numbers for a target. */
class ManyOutputsTest {

  private static final int PLACES = 4;
  private static final int CLASSES = 3;

  /** Two numbers for each place, whose larger one is its class, or 2 where both are below 0. */
  private static TrainingData places() {
    SplittableRandom random = new SplittableRandom(3);
    return Toys.data(places(random, 400), places(random, 200), OptionalInt.empty());
  }

  private static Dataset places(SplittableRandom random, int items) {
    float[] x = new float[items * PLACES * 2];
    int[] y = new int[items * PLACES];
    for (int i = 0; i < y.length; i++) {
      x[2 * i] = (float) random.nextGaussian();
      x[2 * i + 1] = (float) random.nextGaussian();
      y[i] = x[2 * i] < 0 && x[2 * i + 1] < 0 ? 2 : x[2 * i] > x[2 * i + 1] ? 0 : 1;
    }
    return Dataset.of(HostArray.ofFloats(x, items, PLACES, 2), HostArray.ofInts(y, items, PLACES));
  }

  private static Finding perPlace(String id, boolean blind) {
    return Toys.check(
        id,
        places(),
        (layers, setup) -> {
          Ops tf = layers.tf();
          Operand<TFloat32> x = layers.input("features", List.of(PLACES, 2));
          Placeholder<TInt32> y =
              tf.withName("labels").placeholder(TInt32.class, Placeholder.shape(Shape.of(-1, 4)));
          Operand<TFloat32> rows = tf.reshape(x, tf.constant(new int[] {-1, 2}));
          Operand<TFloat32> seen = blind ? tf.math.mul(rows, tf.constant(0f)) : rows;
          Operand<TFloat32> h = layers.relu("dense1", layers.dense("dense1", seen, 2, 32));
          Operand<TFloat32> each = layers.dense("each", h, 32, CLASSES, 0.1);
          Operand<TFloat32> logits =
              tf.withName("logits").reshape(each, tf.constant(new int[] {-1, PLACES, CLASSES}));
          Operand<TFloat32> hot =
              tf.reshape(
                  tf.oneHot(y, tf.constant(CLASSES), tf.constant(1f), tf.constant(0f)),
                  tf.constant(new int[] {-1, CLASSES}));
          Operand<TFloat32> flat = tf.reshape(logits, tf.constant(new int[] {-1, CLASSES}));
          tf.withName("loss").identity(Toys.meanCrossEntropy(tf, hot, flat));
          return Toys.ends(logits);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"G02", "G04", "G05", "G11", "G13", "G15", "M01", "M02", "M06", "R01"})
  void classForEachPlace_passes(String id) {
    Finding finding = perPlace(id, false);

    assertThat(finding.status()).as(finding.title()).isEqualTo(Status.PASS);
  }

  @Test
  void classForEachPlace_fails_whereTheInputIsNotSeen() {
    assertThat(perPlace("M01", true).status()).isEqualTo(Status.FAIL);
    assertThat(perPlace("G15", true).status()).isEqualTo(Status.FAIL);
  }

  /** A net of as many outputs, and a loss of them and the one target. */
  private static Finding several(String id, int outputs, Toys.Loss loss) {
    return Toys.check(
        id,
        Toys.curve(0),
        (layers, setup) -> {
          Operand<TFloat32> x = Toys.features(layers);
          Operand<TFloat32> y = layers.input("labels", List.of(1));
          Operand<TFloat32> z = layers.dense("logits", Toys.hidden(layers, x), 16, outputs, 0.1);
          loss.add(layers, y, z);
          return Toys.ends(z);
        });
  }

  private static Operand<TFloat32> column(Ops tf, Operand<TFloat32> z, int k) {
    return tf.slice(z, tf.constant(new int[] {0, k}), tf.constant(new int[] {-1, 1}));
  }

  private static void meanAndSpread(Layers layers, Operand<TFloat32> y, Operand<TFloat32> z) {
    Ops tf = layers.tf();
    Operand<TFloat32> spread = column(tf, z, 1);
    Operand<TFloat32> error = tf.math.squaredDifference(y, column(tf, z, 0));
    Toys.meanOf(layers, tf.math.add(tf.math.mul(error, tf.math.exp(tf.math.neg(spread))), spread));
  }

  @ParameterizedTest
  @ValueSource(strings = {"G02", "G04", "G05", "M01", "M02"})
  void meanAndSpreadOfOneTarget_failNothing_thoughTheirLossHasNoFloor(String id) {
    Finding finding = several(id, 2, ManyOutputsTest::meanAndSpread);

    assertThat(finding.status()).as(finding.title()).isNotIn(Status.FAIL, Status.ERROR);
  }

  @Test
  void oneTargetForThreeOutputs_failsG05() {
    Finding finding = several("G05", 3, Toys::squaredError);

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("each of the network's 3 numbers");
  }

  @Test
  void classOfWeightZero_failsNeitherM01NorM02() {
    for (String id : List.of("G04", "M01", "M02")) {
      Finding finding =
          Toys.checkLoss(
              id,
              (layers, y, z) -> {
                Ops tf = layers.tf();
                Operand<TFloat32> weights =
                    tf.reduceSum(
                        tf.math.mul(y, tf.constant(new float[] {0, 1, 1, 3})), tf.constant(1));
                Operand<TFloat32> each = tf.nn.softmaxCrossEntropyWithLogits(z, y).loss();
                tf.withName("loss")
                    .math
                    .div(
                        tf.reduceSum(tf.math.mul(weights, each), tf.constant(0)),
                        tf.reduceSum(weights, tf.constant(0)));
              });
      assertThat(finding.status()).as(id + " " + finding.title()).isNotEqualTo(Status.FAIL);
    }
  }

  @Test
  void ftrl_isNotSwept_forLowRatesThrowItsWeightsAway() {
    try (TrainingGraph graph =
        Toys.graph(
            Toys.clusters(),
            (layers, setup) -> {
              Ops tf = layers.tf();
              Operand<TFloat32> x = Toys.features(layers);
              Operand<TFloat32> y = Toys.labels(layers, setup);
              Variable<TFloat32> kernel = layers.normal("kernel", 0.1, Toys.FEATURES, 4);
              Operand<TFloat32> logits = tf.linalg.matMul(x, kernel);
              layers.softmaxLoss(y, logits);
              Graph built = (Graph) tf.scope().env();
              Output<?>[] gradient =
                  built.addGradients(
                      built.outputOrThrow("loss:0"), new Output<?>[] {kernel.asOutput()});
              tf.withName("train")
                  .train
                  .applyFtrl(
                      kernel,
                      layers.filled("sum", 0.1, Toys.FEATURES, 4),
                      layers.filled("linear", 0, Toys.FEATURES, 4),
                      gradient[0].expect(TFloat32.class),
                      tf.constant(0.5f),
                      tf.constant(0f),
                      tf.constant(0f),
                      tf.constant(0f),
                      tf.constant(-0.5f));
              Ends ends = Toys.ends(logits);
              return ends.withTrain("train");
            })) {
      assertThat(Toys.one(graph, "M06").status()).isEqualTo(Status.SKIP);
      assertThat(Toys.one(graph, "M02").status()).isEqualTo(Status.PASS);
    }
  }
}
