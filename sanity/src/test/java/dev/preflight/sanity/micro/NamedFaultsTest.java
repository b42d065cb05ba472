package dev.preflight.sanity.micro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.examples.layers.Layers;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.sanity.Toys;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Setup;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * Faults whose headline and remedy follow from what was measured, not from the number of the check.
 */
class NamedFaultsTest {

  /** Plain gradient descent of the user's own, down the gradient or up. */
  private static Ends ownDescent(Layers layers, Setup setup, float sign, float rate) {
    Ops tf = layers.tf();
    int classes = setup.classes().orElseThrow();
    Operand<TFloat32> x = Toys.features(layers);
    Operand<TFloat32> y = Toys.labels(layers, setup);
    Variable<TFloat32> kernel = layers.normal("kernel", 0.1, Toys.FEATURES, classes);
    Operand<TFloat32> logits = tf.linalg.matMul(x, kernel);
    layers.softmaxLoss(y, logits);
    Graph graph = (Graph) tf.scope().env();
    Output<?>[] gradient =
        graph.addGradients(graph.outputOrThrow("loss:0"), new Output<?>[] {kernel.asOutput()});
    Operand<TFloat32> step = tf.math.mul(gradient[0].expect(TFloat32.class), tf.constant(sign));
    tf.withName("train").train.applyGradientDescent(kernel, tf.constant(rate), step);
    return Toys.ends(logits).withTrain("train");
  }

  private static List<Finding> own(float sign, float rate, String... ids) {
    try (TrainingGraph graph =
        Toys.graph(Toys.clusters(), (layers, setup) -> ownDescent(layers, setup, sign, rate))) {
      return Toys.run(graph, ids);
    }
  }

  @Test
  void updateUpTheGradient_isNamed_whicheverCheckMeetsIt() {
    for (String id : List.of("M02", "M06")) {
      for (float rate : new float[] {0.5f, 20f}) {
        Finding finding = own(-1, rate, id).get(0);
        if (id.equals("M06") && finding.status() != Status.FAIL) {
          continue; // A sweep may not get far enough in 100 updates; M02 does.
        }
        assertThat(finding.status()).as(id + " at " + rate).isEqualTo(Status.FAIL);
        assertThat(finding.title()).contains("go up the gradient");
        assertThat(finding.fix()).startsWith("Minimize the loss");
      }
    }
  }

  @Test
  void updateDownTheGradient_isNotBlamed() {
    assertThat(own(1, 0.5f, "M02").get(0).status()).isEqualTo(Status.PASS);
    assertThat(own(1, 1e-6f, "M02").get(0).title()).doesNotContain("up the gradient");
    assertThat(own(1, 5000f, "M06").get(0).title()).doesNotContain("up the gradient");
  }

  @Test
  void gradientThatIsNotANumber_isNamedAsSuch() {
    Finding finding =
        Toys.checkLoss(
            "G08",
            (layers, y, logits) -> {
              Ops tf = layers.tf();
              Operand<TFloat32> bias = layers.filled("scale", 0, 4);
              Operand<TFloat32> norm =
                  tf.math.sqrt(tf.reduceSum(tf.math.square(bias), tf.constant(0)));
              tf.withName("loss").math.add(Toys.meanCrossEntropy(tf, y, logits), norm);
            });

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("The gradient of scale is NaN").contains("the loss is 1.");
    assertThat(finding.why()).contains("square root").doesNotContain("stopGradient");
  }
}
