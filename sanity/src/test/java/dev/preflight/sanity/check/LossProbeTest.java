package dev.preflight.sanity.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.examples.layers.Layers;
import dev.preflight.reports.Status;
import dev.preflight.sanity.Toys;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.program.Ends;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class LossProbeTest {

  private static LossForm form(
      Toys.TriFunction<Layers, Operand<TFloat32>, Operand<TFloat32>> loss) {
    try (TrainingGraph graph = Toys.withLoss(Toys.clusters(), loss);
        Lab lab = new Lab(graph, CheckupOptions.defaults(), Progress.NONE, 0)) {
      return Objects.requireNonNull(lab.form(Lab.PROBE));
    }
  }

  private static Operand<TFloat32> crossEntropy(
      Ops tf, Operand<TFloat32> y, Operand<TFloat32> logits) {
    return tf.nn.softmaxCrossEntropyWithLogits(logits, y).loss();
  }

  @Test
  void meanOfSoftmaxCrossEntropy_isKnown() {
    LossForm form = form((layers, y, logits) -> layers.softmaxLoss(y, logits));

    assertThat(form.kind()).isEqualTo(LossKind.SOFTMAX);
    assertThat(form.scale()).isCloseTo(1, within(1e-3));
    assertThat(form.offset()).isCloseTo(0, within(1e-3));
    assertThat(form.smoothing()).isZero();
  }

  @Test
  void sumAndRegularization_areScaleAndOffset() {
    LossForm form =
        form(
            (layers, y, logits) -> {
              Ops tf = layers.tf();
              Operand<TFloat32> sum = tf.reduceSum(crossEntropy(tf, y, logits), tf.constant(0));
              tf.withName("loss").math.add(sum, tf.constant(5f));
            });

    assertThat(form.kind()).isEqualTo(LossKind.SOFTMAX);
    assertThat(form.scale()).isCloseTo(Lab.PROBE, within(0.01));
    assertThat(form.offset()).isCloseTo(5, within(0.05));
  }

  @Test
  void labelSmoothing_isFound() {
    LossForm form =
        form(
            (layers, y, logits) -> {
              Ops tf = layers.tf();
              Operand<TFloat32> smooth =
                  tf.math.add(tf.math.mul(y, tf.constant(0.9f)), tf.constant(0.1f / Toys.CLASSES));
              tf.withName("loss").math.mean(crossEntropy(tf, smooth, logits), tf.constant(0));
            });

    assertThat(form.kind()).isEqualTo(LossKind.SOFTMAX);
    assertThat(form.smoothing()).isCloseTo(0.1, within(0.005));
    // The entropy of (0.925, 0.025, 0.025, 0.025).
    assertThat(form.floor(Toys.CLASSES)).isCloseTo(0.3488, within(0.02));
  }

  @Test
  void wrongSign_isANegativeScale() {
    LossForm form =
        form(
            (layers, y, logits) -> {
              Ops tf = layers.tf();
              Operand<TFloat32> mean = tf.math.mean(crossEntropy(tf, y, logits), tf.constant(0));
              tf.withName("loss").math.neg(mean);
            });

    assertThat(form.kind()).isEqualTo(LossKind.SOFTMAX);
    assertThat(form.scale()).isCloseTo(-1, within(1e-3));
  }

  @Test
  void softmaxAndReluBeforeTheLoss_areFound() {
    LossForm twice =
        form((layers, y, logits) -> layers.softmaxLoss(y, layers.tf().nn.softmax(logits)));
    LossForm rectified =
        form((layers, y, logits) -> layers.softmaxLoss(y, layers.tf().nn.relu(logits)));

    assertThat(twice.kind()).isEqualTo(LossKind.DOUBLE_SOFTMAX);
    assertThat(twice.floor(10)).isCloseTo(1.461, within(1e-3));
    assertThat(twice.floor(2)).isCloseTo(0.313, within(1e-3));
    assertThat(rectified.kind()).isEqualTo(LossKind.RELU_SOFTMAX);
  }

  @Test
  void sigmoidAndSquaredError_areFound() {
    LossForm sigmoid =
        form(
            (layers, y, logits) -> {
              Ops tf = layers.tf();
              // softplus(z) - z y, which is sigmoid cross-entropy.
              Operand<TFloat32> each =
                  tf.math.sub(tf.math.softplus(logits), tf.math.mul(logits, y));
              tf.withName("loss").math.mean(each, tf.constant(new int[] {0, 1}));
            });
    LossForm squared =
        form(
            (layers, y, logits) ->
                layers
                    .tf()
                    .withName("loss")
                    .math
                    .mean(
                        layers.tf().math.squaredDifference(logits, y),
                        layers.tf().constant(new int[] {0, 1})));

    assertThat(sigmoid.kind()).isEqualTo(LossKind.SIGMOID);
    assertThat(sigmoid.scale()).isCloseTo(1, within(1e-3));
    assertThat(squared.kind()).isEqualTo(LossKind.SQUARED);
  }

  @Test
  void lossThatDoesNotReadTheNamedTensor_isSaidSo() {
    try (TrainingGraph graph =
            Toys.graph(
                Toys.clusters(),
                (layers, setup) -> {
                  Operand<TFloat32> x = Toys.features(layers);
                  Operand<TFloat32> y = Toys.labels(layers, setup);
                  Operand<TFloat32> logits = Toys.head(layers, Toys.hidden(layers, x), setup);
                  layers.softmaxLoss(y, logits);
                  layers.tf().withName("probabilities").nn.softmax(logits);
                  return Ends.of("features", "labels", "loss").withLogits("probabilities");
                });
        Lab lab = new Lab(graph, CheckupOptions.defaults(), Progress.NONE, 0)) {
      LossProbe probe = Objects.requireNonNull(lab.probe(Lab.PROBE));

      assertThat(probe.reading()).isEqualTo(LossProbe.Reading.IGNORES);
      assertThat(Toys.one(graph, "G05").status()).isEqualTo(Status.SKIP);
      assertThat(Toys.one(graph, "G02").status()).isEqualTo(Status.PASS);
    }
  }
}
