package dev.preflight.tuner;

import dev.preflight.examples.layers.Layers;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Setup;
import dev.preflight.training.program.TrainingProgram;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** A program at its optimum from the start: every move of its variable raises the loss. */
public final class FlatProgram implements TrainingProgram {

  @Override
  public String name() {
    return "flat";
  }

  @Override
  public Ends build(Graph graph, Setup setup) {
    Layers layers = new Layers(graph);
    Operand<TFloat32> x = layers.input("features", setup.features().shape());
    layers.input("labels", List.of(setup.classes().orElseThrow()));
    var tf = layers.tf();
    Operand<TFloat32> w = layers.filled("w", 0, 1, Blobs.FEATURES);
    Operand<TFloat32> moved = tf.math.mul(x, w);
    tf.withName("loss")
        .math
        .add(tf.constant(1f), tf.math.mean(tf.math.square(moved), tf.constant(new int[] {0, 1})));
    return Ends.of("features", "labels", "loss");
  }
}
