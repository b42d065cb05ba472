package dev.preflight.sanity.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.sanity.Toys;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** G15: whether what is fed reaches the outputs. */
class DependenceCheckTest {

  @Test
  void healthyNet_passes() {
    assertThat(Toys.check("G15", Toys::plain).status()).isEqualTo(Status.PASS);
  }

  @Test
  void headOfZeros_passes_forUpdatesBringTheInputThrough() {
    Finding finding =
        Toys.check(
            "G15",
            (layers, x, setup) ->
                layers.dense("logits", Toys.hidden(layers, x), 16, Toys.CLASSES, 0));

    assertThat(finding.status()).isEqualTo(Status.PASS);
    assertThat(finding.title()).contains("after 10 updates; before, all were the same");
  }

  @Test
  void inputMultipliedByZero_fails_andNamesTheOp() {
    Finding finding =
        Toys.check(
            "G15",
            (layers, x, setup) -> {
              Ops tf = layers.tf();
              return Toys.plain(layers, tf.withName("lost").math.mul(x, tf.constant(0f)), setup);
            });

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("It is lost in 'lost' (Mul), whose result is 0 for all");
  }

  @Test
  void deadLayer_fails_andNamesIt() {
    Finding finding =
        Toys.check(
            "G15",
            (layers, x, setup) -> {
              Ops tf = layers.tf();
              Operand<TFloat32> below = tf.math.sub(tf.math.tanh(x), tf.constant(9f));
              Operand<TFloat32> kernel = layers.filled("kernel", 0.1, Toys.FEATURES, 16);
              Operand<TFloat32> dead = tf.withName("dead").nn.relu(tf.linalg.matMul(below, kernel));
              return Toys.head(layers, dead, setup);
            });

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("It is lost in 'dead' (Relu), whose result is 0");
    assertThat(finding.why()).contains("dead");
  }

  @Test
  void anotherTensorPassedOn_fails_andSaysThatNothingLeadsThere() {
    Finding finding =
        Toys.check(
            "G15",
            Toys.clusters(),
            (layers, setup) -> {
              Toys.features(layers);
              Operand<TFloat32> y = Toys.labels(layers, setup);
              Operand<TFloat32> wrong = layers.tf().zerosLike(y);
              Operand<TFloat32> logits = layers.dense("logits", wrong, Toys.CLASSES, Toys.CLASSES);
              layers.softmaxLoss(y, logits);
              return Toys.ends(logits);
            });

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("No op leads from 'features' to");
  }

  @Test
  void lossThatLooksAtOtherLabels_fails() {
    Finding finding =
        Toys.checkLoss(
            "G15",
            (layers, y, logits) -> {
              Ops tf = layers.tf();
              Operand<TFloat32> zeros = tf.zerosLike(y);
              Toys.meanOf(layers, tf.math.squaredDifference(logits, zeros));
            });

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("The loss does not depend on the labels");
  }

  @Test
  void reconstructionOfTheInput_isNoFault() {
    Finding finding =
        Toys.check(
            "G15",
            Toys.clusters(),
            (layers, setup) -> {
              Operand<TFloat32> x = Toys.features(layers);
              Toys.labels(layers, setup);
              Operand<TFloat32> again =
                  layers.dense("again", Toys.hidden(layers, x), 16, Toys.FEATURES, 0.1);
              Toys.squaredError(layers, x, again);
              return Toys.ends(again);
            });

    assertThat(finding.status()).isEqualTo(Status.INFO);
  }
}
