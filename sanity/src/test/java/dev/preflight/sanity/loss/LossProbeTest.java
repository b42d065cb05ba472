package dev.preflight.sanity.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.reports.Status;
import dev.preflight.sanity.Toys;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.sanity.check.Lab;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class LossProbeTest {

  private static Lab lab(TrainingGraph graph) {
    return new Lab(graph, CheckupOptions.defaults(), Progress.NONE, 0, Set.of());
  }

  private static LossForm form(Toys.Loss loss) {
    try (TrainingGraph graph = Toys.withLoss(Toys.clusters(), loss);
        Lab lab = lab(graph)) {
      return Objects.requireNonNull(InitialLoss.form(lab, Lab.PROBE));
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
              tf.withName("loss").math.neg(Toys.meanCrossEntropy(tf, y, logits));
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
              Toys.meanOf(layers, tf.math.sub(tf.math.softplus(logits), tf.math.mul(logits, y)));
            });
    LossForm squared = form(Toys::squaredError);

    assertThat(sigmoid.kind()).isEqualTo(LossKind.SIGMOID);
    assertThat(sigmoid.scale()).isCloseTo(1, within(1e-3));
    assertThat(squared.kind()).isEqualTo(LossKind.SQUARED);
  }

  @Test
  void lossThatDoesNotReadTheNamedTensor_isSaidSo() {
    Toys.Loss besideProbabilities =
        (layers, y, logits) -> {
          layers.softmaxLoss(y, logits);
          layers.tf().withName("probabilities").nn.softmax(logits);
        };
    try (TrainingGraph graph =
            Toys.graph(
                Toys.clusters(),
                (layers, setup) ->
                    Toys.net(Toys::plain, besideProbabilities)
                        .apply(layers, setup)
                        .withLogits("probabilities"));
        Lab lab = lab(graph)) {
      LossProbe probe = Objects.requireNonNull(InitialLoss.probe(lab, Lab.PROBE));

      assertThat(probe.reading()).isEqualTo(LossProbe.Reading.IGNORES);
      assertThat(Toys.one(graph, "G05").status()).isEqualTo(Status.SKIP);
      assertThat(Toys.one(graph, "G02").status()).isEqualTo(Status.PASS);
    }
  }
}
