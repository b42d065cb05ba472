package dev.preflight.training;

import dev.preflight.training.program.GraphDescriptor;
import dev.preflight.training.program.GraphProgram;
import dev.preflight.training.program.TrainingProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.framework.optimizers.Adam;
import org.tensorflow.framework.optimizers.Optimizer;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.random.TruncatedNormal;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * A training graph as engineers write it with TensorFlow Java and its framework: placeholders of
 * bytes, weights of 0.1 times a truncated normal, L2 in the loss, the framework's optimizer. It
 * knows nothing of Preflight.
 */
public final class JavaExample {

  private JavaExample() {}

  /** Adds the example's ops; the optimizer's {@code minimize} is called with the loss. */
  static Op build(Graph graph, BiFunction<Graph, Operand<TFloat32>, Op> minimize) {
    Ops tf = Ops.create(graph);
    var input =
        tf.withName("input").placeholder(TUint8.class, Placeholder.shape(Shape.of(-1, 28, 28)));
    var target = tf.withName("target").placeholder(TUint8.class);
    Operand<TFloat32> image =
        tf.reshape(tf.dtypes.cast(input, TFloat32.class), tf.constant(new int[] {-1, 28, 28, 1}));
    Operand<TFloat32> scaled =
        tf.math.div(tf.math.sub(image, tf.constant(128f)), tf.constant(255f));
    Variable<TFloat32> kernel = weights(tf, "conv", 5, 5, 1, 8);
    Operand<TFloat32> conv = tf.nn.conv2d(scaled, kernel, List.of(1L, 2L, 2L, 1L), "SAME");
    Operand<TFloat32> pooled =
        tf.nn.maxPool(
            tf.nn.relu(tf.nn.biasAdd(conv, bias(tf, "conv_bias", 8))),
            tf.constant(new int[] {1, 2, 2, 1}),
            tf.constant(new int[] {1, 2, 2, 1}),
            "SAME");
    Variable<TFloat32> dense = weights(tf, "dense", 7 * 7 * 8, 10);
    Operand<TFloat32> logits =
        tf.withName("logits")
            .math
            .add(
                tf.linalg.matMul(tf.reshape(pooled, tf.constant(new int[] {-1, 7 * 7 * 8})), dense),
                bias(tf, "dense_bias", 10));
    Operand<TFloat32> oneHot = tf.oneHot(target, tf.constant(10), tf.constant(1f), tf.constant(0f));
    Operand<TFloat32> data =
        tf.math.mean(tf.nn.softmaxCrossEntropyWithLogits(logits, oneHot).loss(), tf.constant(0));
    Operand<TFloat32> l2 =
        tf.withName("l2")
            .math
            .mul(tf.math.add(tf.nn.l2Loss(kernel), tf.nn.l2Loss(dense)), tf.constant(5e-2f));
    Operand<TFloat32> loss = tf.withName("training_loss").math.add(data, l2);
    return minimize.apply(graph, loss);
  }

  private static Variable<TFloat32> weights(Ops tf, String name, long... shape) {
    Variable<TFloat32> variable = tf.withName(name).variable(Shape.of(shape), TFloat32.class);
    Ops init = tf.withInitScope();
    init.assign(
        variable,
        init.math.mul(
            init.random.truncatedNormal(
                init.constant(shape), TFloat32.class, TruncatedNormal.seed(123L)),
            init.constant(0.1f)));
    return variable;
  }

  private static Variable<TFloat32> bias(Ops tf, String name, long size) {
    Variable<TFloat32> variable = tf.withName(name).variable(Shape.of(size), TFloat32.class);
    Ops init = tf.withInitScope();
    init.assign(variable, init.fill(init.constant(new long[] {size}), init.constant(0.1f)));
    return variable;
  }

  /** The example with one of the framework's optimizers, exported and described as a user would. */
  static TrainingProgram export(Path directory, Function<Graph, Optimizer> optimizer) {
    return export(directory, (graph, loss) -> optimizer.apply(graph).minimize(loss, "train"), null);
  }

  /** As above with any train op, called {@code train}, and the name of its learning rate. */
  static TrainingProgram export(
      Path directory, BiFunction<Graph, Operand<TFloat32>, Op> minimize, String learningRate) {
    try (Graph graph = new Graph()) {
      Op train = build(graph, minimize);
      assert train.op().name().equals("train");
      Files.write(directory.resolve("net.pb"), graph.toGraphDef().toByteArray());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return GraphProgram.load(descriptor("train", learningRate), directory, "example");
  }

  /** The example's description. */
  public static GraphDescriptor descriptor(String train, String learningRate) {
    return new GraphDescriptor(
        "net.pb",
        null,
        null,
        "input",
        "target",
        "training_loss",
        "logits",
        null,
        null,
        train,
        List.of(),
        List.of(),
        "l2",
        List.of(),
        learningRate,
        List.of(),
        null);
  }

  /** The example with Adam at a rate of 0.001. */
  public static TrainingProgram adam(Path directory) {
    return export(directory, graph -> new Adam(graph, 0.001f));
  }
}
