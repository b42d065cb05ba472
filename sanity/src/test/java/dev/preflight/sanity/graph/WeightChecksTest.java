package dev.preflight.sanity.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.sanity.OwnDescent;
import dev.preflight.sanity.Toys;
import dev.preflight.training.program.Ends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** G06, G08, G09 and G13: what weights start as, what reaches them, and what they are for. */
class WeightChecksTest {

  @Test
  void constantKernels_failG06() {
    Finding finding =
        Toys.check(
            "G06",
            (layers, x, setup) -> {
              Ops tf = layers.tf();
              Operand<TFloat32> h =
                  layers.relu(
                      "dense1", tf.linalg.matMul(x, layers.filled("k1", 0.1, Toys.FEATURES, 16)));
              return tf.linalg.matMul(h, layers.filled("k2", 0.1, 16, Toys.CLASSES));
            });

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("k1 is 0.1 everywhere");
  }

  @Test
  void stopGradient_failsG08_andNamesTheVariables() {
    Finding finding =
        Toys.check(
            "G08",
            (layers, x, setup) ->
                Toys.head(layers, layers.tf().stopGradient(Toys.hidden(layers, x)), setup));

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("dense1/kernel").contains("StopGradient");
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
              Operand<TFloat32> mean = Toys.meanCrossEntropy(tf, y, logits);
              Operand<TFloat32> decay = tf.math.mul(tf.nn.l2Loss(kernel), tf.constant(1e-3f));
              tf.withName("loss").math.add(mean, decay);
              return Toys.ends(logits);
            });

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("k1").contains("only regularization");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void movingAveragesThatNothingUpdates_failG09_andPassWhenNamed(boolean named) {
    Toys.SwitchedNet normalized =
        (layers, x, training, setup) -> {
          Ops tf = layers.tf();
          Operand<TFloat32> image =
              tf.reshape(Toys.hidden(layers, x), tf.constant(new int[] {-1, 1, 1, 16}));
          Operand<TFloat32> normal = layers.batchNorm("bn", image, training, 16);
          return Toys.head(layers, layers.flatten(normal, 16), setup);
        };
    Finding finding =
        Toys.check(
            "G09",
            Toys.clusters(),
            (layers, setup) -> {
              Ends ends = Toys.switched(normalized).apply(layers, setup);
              return named ? ends.withUpdates(layers.updates()) : ends;
            });

    assertThat(finding.status()).isEqualTo(named ? Status.PASS : Status.FAIL);
  }

  @Test
  void movingStatistics_areNamedAsSuch_notAsVariablesToPassToTheOptimizer() {
    Finding finding =
        Toys.check(
            "G09",
            Toys.clusters(),
            OwnDescent.at(0.1)
                .training(name -> !name.contains("moving"))
                .of(
                    Toys.switched(
                        (layers, x, training, setup) -> {
                          Ops tf = layers.tf();
                          Operand<TFloat32> image =
                              tf.reshape(
                                  Toys.hidden(layers, x), tf.constant(new int[] {-1, 1, 1, 16}));
                          Operand<TFloat32> normal = layers.batchNorm("bn", image, training, 16);
                          return Toys.head(layers, layers.flatten(normal, 16), setup);
                        })));

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("Nothing updates the moving statistics");
    assertThat(finding.fix()).contains("update_ops");
  }

  @Test
  void variablesLeftOut_failG09_unlessTheyComeFirst() {
    Finding last = trainingOnly("dense1");
    assertThat(last.status()).isEqualTo(Status.FAIL);
    assertThat(last.title()).contains("The optimizer is not given logits/kernel");

    Finding first = trainingOnly("logits");
    assertThat(first.status()).isEqualTo(Status.WARN);
    assertThat(first.title()).contains("the first on the way from the input: frozen on purpose?");

    assertThat(trainingOnly("").status()).isEqualTo(Status.PASS);
  }

  private static Finding trainingOnly(String prefix) {
    return Toys.check(
        "G09",
        Toys.clusters(),
        OwnDescent.at(0.1).training(name -> name.startsWith(prefix)).of(Toys::healthy));
  }

  @Test
  void noActivation_failsG13() {
    Finding finding =
        Toys.check(
            "G13",
            (layers, x, setup) ->
                Toys.head(layers, layers.dense("dense1", x, Toys.FEATURES, 16), setup));

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("affine although it has 2 kernels");
  }

  @Test
  void noActivationAtTheEndOnly_failsG13_andNamesTheLayers() {
    Finding finding =
        Toys.check(
            "G13",
            (layers, x, setup) ->
                Toys.head(layers, layers.dense("dense2", Toys.hidden(layers, x), 16, 16), setup));

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("dense2/kernel").contains("logits/kernel");
  }

  @Test
  void parallelHeadsAndSingleLayers_passG13() {
    Toys.Net wideAndDeep =
        (layers, x, setup) ->
            layers
                .tf()
                .math
                .add(
                    Toys.plain(layers, x, setup),
                    layers.dense("wide", x, Toys.FEATURES, Toys.CLASSES));
    Toys.Net linear = (layers, x, setup) -> layers.dense("logits", x, Toys.FEATURES, Toys.CLASSES);

    assertThat(Toys.check("G13", wideAndDeep).status()).isEqualTo(Status.PASS);
    assertThat(Toys.check("G13", linear).status()).isEqualTo(Status.PASS);
  }

  @Test
  void lowRankHead_isInformation() {
    Finding finding =
        Toys.check(
            "G13",
            (layers, x, setup) -> {
              Operand<TFloat32> narrow = layers.dense("narrow", Toys.hidden(layers, x), 16, 2);
              return layers.dense("logits", narrow, 2, Toys.CLASSES);
            });

    assertThat(finding.status()).isEqualTo(Status.INFO);
  }
}
