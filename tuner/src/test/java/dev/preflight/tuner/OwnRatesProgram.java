package dev.preflight.tuner;

import dev.preflight.examples.layers.Layers;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Setup;
import dev.preflight.training.program.TrainingProgram;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * Gradient descent with a train op of its own, whose rate warms up over 100 updates to 0.5; that of
 * the biases is a tenth of it.
 */
final class OwnRatesProgram implements TrainingProgram {

  @Override
  public String name() {
    return "own-rates";
  }

  @Override
  public Ends build(Graph graph, Setup setup) {
    Layers layers = new Layers(graph);
    Ops tf = layers.tf();
    int classes = setup.classes().orElseThrow();
    Operand<TFloat32> x = layers.input("features", setup.features().shape());
    Operand<TFloat32> y = layers.input("labels", List.of(classes));
    Variable<TFloat32> kernel = layers.normal("kernel", 0.1, Blobs.FEATURES, classes);
    Variable<TFloat32> bias = layers.filled("bias", 0, classes);
    Variable<TFloat32> step = layers.filled("step", 0);
    Operand<TFloat32> logits = tf.nn.biasAdd(tf.linalg.matMul(x, kernel), bias);
    layers.softmaxLoss(y, logits);
    Operand<TFloat32> share =
        tf.math.div(tf.math.add(tf.identity(step), tf.constant(1f)), tf.constant(100f));
    Operand<TFloat32> rate =
        tf.math.mul(tf.constant(0.5f), tf.math.minimum(tf.constant(1f), share));
    Output<?>[] gradients =
        graph.addGradients(
            graph.outputOrThrow("loss:0"), new Output<?>[] {kernel.asOutput(), bias.asOutput()});
    tf.withControlDependencies(
            tf.train.applyGradientDescent(kernel, rate, gradients[0].expect(TFloat32.class)),
            tf.train.applyGradientDescent(
                bias, tf.math.mul(rate, tf.constant(0.1f)), gradients[1].expect(TFloat32.class)))
        .withName("train")
        .assignAdd(step, tf.constant(1f));
    return Ends.of("features", "labels", "loss").withLogits(logits.op().name()).withTrain("train");
  }
}
