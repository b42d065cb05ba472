package dev.preflight.sanity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.examples.layers.Layers;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Setup;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

class GraphChecksTest {

  /** A network between features and logits. */
  private interface Net {
    Operand<TFloat32> logits(Layers layers, Operand<TFloat32> x, Setup setup);
  }

  private static BiFunction<Layers, Setup, Ends> net(Net net) {
    return (layers, setup) -> {
      Operand<TFloat32> x = Toys.features(layers);
      Operand<TFloat32> y = Toys.labels(layers, setup);
      Operand<TFloat32> logits = net.logits(layers, x, setup);
      layers.softmaxLoss(y, logits);
      return Ends.of("features", "labels", "loss").withLogits(logits.op().name());
    };
  }

  private static Finding check(String id, Net net) {
    return Toys.check(id, Toys.clusters(), net(net));
  }

  private static Finding lossCheck(
      String id, Toys.TriFunction<Layers, Operand<TFloat32>, Operand<TFloat32>> loss) {
    try (var graph = Toys.withLoss(Toys.clusters(), loss)) {
      return Toys.one(graph, id);
    }
  }

  static Ends regression(Layers layers, Setup setup) {
    Operand<TFloat32> x = Toys.features(layers);
    Operand<TFloat32> y = Toys.labels(layers, setup);
    Operand<TFloat32> out = Toys.head(layers, Toys.hidden(layers, x), setup);
    Ops tf = layers.tf();
    tf.withName("loss").math.mean(tf.math.squaredDifference(out, y), tf.constant(new int[] {0, 1}));
    return Ends.of("features", "labels", "loss").withLogits(out.op().name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"G02", "G04", "G05", "G06", "G08", "G09", "G11", "G12", "G13"})
  void healthyNets_pass(String id) {
    assertThat(Toys.check(id, Toys.clusters(), Toys::healthy).status()).isEqualTo(Status.PASS);
    assertThat(Toys.check(id, Toys.clusters(400, 240, 2), Toys::healthy).status())
        .isEqualTo(Status.PASS);
    assertThat(Toys.check(id, Toys.curve(0), GraphChecksTest::regression).status())
        .isEqualTo(Status.PASS);
  }

  @Test
  void largeLastLayer_failsG02_andTheSpreadIsNamed() {
    Finding finding =
        check(
            "G02",
            (layers, x, setup) ->
                layers.dense("logits", Toys.hidden(layers, x), 16, Toys.CLASSES, 5));

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.expected()).isEqualTo("1.39 (ln 4)");
    assertThat(finding.where()).contains("logits have deviation");
  }

  @Test
  void heavyRegularization_warnsInG02_withItsShare() {
    Finding finding =
        lossCheck(
            "G02",
            (layers, y, logits) -> {
              Ops tf = layers.tf();
              Operand<TFloat32> mean =
                  tf.math.mean(
                      tf.nn.softmaxCrossEntropyWithLogits(logits, y).loss(), tf.constant(0));
              tf.withName("loss").math.add(mean, tf.constant(3f));
            });

    assertThat(finding.status()).isEqualTo(Status.WARN);
    assertThat(finding.title()).contains("from regularization").contains("3.00");
  }

  @Test
  void targetsFarFromZero_warnInG02() {
    assertThat(Toys.check("G02", Toys.curve(300), GraphChecksTest::regression).status())
        .isEqualTo(Status.WARN);
  }

  @Test
  void lossOfNaN_failsG02() {
    Finding finding =
        lossCheck(
            "G02",
            (layers, y, logits) ->
                layers
                    .tf()
                    .withName("loss")
                    .math
                    .mean(
                        layers.tf().math.log(layers.tf().math.neg(layers.tf().math.abs(logits))),
                        layers.tf().constant(new int[] {0, 1})));

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("NaN");
  }

  @Test
  void sumLoss_failsG04_andIsCalledSo() {
    Finding finding =
        lossCheck(
            "G04",
            (layers, y, logits) ->
                layers
                    .tf()
                    .withName("loss")
                    .reduceSum(
                        layers.tf().nn.softmaxCrossEntropyWithLogits(logits, y).loss(),
                        layers.tf().constant(0)));

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("the loss is a sum");
  }

  @Test
  void broadcastInTheLoss_failsG04() {
    Finding finding =
        Toys.check(
            "G04",
            Toys.curve(0),
            (layers, setup) -> {
              Operand<TFloat32> x = Toys.features(layers);
              Operand<TFloat32> y = Toys.labels(layers, setup);
              Operand<TFloat32> out = Toys.head(layers, Toys.hidden(layers, x), setup);
              Ops tf = layers.tf();
              Operand<TFloat32> flat = tf.reshape(out, tf.constant(new int[] {-1}));
              tf.withName("loss")
                  .math
                  .mean(tf.math.squaredDifference(flat, y), tf.constant(new int[] {0, 1}));
              return Ends.of("features", "labels", "loss").withLogits(out.op().name());
            });

    assertThat(finding.status()).isEqualTo(Status.FAIL);
  }

  @Test
  void doubleSoftmax_failsG05_whicheverTensorIsNamed() {
    Finding before =
        lossCheck(
            "G05", (layers, y, logits) -> layers.softmaxLoss(y, layers.tf().nn.softmax(logits)));
    Finding after =
        check(
            "G05",
            (layers, x, setup) ->
                layers.tf().nn.softmax(Toys.head(layers, Toys.hidden(layers, x), setup)));

    for (Finding finding : List.of(before, after)) {
      assertThat(finding.status()).isEqualTo(Status.FAIL);
      // ln(1 + 3 / e)
      assertThat(finding.title()).contains("softmax is applied twice").contains("0.744");
    }
  }

  @Test
  void reluOnLogits_failsG05_whicheverTensorIsNamed() {
    Finding before =
        lossCheck("G05", (layers, y, logits) -> layers.softmaxLoss(y, layers.tf().nn.relu(logits)));
    Finding after =
        check(
            "G05",
            (layers, x, setup) ->
                layers.tf().nn.relu(Toys.head(layers, Toys.hidden(layers, x), setup)));

    assertThat(before.status()).isEqualTo(Status.FAIL);
    assertThat(after.status()).isEqualTo(Status.FAIL);
    assertThat(after.title()).contains("ReLU");
  }

  @Test
  void wrongSign_failsG05() {
    Finding finding =
        lossCheck(
            "G05",
            (layers, y, logits) -> {
              Ops tf = layers.tf();
              Operand<TFloat32> mean =
                  tf.math.mean(
                      tf.nn.softmaxCrossEntropyWithLogits(logits, y).loss(), tf.constant(0));
              tf.withName("loss").math.neg(mean);
            });

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("minus softmax cross-entropy");
  }

  @Test
  void crossEntropyOfNamedProbabilities_passesG05AndG02() {
    Toys.TriFunction<Layers, Operand<TFloat32>, Operand<TFloat32>> loss =
        (layers, y, p) -> {
          Ops tf = layers.tf();
          Operand<TFloat32> each =
              tf.math.neg(
                  tf.reduceSum(
                      tf.math.mul(y, tf.math.log(tf.math.add(p, tf.constant(1e-7f)))),
                      tf.constant(1)));
          tf.withName("loss").math.mean(each, tf.constant(0));
        };
    for (String id : List.of("G05", "G02", "G04", "G13", "M02")) {
      Finding finding =
          Toys.check(
              id,
              Toys.clusters(),
              (layers, setup) -> {
                Operand<TFloat32> x = Toys.features(layers);
                Operand<TFloat32> y = Toys.labels(layers, setup);
                Operand<TFloat32> p =
                    layers.tf().nn.softmax(Toys.head(layers, Toys.hidden(layers, x), setup));
                loss.apply(layers, y, p);
                return Ends.of("features", "labels", "loss").withLogits(p.op().name());
              });
      assertThat(finding.status()).as(id + " " + finding.title()).isEqualTo(Status.PASS);
    }
  }

  @Test
  void squaredErrorOfASoftmax_warnsInG05() {
    Finding finding =
        lossCheck(
            "G05",
            (layers, y, logits) ->
                layers
                    .tf()
                    .withName("loss")
                    .math
                    .mean(
                        layers.tf().math.squaredDifference(layers.tf().nn.softmax(logits), y),
                        layers.tf().constant(new int[] {0, 1})));

    assertThat(finding.status()).isEqualTo(Status.WARN);
  }

  @Test
  void constantKernels_failG06() {
    Finding finding =
        check(
            "G06",
            (layers, x, setup) -> {
              Ops tf = layers.tf();
              Operand<TFloat32> h =
                  layers.relu(
                      "dense1", tf.linalg.matMul(x, layers.filled("k1", 0.1, Toys.FEATURES, 16)));
              return tf.linalg.matMul(h, layers.filled("k2", 0.1, 16, Toys.CLASSES));
            });

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("k1 is 0.100 everywhere");
  }

  @Test
  void zeroLastLayer_isNoFault() {
    Net zeroHead =
        (layers, x, setup) ->
            layers
                .tf()
                .linalg
                .matMul(Toys.hidden(layers, x), layers.filled("head", 0, 16, Toys.CLASSES));

    assertThat(check("G06", zeroHead).status()).isEqualTo(Status.INFO);
    for (String id : List.of("G02", "G05", "G08", "G09", "G11", "G13")) {
      Finding finding = check(id, zeroHead);
      assertThat(finding.status()).as(id + " " + finding.title()).isEqualTo(Status.PASS);
    }
  }

  @Test
  void stopGradient_failsG08_andNamesTheVariables() {
    Finding finding =
        check(
            "G08",
            (layers, x, setup) ->
                Toys.head(layers, layers.tf().stopGradient(Toys.hidden(layers, x)), setup));

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("dense1/kernel").contains("stopGradient");
  }

  @Test
  void stopGradient_failsG08_whenRegularizationStillReachesTheKernel() {
    Finding finding =
        Toys.check(
            "G08",
            Toys.clusters(),
            (layers, setup) -> {
              Operand<TFloat32> x = Toys.features(layers);
              Operand<TFloat32> y = Toys.labels(layers, setup);
              Ops tf = layers.tf();
              Operand<TFloat32> kernel = layers.normal("k1", 0.5, Toys.FEATURES, 16);
              Operand<TFloat32> h = tf.stopGradient(tf.nn.relu(tf.linalg.matMul(x, kernel)));
              Operand<TFloat32> logits = Toys.head(layers, h, setup);
              Operand<TFloat32> mean =
                  tf.math.mean(
                      tf.nn.softmaxCrossEntropyWithLogits(logits, y).loss(), tf.constant(0));
              Operand<TFloat32> decay = tf.math.mul(tf.nn.l2Loss(kernel), tf.constant(1e-3f));
              tf.withName("loss").math.add(mean, decay);
              return Ends.of("features", "labels", "loss").withLogits(logits.op().name());
            });

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("k1").contains("only regularization");
  }

  @Test
  void movingAveragesThatNothingUpdates_failG09_andPassWhenNamed() {
    for (boolean named : new boolean[] {false, true}) {
      Finding finding =
          Toys.check(
              "G09",
              Toys.clusters(),
              (layers, setup) -> {
                Operand<TFloat32> x = Toys.features(layers);
                Operand<TFloat32> y = Toys.labels(layers, setup);
                Operand<TBool> training = layers.trainingFlag("training");
                Ops tf = layers.tf();
                Operand<TFloat32> image =
                    tf.reshape(Toys.hidden(layers, x), tf.constant(new int[] {-1, 1, 1, 16}));
                Operand<TFloat32> normal = layers.batchNorm("bn", image, training, 16);
                Operand<TFloat32> logits = Toys.head(layers, layers.flatten(normal, 16), setup);
                layers.softmaxLoss(y, logits);
                Ends ends =
                    Ends.of("features", "labels", "loss")
                        .withLogits(logits.op().name())
                        .withTraining("training");
                return named ? ends.withUpdates(layers.updates()) : ends;
              });

      assertThat(finding.status()).isEqualTo(named ? Status.PASS : Status.FAIL);
    }
  }

  @Test
  void mixedBatch_failsG11() {
    Finding finding =
        check(
            "G11",
            (layers, x, setup) -> {
              Ops tf = layers.tf();
              Operand<TFloat32> turned = tf.linalg.transpose(x, tf.constant(new int[] {1, 0}));
              return Toys.head(
                  layers, Toys.hidden(layers, layers.flatten(turned, Toys.FEATURES)), setup);
            });

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("the batch is mixed");
  }

  @Test
  void batchStatisticsWithoutAFlag_onlyWarnInG11() {
    Finding finding =
        check(
            "G11",
            (layers, x, setup) -> {
              Ops tf = layers.tf();
              Operand<TFloat32> mean = tf.math.mean(x, tf.constant(0));
              return Toys.head(layers, Toys.hidden(layers, tf.math.sub(x, mean)), setup);
            });

    assertThat(finding.status()).isEqualTo(Status.WARN);
    assertThat(finding.title()).contains("statistics of the batch");
  }

  @Test
  void activeDropout_failsG12_andSaysThatNoFlagIsNamed() {
    Finding finding =
        check(
            "G12",
            (layers, x, setup) ->
                Toys.head(
                    layers,
                    layers.dropout("d", Toys.hidden(layers, x), layers.tf().constant(true), 0.5),
                    setup));

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.where()).contains("no training flag");
  }

  @Test
  void dropoutWithItsFlag_passesG12() {
    Finding finding =
        Toys.check(
            "G12",
            Toys.clusters(),
            (layers, setup) -> {
              Operand<TFloat32> x = Toys.features(layers);
              Operand<TFloat32> y = Toys.labels(layers, setup);
              Operand<TBool> training = layers.trainingFlag("training");
              Operand<TFloat32> h = layers.dropout("d", Toys.hidden(layers, x), training, 0.5);
              Operand<TFloat32> logits = Toys.head(layers, h, setup);
              layers.softmaxLoss(y, logits);
              return Ends.of("features", "labels", "loss")
                  .withLogits(logits.op().name())
                  .withTraining("training");
            });

    assertThat(finding.status()).isEqualTo(Status.PASS);
  }

  @Test
  void noActivation_failsG13() {
    Finding finding =
        check(
            "G13",
            (layers, x, setup) ->
                Toys.head(layers, layers.dense("dense1", x, Toys.FEATURES, 16), setup));

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("affine although it has 2 kernels");
  }

  @Test
  void noActivationAtTheEndOnly_failsG13_andNamesTheLayers() {
    Finding finding =
        check(
            "G13",
            (layers, x, setup) ->
                Toys.head(layers, layers.dense("dense2", Toys.hidden(layers, x), 16, 16), setup));

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("dense2/kernel").contains("logits/kernel");
  }

  @Test
  void parallelHeadsAndSingleLayers_passG13() {
    Net wideAndDeep =
        (layers, x, setup) ->
            layers
                .tf()
                .math
                .add(
                    Toys.head(layers, Toys.hidden(layers, x), setup),
                    layers.dense("wide", x, Toys.FEATURES, Toys.CLASSES));
    Net linear = (layers, x, setup) -> layers.dense("logits", x, Toys.FEATURES, Toys.CLASSES);

    assertThat(check("G13", wideAndDeep).status()).isEqualTo(Status.PASS);
    assertThat(check("G13", linear).status()).isEqualTo(Status.PASS);
  }

  @Test
  void lowRankHead_isInformation() {
    Finding finding =
        check(
            "G13",
            (layers, x, setup) -> {
              Operand<TFloat32> narrow = layers.dense("narrow", Toys.hidden(layers, x), 16, 2);
              return layers.dense("logits", narrow, 2, Toys.CLASSES);
            });

    assertThat(finding.status()).isEqualTo(Status.INFO);
  }

  @Test
  void labelSmoothing_passesG05_andLeavesTheInitialLoss() {
    Toys.TriFunction<Layers, Operand<TFloat32>, Operand<TFloat32>> loss =
        (layers, y, logits) -> {
          Ops tf = layers.tf();
          Operand<TFloat32> smooth =
              tf.math.add(tf.math.mul(y, tf.constant(0.9f)), tf.constant(0.1f / Toys.CLASSES));
          layers.softmaxLoss(smooth, logits);
        };

    assertThat(lossCheck("G05", loss).status()).isEqualTo(Status.PASS);
    assertThat(lossCheck("G02", loss).status()).isEqualTo(Status.PASS);
    assertThat(lossCheck("M02", loss).status()).isEqualTo(Status.PASS);
  }

  @Test
  void binaryWithOneOutput_passes() {
    TrainingData data = Toys.clusters(400, 240, 2);
    for (String id : List.of("D03", "G02", "G04", "G05", "G11", "G13", "M02", "M06", "R01")) {
      Finding finding =
          Toys.check(
              id,
              data,
              (layers, setup) -> {
                Operand<TFloat32> x = Toys.features(layers);
                Operand<TFloat32> y = layers.input("labels", List.of(1));
                Operand<TFloat32> logit =
                    layers.dense("logits", Toys.hidden(layers, x), 16, 1, 0.25);
                Ops tf = layers.tf();
                Operand<TFloat32> each =
                    tf.math.sub(tf.math.softplus(logit), tf.math.mul(logit, y));
                tf.withName("loss").math.mean(each, tf.constant(new int[] {0, 1}));
                return Ends.of("features", "labels", "loss").withLogits(logit.op().name());
              });
      assertThat(finding.status()).as(id + " " + finding.title()).isEqualTo(Status.PASS);
    }
  }
}
