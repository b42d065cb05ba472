package dev.preflight.examples.lessons;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.framework.optimizers.Adam;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * Writes a training graph of the kind people build with TensorFlow Java, and the ten lines of JSON
 * that describe it, so that Preflight can be tried on a graph it knows nothing about.
 *
 * <p>Its weights are a tenth of a truncated normal, as in many examples, and its loss has an L2
 * term: it starts between 6 and 8 instead of at ln 10. Preflight says why.
 *
 * <pre>{@code
 * java -cp ... dev.preflight.examples.lessons.ExportedGraph /tmp/mnist
 * ./preflight check /tmp/mnist/mnist.json --data idx:images.gz,labels.gz
 * }</pre>
 */
public final class ExportedGraph {

  private static final float PIXEL_DEPTH = 255f;
  private static final float LEARNING_RATE = 0.001f;
  private static final float REGULARIZATION = 5e-4f;

  private static final String DESCRIPTOR =
      """
      {
        "graph": "mnist.pb",
        "features": "input",
        "labels": "target",
        "loss": "loss",
        "logits": "logits",
        "perExampleLoss": "cross_entropy",
        "regularization": "l2",
        "train": "train"
      }
      """;

  private ExportedGraph() {}

  /**
   * Writes {@code mnist.pb} and {@code mnist.json}.
   *
   * @param args the directory to write to; created if absent
   */
  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]));
  }

  /** Writes both files, and returns the path of the descriptor. */
  public static Path write(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (Graph graph = new Graph()) {
      build(graph);
      Files.write(directory.resolve("mnist.pb"), graph.toGraphDef().toByteArray());
    }
    return Files.writeString(directory.resolve("mnist.json"), DESCRIPTOR, StandardCharsets.UTF_8);
  }

  private static void build(Graph graph) {
    Ops tf = Ops.create(graph);
    Placeholder<TUint8> input =
        tf.withName("input").placeholder(TUint8.class, Placeholder.shape(Shape.of(-1, 28, 28)));
    Placeholder<TUint8> target =
        tf.withName("target").placeholder(TUint8.class, Placeholder.shape(Shape.of(-1)));
    Operand<TFloat32> pixels =
        tf.reshape(tf.dtypes.cast(input, TFloat32.class), tf.constant(new int[] {-1, 28, 28, 1}));
    Operand<TFloat32> scaled =
        tf.math.div(tf.math.sub(pixels, tf.constant(PIXEL_DEPTH / 2)), tf.constant(PIXEL_DEPTH));

    Operand<TFloat32> h = convolution(tf, "conv1", scaled, 1, 32);
    h = convolution(tf, "conv2", h, 32, 64);
    Operand<TFloat32> flat = tf.reshape(h, tf.constant(new int[] {-1, 7 * 7 * 64}));
    Variable<TFloat32> fc1 = weights(tf, "fc1", 7 * 7 * 64, 512);
    Variable<TFloat32> fc1Bias = zeros(tf, "fc1_bias", 512);
    Operand<TFloat32> hidden = tf.nn.relu(tf.math.add(tf.linalg.matMul(flat, fc1), fc1Bias));
    Variable<TFloat32> fc2 = weights(tf, "fc2", 512, 10);
    Variable<TFloat32> fc2Bias = zeros(tf, "fc2_bias", 10);
    Operand<TFloat32> logits =
        tf.withName("logits").math.add(tf.linalg.matMul(hidden, fc2), fc2Bias);

    Operand<TFloat32> oneHot =
        tf.oneHot(
            tf.dtypes.cast(target, TInt32.class),
            tf.constant(10),
            tf.constant(1f),
            tf.constant(0f));
    Operand<TFloat32> crossEntropy =
        tf.withName("cross_entropy")
            .identity(tf.nn.softmaxCrossEntropyWithLogits(logits, oneHot).loss());
    Operand<TFloat32> squares = tf.math.addN(List.of(tf.nn.l2Loss(fc1), tf.nn.l2Loss(fc2)));
    Operand<TFloat32> l2 = tf.withName("l2").math.mul(squares, tf.constant(REGULARIZATION));
    Operand<TFloat32> loss =
        tf.withName("loss").math.add(tf.math.mean(crossEntropy, tf.constant(0)), l2);
    new Adam(graph, LEARNING_RATE).minimize(loss, "train");
  }

  private static Operand<TFloat32> convolution(
      Ops tf, String name, Operand<TFloat32> input, long channels, long filters) {
    Variable<TFloat32> kernel = weights(tf, name, 5, 5, channels, filters);
    Operand<TFloat32> convolved = tf.nn.conv2d(input, kernel, List.of(1L, 1L, 1L, 1L), "SAME");
    Operand<TFloat32> activated =
        tf.nn.relu(tf.nn.biasAdd(convolved, zeros(tf, name + "_bias", filters)));
    return tf.nn.maxPool(
        activated,
        tf.constant(new int[] {1, 2, 2, 1}),
        tf.constant(new int[] {1, 2, 2, 1}),
        "SAME");
  }

  private static Variable<TFloat32> weights(Ops tf, String name, long... shape) {
    Ops init = tf.withInitScope();
    Operand<TFloat32> draw =
        init.math.mul(
            init.random.truncatedNormal(init.constant(shape), TFloat32.class), init.constant(0.1f));
    return tf.withName(name).variable(draw);
  }

  private static Variable<TFloat32> zeros(Ops tf, String name, long size) {
    Ops init = tf.withInitScope();
    return tf.withName(name)
        .variable(init.fill(init.constant(new long[] {size}), init.constant(0f)));
  }
}
