package dev.preflight.sanity.micro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.examples.layers.Layers;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.sanity.OwnDescent;
import dev.preflight.sanity.Toys;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Setup;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Faults whose headline and remedy follow from what was measured, not from the number of the check.
 */
class NamedFaultsTest {

  /** One layer, trained by plain descent: down the gradient, or up. */
  private static List<Finding> own(float sign, float rate, String... ids) {
    Toys.Net linear = (layers, x, setup) -> layers.dense("logits", x, Toys.FEATURES, 4, 0.1);
    return own(OwnDescent.at(rate).scaling(sign), Toys.net(linear), ids);
  }

  private static List<Finding> own(
      OwnDescent descent, BiFunction<Layers, Setup, Ends> body, String... ids) {
    try (TrainingGraph graph = Toys.graph(Toys.clusters(), descent.of(body))) {
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
    assertThat(finding.title())
        .contains("The gradient of scale is NaN")
        .contains("the loss is 1.")
        .contains("on the way back")
        .contains("(Sqrt)");
    assertThat(finding.why()).contains("square root").doesNotContain("stopGradient");
  }

  @ParameterizedTest
  @ValueSource(strings = {"M01", "M02"})
  void regularizationThatOutweighsTheData_isTheHeadline(String id) {
    assertThat(regularized(id, 1e-4).status()).isEqualTo(Status.PASS);

    Finding finding = regularized(id, 20);

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("The loss is almost all regularization");
    assertThat(finding.fix()).startsWith("Lower the factor of the penalty");
  }

  private static Finding regularized(String id, double factor) {
    return Toys.check(
        id,
        Toys.clusters(),
        (layers, setup) -> {
          Operand<TFloat32> x = Toys.features(layers);
          Operand<TFloat32> y = Toys.labels(layers, setup);
          Ops tf = layers.tf();
          Operand<TFloat32> kernel = layers.normal("kernel", 0.5, Toys.FEATURES, Toys.CLASSES);
          Operand<TFloat32> logits = tf.withName("logits").linalg.matMul(x, kernel);
          Operand<TFloat32> mean = Toys.meanCrossEntropy(tf, y, logits);
          Operand<TFloat32> decay = tf.math.mul(tf.nn.l2Loss(kernel), tf.constant((float) factor));
          tf.withName("loss").math.add(mean, decay);
          return Toys.ends(logits);
        });
  }

  @Test
  void dropoutOfNearlyAll_isTheHeadline() {
    Finding finding =
        Toys.check(
            "M01",
            Toys.clusters(),
            Toys.switched(
                (layers, x, training, setup) ->
                    Toys.head(
                        layers,
                        layers.dropout("d", Toys.hidden(layers, x), training, 0.9995),
                        setup)));

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("keeps").contains("of its inputs in training");
    assertThat(finding.fix()).contains("the share to drop or the share to keep");
    assertThat(Toys.check("M01", Toys.clusters(), Toys.dropout()).status()).isEqualTo(Status.PASS);
  }

  @Test
  void gradientScaledToNothing_isTheHeadline_notTheRate() {
    Finding finding = own(OwnDescent.at(0.3).scaling(1e-7), Toys::healthy, "M02").get(0);

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("The optimizer gets a gradient of norm");
    assertThat(finding.fix()).startsWith("Raise the clipping threshold");
    assertThat(own(OwnDescent.at(0.3), Toys::healthy, "M02").get(0).status())
        .isEqualTo(Status.PASS);
  }

  @Test
  void lossThatBecomesNaN_namesTheOpAndWhatItReads() {
    Finding finding =
        Toys.checkLoss(
            "G02",
            (layers, y, logits) -> {
              Ops tf = layers.tf();
              Operand<TFloat32> none = tf.nn.relu(tf.math.sub(logits, tf.constant(9f)));
              Toys.meanOf(layers, tf.math.mul(y, tf.withName("log").math.log(none)));
            });

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title())
        .contains("It first appears in 'log' (Log)")
        .contains("(Relu) goes down to 0");
  }
}
