package dev.preflight.sanity.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.examples.layers.Layers;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.sanity.Toys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/** G16: how much dropout keeps. */
class DropoutCheckTest {

  @ParameterizedTest
  @CsvSource({"0.5, PASS", "0.8, PASS", "0.95, WARN", "0.999, FAIL"})
  void shareThatIsKept_isMeasured(double rate, Status expected) {
    Finding finding =
        Toys.check(
            "G16",
            Toys.clusters(),
            Toys.switched(
                (layers, x, training, setup) ->
                    Toys.head(
                        layers,
                        layers.dropout("d", Toys.hidden(layers, x), training, rate),
                        setup)));

    assertThat(finding.status()).isEqualTo(expected);
    assertThat(finding.measured()).isBetween(1 - rate - 0.03, 1 - rate + 0.03);
  }

  /** As Python writes it: where(draw >= rate, x / keep, 0). */
  @ParameterizedTest
  @CsvSource({"0.5, PASS", "0.995, FAIL"})
  void choiceOfZero_isDropout(float rate, Status expected) {
    Finding finding =
        Toys.check(
            "G16",
            Toys.clusters(),
            Toys.switched(
                (layers, x, training, setup) -> {
                  Ops tf = layers.tf();
                  Operand<TFloat32> h = Toys.hidden(layers, x);
                  Operand<TBool> kept = tf.math.greaterEqual(draw(layers, h), tf.constant(rate));
                  Operand<TFloat32> dropped = tf.select(kept, h, tf.constant(0f));
                  return Toys.head(layers, tf.select(training, dropped, h), setup);
                }));

    assertThat(finding.status()).isEqualTo(expected);
  }

  @Test
  void noiseOnFewInputs_isNoDropout() {
    Finding finding =
        Toys.check(
            "G16",
            Toys.clusters(),
            Toys.switched(
                (layers, x, training, setup) -> {
                  Ops tf = layers.tf();
                  Operand<TFloat32> few =
                      tf.dtypes.cast(
                          tf.math.less(draw(layers, x), tf.constant(0.01f)), TFloat32.class);
                  Operand<TFloat32> noise =
                      tf.math.mul(few, tf.random.randomStandardNormal(tf.shape(x), TFloat32.class));
                  Operand<TFloat32> noisy = tf.select(training, tf.math.add(x, noise), x);
                  return Toys.plain(layers, noisy, setup);
                }));

    assertThat(finding.status()).as(finding.title()).isEqualTo(Status.SKIP);
  }

  @Test
  void netWithoutDropout_isNotConcerned() {
    assertThat(Toys.check("G16", Toys::plain).status()).isEqualTo(Status.SKIP);
  }

  private static Operand<TFloat32> draw(Layers layers, Operand<TFloat32> like) {
    Ops tf = layers.tf();
    return tf.random.randomUniform(tf.shape(like), TFloat32.class);
  }
}
