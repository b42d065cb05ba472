package dev.preflight.sanity.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.sanity.Toys;
import dev.preflight.training.data.TrainingData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Nets without a fault, which no check of the graph may flag. */
class HealthyNetsTest {

  @ParameterizedTest
  @ValueSource(strings = {"G02", "G04", "G05", "G06", "G08", "G09", "G11", "G12", "G13", "G15"})
  void healthyNets_pass(String id) {
    assertThat(Toys.check(id, Toys.clusters(), Toys::healthy).status()).isEqualTo(Status.PASS);
    assertThat(Toys.check(id, Toys.clusters(400, 240, 2), Toys::healthy).status())
        .isEqualTo(Status.PASS);
    assertThat(Toys.check(id, Toys.curve(0), Toys::regression).status()).isEqualTo(Status.PASS);
  }

  @Test
  void zeroLastLayer_isNoFault() {
    Toys.Net zeroHead =
        (layers, x, setup) ->
            layers
                .tf()
                .linalg
                .matMul(Toys.hidden(layers, x), layers.filled("head", 0, 16, Toys.CLASSES));

    assertThat(Toys.check("G06", zeroHead).status()).isEqualTo(Status.INFO);
    for (String id : List.of("G02", "G05", "G08", "G09", "G11", "G13")) {
      Finding finding = Toys.check(id, zeroHead);
      assertThat(finding.status()).as(id + " " + finding.title()).isEqualTo(Status.PASS);
    }
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
                Toys.meanOf(layers, tf.math.sub(tf.math.softplus(logit), tf.math.mul(logit, y)));
                return Toys.ends(logit);
              });
      assertThat(finding.status()).as(id + " " + finding.title()).isEqualTo(Status.PASS);
    }
  }
}
