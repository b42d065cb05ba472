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

/** Multinomial logistic regression: one dense layer from zero, items of any shape, flattened. */
public final class LogisticRegression implements TrainingProgram {

  @Override
  public String name() {
    return "logistic";
  }

  @Override
  public String description() {
    return "logistic regression, one dense layer; any items with class labels";
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
    int inputs = setup.features().size();
    Layers layers = new Layers(graph);
    Operand<TFloat32> x = layers.input("features", List.of(inputs));
    Operand<TFloat32> y = layers.input("labels", List.of(classes));
    // The loss is convex: a small start only breaks no symmetry that matters.
    Operand<TFloat32> logits = layers.dense("logits", x, inputs, classes, 0.1 / Math.sqrt(inputs));
    layers.softmaxLoss(y, logits);
    return Ends.of("features", "labels", "loss")
        .withLogits(logits.op().name())
        .withPerExampleLoss("per_example_loss");
  }
}
