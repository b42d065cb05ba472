package dev.preflight.sanity.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.sanity.Toys;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** G11 and G12: in evaluation, outputs follow from their example alone. */
class EvaluationChecksTest {

  @Test
  void mixedBatch_failsG11() {
    Finding finding =
        Toys.check(
            "G11",
            (layers, x, setup) -> {
              Ops tf = layers.tf();
              Operand<TFloat32> turned = tf.linalg.transpose(x, tf.constant(new int[] {1, 0}));
              return Toys.plain(layers, layers.flatten(turned, Toys.FEATURES), setup);
            });

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("the batch is mixed");
  }

  @Test
  void batchStatisticsWithoutAFlag_onlyWarnInG11() {
    Finding finding =
        Toys.check(
            "G11",
            (layers, x, setup) -> {
              Ops tf = layers.tf();
              Operand<TFloat32> mean = tf.math.mean(x, tf.constant(0));
              return Toys.plain(layers, tf.math.sub(x, mean), setup);
            });

    assertThat(finding.status()).isEqualTo(Status.WARN);
    assertThat(finding.title()).contains("statistics of the batch");
  }

  @Test
  void softmaxOverTheBatch_failsG11_evenWithoutAFlag() {
    Finding finding =
        Toys.check(
            "G11",
            (layers, x, setup) -> {
              Ops tf = layers.tf();
              Operand<TFloat32> e = tf.math.exp(x);
              Operand<TFloat32> sum = tf.reduceSum(e, tf.constant(0));
              return Toys.plain(layers, tf.math.div(e, sum), setup);
            });

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("the batch is mixed");
  }

  @Test
  void activeDropout_failsG12_andSaysThatNoFlagIsNamed() {
    Finding finding =
        Toys.check(
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
    assertThat(Toys.check("G12", Toys.clusters(), Toys.dropout()).status()).isEqualTo(Status.PASS);
  }
}
