package dev.preflight.examples.nets;

import dev.preflight.examples.layers.Layers;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Setup;
import dev.preflight.training.program.TrainingProgram;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** Linear regression with mean squared error: one dense layer; items of any shape, flattened. */
public final class LinearRegression implements TrainingProgram {

  @Override
  public String name() {
    return "linear";
  }

  @Override
  public String description() {
    return "linear regression, one dense layer, mean squared error; numeric targets";
  }

  @Override
  public boolean baseline() {
    return true;
  }

  @Override
  public Optional<TrainingData> data() {
    return new RegressionMlp().data();
  }

  @Override
  public Ends build(Graph graph, Setup setup) {
    RegressionMlp.requireNumbers(name(), setup);
    int inputs = setup.features().size();
    int outputs = setup.labels().size();
    Layers layers = new Layers(graph);
    Operand<TFloat32> x = layers.input("features", List.of(inputs));
    Operand<TFloat32> y = layers.input("labels", List.of(outputs));
    Operand<TFloat32> out = layers.dense("prediction", x, inputs, outputs, 0.1 / Math.sqrt(inputs));
    layers.squaredLoss(y, out);
    return Ends.of("features", "labels", "loss")
        .withLogits(out.op().name())
        .withPerExampleLoss("per_example_loss");
  }
}
