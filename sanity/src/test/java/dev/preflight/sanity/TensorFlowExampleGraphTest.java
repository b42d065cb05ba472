package dev.preflight.sanity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.examples.layers.Layers;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.source.DataSpec;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Setup;
import dev.preflight.training.program.TrainingProgram;
import dev.preflight.training.tensor.Device;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * A graph as the TensorFlow Java examples build it: bytes in, weights 0.1 times truncated normal,
 * L2 inside the loss and not named.
 */
@Tag("slow")
class TensorFlowExampleGraphTest {

  private static final class Example implements TrainingProgram {
    private Ops tf;
    private Operand<TFloat32> decay;

    @Override
    public Ends build(Graph graph, Setup setup) {
      tf = Ops.create(graph);
      decay = tf.constant(0f);
      Layers layers = new Layers(graph);
      Placeholder<TUint8> input =
          tf.withName("input").placeholder(TUint8.class, Placeholder.shape(Shape.of(-1, 28, 28)));
      Placeholder<TUint8> target =
          tf.withName("target").placeholder(TUint8.class, Placeholder.shape(Shape.of(-1)));
      Operand<TFloat32> x =
          tf.reshape(tf.dtypes.cast(input, TFloat32.class), tf.array(-1, 28, 28, 1));
      x = tf.math.div(tf.math.sub(x, tf.constant(127.5f)), tf.constant(255f));
      Operand<TFloat32> h = tf.nn.relu(layers.convolve("c1", x, weights("k1", 5, 5, 1, 32)));
      h = layers.pool("p1", h);
      h = tf.nn.relu(layers.convolve("c2", h, weights("k2", 5, 5, 32, 64)));
      h = layers.flatten(layers.pool("p2", h), 3136);
      h = tf.nn.relu(tf.linalg.matMul(h, weights("w3", 3136, 512)));
      Operand<TFloat32> logits = tf.withName("logits").linalg.matMul(h, weights("w4", 512, 10));
      Operand<TFloat32> oneHot =
          tf.oneHot(
              tf.dtypes.cast(target, TInt32.class),
              tf.constant(10),
              tf.constant(1f),
              tf.constant(0f));
      Operand<TFloat32> mean =
          tf.math.mean(tf.nn.softmaxCrossEntropyWithLogits(logits, oneHot).loss(), tf.constant(0));
      tf.withName("training_loss").math.add(mean, tf.math.mul(decay, tf.constant(5e-4f)));
      return Ends.of("input", "target", "training_loss").withLogits("logits");
    }

    private Operand<TFloat32> weights(String name, long... shape) {
      Ops init = tf.withInitScope();
      Variable<TFloat32> variable = tf.withName(name).variable(Shape.of(shape), TFloat32.class);
      init.assign(
          variable,
          init.math.mul(
              init.random.truncatedNormal(init.constant(shape), TFloat32.class),
              init.constant(0.1f)));
      decay = tf.math.add(decay, tf.nn.l2Loss(variable));
      return variable;
    }
  }

  @Test
  void initialLoss_isFoundAndItsPartsAreSeparated() {
    try (TrainingGraph graph =
        TrainingGraph.build(
            new Example(),
            DataSpec.open("digits", Path.of("")),
            TrainingGraph.Options.defaults().withDevice(Device.CPU))) {
      List<Finding> findings = Toys.run(graph, "D02", "G02", "G04", "G05", "G08", "G11", "G13");

      Finding initial = findings.get(findings.size() - 1);
      assertThat(initial.id()).isEqualTo("G02");
      assertThat(initial.status()).as(initial.title()).isIn(Status.WARN, Status.FAIL);
      assertThat(initial.title())
          .contains("from the data")
          .contains("2.303 (ln 10)")
          .contains("from regularization");
      assertThat(findings)
          .filteredOn(f -> !f.id().equals("G02"))
          .noneMatch(f -> f.status() == Status.FAIL || f.status() == Status.ERROR);
    }
  }
}
