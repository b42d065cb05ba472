package dev.preflight.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.SoftmaxCrossEntropyWithLogits;
import org.tensorflow.types.TFloat32;

/** A linear classifier of 28x28 images as a file, as someone else's program would write it. */
final class SmallGraph {
  private SmallGraph() {}

  /** Writes {@code net.pb} and a descriptor {@code net.json} with these ends. */
  static void write(Path directory, String ends) throws IOException {
    Files.write(directory.resolve("net.pb"), bytes());
    Files.writeString(
        directory.resolve("net.json"),
        "{\"graph\": \"net.pb\", \"data\": \"digits?limit=600\",\n" + ends + "}");
  }

  private static byte[] bytes() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> images =
          tf.withName("images")
              .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 28, 28, 1)));
      Placeholder<TFloat32> target =
          tf.withName("target").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 10)));
      Variable<TFloat32> kernel = tf.withName("kernel").variable(Shape.of(784, 10), TFloat32.class);
      Variable<TFloat32> bias = tf.withName("bias").variable(Shape.of(10), TFloat32.class);
      tf.withName("set_kernel")
          .assign(
              kernel,
              tf.math.mul(
                  tf.random.truncatedNormal(tf.constant(new int[] {784, 10}), TFloat32.class),
                  tf.constant(0.01f)));
      tf.withName("set_bias").assign(bias, tf.zeros(tf.constant(new int[] {10}), TFloat32.class));
      var logits =
          tf.withName("scores")
              .math
              .add(
                  tf.linalg.matMul(tf.reshape(images, tf.constant(new int[] {-1, 784})), kernel),
                  bias);
      SoftmaxCrossEntropyWithLogits<TFloat32> loss =
          tf.nn.softmaxCrossEntropyWithLogits(logits, target);
      tf.withName("mean_loss").math.mean(loss.loss(), tf.constant(0));
      tf.withName("blind_loss").math.mean(images, tf.constant(new int[] {0, 1, 2, 3}));
      return graph.toGraphDef().toByteArray();
    }
  }
}
