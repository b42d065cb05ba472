package dev.preflight.sanity.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.sanity.Toys;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** G02, G04 and G05: where the loss starts, what it reduces, how low it gets. */
class LossChecksTest {

  @Test
  void largeLastLayer_failsG02_andTheSpreadIsNamed() {
    Finding finding =
        Toys.check(
            "G02",
            (layers, x, setup) ->
                layers.dense("logits", Toys.hidden(layers, x), 16, Toys.CLASSES, 5));

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.expected()).isEqualTo("1.386 (ln 4)");
    assertThat(finding.title())
        .contains("Kernels are drawn too large: logits/kernel with a deviation of");
    assertThat(finding.where()).contains("logits have deviation");
  }

  @Test
  void everyOutputComparedWithEveryLabel_failsG04_andIsNamed() {
    Finding finding =
        Toys.check(
            "G04",
            Toys.curve(0),
            Toys.net(
                Toys::plain,
                (layers, y, z) -> {
                  Ops tf = layers.tf();
                  Operand<TFloat32> flat = tf.reshape(y, tf.constant(new int[] {-1}));
                  Toys.meanOf(layers, tf.math.squaredDifference(z, flat));
                }));

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).startsWith("Every output is compared with every label");
    assertThat(finding.fix()).contains("the same shape");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void lossOfTheNextClass_failsG05_andSaysWhichWay(int by) {
    Finding finding =
        Toys.checkLoss(
            "G05",
            (layers, y, logits) -> {
              Ops tf = layers.tf();
              Operand<TFloat32> moved = tf.roll(y, tf.constant(by), tf.constant(1));
              tf.withName("loss").identity(Toys.meanCrossEntropy(tf, moved, logits));
            });

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title())
        .contains("The labels are off by one in the loss")
        .contains(by > 0 ? "output k + 1" : "output k - 1");
    assertThat(finding.why()).isNotEmpty();
  }

  @Test
  void heavyRegularization_warnsInG02_withItsShare() {
    Finding finding =
        Toys.checkLoss(
            "G02",
            (layers, y, logits) -> {
              Ops tf = layers.tf();
              Operand<TFloat32> mean = Toys.meanCrossEntropy(tf, y, logits);
              tf.withName("loss").math.add(mean, tf.constant(3f));
            });

    assertThat(finding.status()).isEqualTo(Status.WARN);
    assertThat(finding.title()).contains("from regularization").contains(", and 3 (");
  }

  @Test
  void targetsFarFromZero_warnInG02() {
    assertThat(Toys.check("G02", Toys.curve(300), Toys::regression).status())
        .isEqualTo(Status.WARN);
  }

  @Test
  void lossOfNaN_failsG02() {
    Finding finding =
        Toys.checkLoss(
            "G02",
            (layers, y, logits) -> {
              Ops tf = layers.tf();
              Toys.meanOf(layers, tf.math.log(tf.math.neg(tf.math.abs(logits))));
            });

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("NaN");
  }

  @Test
  void sumLoss_failsG04_andIsCalledSo() {
    Finding finding =
        Toys.checkLoss(
            "G04",
            (layers, y, logits) -> {
              Ops tf = layers.tf();
              tf.withName("loss")
                  .reduceSum(tf.nn.softmaxCrossEntropyWithLogits(logits, y).loss(), tf.constant(0));
            });

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("the loss is a sum");
  }

  @Test
  void broadcastInTheLoss_failsG04() {
    Toys.Loss broadcast =
        (layers, y, out) ->
            Toys.squaredError(
                layers, y, layers.tf().reshape(out, layers.tf().constant(new int[] {-1})));

    assertThat(Toys.check("G04", Toys.curve(0), Toys.net(Toys::plain, broadcast)).status())
        .isEqualTo(Status.FAIL);
  }

  @Test
  void doubleSoftmax_failsG05_whicheverTensorIsNamed() {
    Finding before =
        Toys.checkLoss(
            "G05", (layers, y, logits) -> layers.softmaxLoss(y, layers.tf().nn.softmax(logits)));
    Finding after =
        Toys.check(
            "G05", (layers, x, setup) -> layers.tf().nn.softmax(Toys.plain(layers, x, setup)));

    for (Finding finding : List.of(before, after)) {
      assertThat(finding.status()).isEqualTo(Status.FAIL);
      // ln(1 + 3 / e)
      assertThat(finding.title()).contains("softmax is applied twice").contains("0.7437");
    }
  }

  @Test
  void reluOnLogits_failsG05_whicheverTensorIsNamed() {
    Finding before =
        Toys.checkLoss(
            "G05", (layers, y, logits) -> layers.softmaxLoss(y, layers.tf().nn.relu(logits)));
    Finding after =
        Toys.check("G05", (layers, x, setup) -> layers.tf().nn.relu(Toys.plain(layers, x, setup)));

    assertThat(before.status()).isEqualTo(Status.FAIL);
    assertThat(after.status()).isEqualTo(Status.FAIL);
    assertThat(after.title()).contains("ReLU");
  }

  @Test
  void wrongSign_failsG05() {
    Finding finding =
        Toys.checkLoss(
            "G05",
            (layers, y, logits) -> {
              Ops tf = layers.tf();
              tf.withName("loss").math.neg(Toys.meanCrossEntropy(tf, y, logits));
            });

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("minus softmax cross-entropy");
  }

  @Test
  void crossEntropyOfNamedProbabilities_passesG05AndG02() {
    Toys.Net softmax = (layers, x, setup) -> layers.tf().nn.softmax(Toys.plain(layers, x, setup));
    Toys.Loss loss =
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
      Finding finding = Toys.check(id, Toys.clusters(), Toys.net(softmax, loss));
      assertThat(finding.status()).as(id + " " + finding.title()).isEqualTo(Status.PASS);
    }
  }

  @Test
  void squaredErrorOfASoftmax_warnsInG05() {
    Finding finding =
        Toys.checkLoss(
            "G05",
            (layers, y, logits) -> Toys.squaredError(layers, y, layers.tf().nn.softmax(logits)));

    assertThat(finding.status()).isEqualTo(Status.WARN);
  }

  @Test
  void labelSmoothing_passesG05_andLeavesTheInitialLoss() {
    Toys.Loss loss =
        (layers, y, logits) -> {
          Ops tf = layers.tf();
          Operand<TFloat32> smooth =
              tf.math.add(tf.math.mul(y, tf.constant(0.9f)), tf.constant(0.1f / Toys.CLASSES));
          layers.softmaxLoss(smooth, logits);
        };

    assertThat(Toys.checkLoss("G05", loss).status()).isEqualTo(Status.PASS);
    assertThat(Toys.checkLoss("G02", loss).status()).isEqualTo(Status.PASS);
    assertThat(Toys.checkLoss("M02", loss).status()).isEqualTo(Status.PASS);
  }
}
