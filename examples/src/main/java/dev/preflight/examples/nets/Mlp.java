package dev.preflight.examples.nets;

import dev.preflight.examples.layers.Images;
import dev.preflight.examples.layers.Layers;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.data.source.DataSpec;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Setup;
import dev.preflight.training.program.TrainingProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** A multi-layer perceptron with two hidden layers; items of any shape, flattened. */
public final class Mlp implements TrainingProgram {

  @Override
  public String name() {
    return "mlp";
  }

  @Override
  public String description() {
    return "two hidden ReLU layers (--set width=128); any items with class labels";
  }

  @Override
  public boolean baseline() {
    return true;
  }

  @Override
  public Optional<TrainingData> data() {
    return Optional.of(DataSpec.open("digits", Path.of("")));
  }

  @Override
  public Ends build(Graph graph, Setup setup) {
    int classes = Images.classes(name(), setup);
    int width = setup.hyperparameters().integer("width", 128, 1);
    int inputs = setup.features().shape().stream().reduce(1, (a, b) -> a * b);
    Layers layers = new Layers(graph);
    Operand<TFloat32> x = layers.input("features", List.of(inputs));
    Operand<TFloat32> y = layers.input("labels", List.of(classes));
    Operand<TFloat32> h = layers.relu("dense1", layers.dense("dense1", x, inputs, width));
    h = layers.relu("dense2", layers.dense("dense2", h, width, width));
    Operand<TFloat32> logits = layers.dense("logits", h, width, classes);
    layers.softmaxLoss(y, logits);
    return Ends.of("features", "labels", "loss")
        .withLogits(logits.op().name())
        .withPerExampleLoss("per_example_loss")
        .withActivations(layers.activations());
  }
}
