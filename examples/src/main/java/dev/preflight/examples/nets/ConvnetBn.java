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
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/** A small convolutional net with batch normalization and dropout. */
public final class ConvnetBn implements TrainingProgram {

  private static final int FILTERS = 16;

  private static final int HIDDEN = 64;

  @Override
  public String name() {
    return "convnet-bn";
  }

  @Override
  public String description() {
    return "two conv 3x3 with batch norm, dense 64 with dropout (--set dropout=0.25); images";
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
    Images images = Images.of(name(), setup);
    double dropout = setup.hyperparameters().number("dropout", 0.25);
    Layers layers = new Layers(graph);
    Operand<TFloat32> x = layers.input("features", images.shape());
    Operand<TFloat32> y = layers.input("labels", List.of(images.classes()));
    Operand<TBool> training = layers.trainingFlag("training");
    Operand<TFloat32> h = block(layers, "block1", x, training, images.channels(), FILTERS);
    h = block(layers, "block2", h, training, FILTERS, 2 * FILTERS);
    long width = 2L * FILTERS * images.pooled(2).pixels();
    h = layers.relu("dense1", layers.dense("dense1", layers.flatten(h, width), width, HIDDEN));
    h = layers.dropout("dense1", h, training, dropout);
    // Max-pooled values of a normalized layer are large, and so is what dense1 makes of them: He's
    // deviation here would begin with logits of deviation 1.6, sure of what nobody has learned.
    Operand<TFloat32> logits =
        layers.dense("logits", h, HIDDEN, images.classes(), 1 / Math.sqrt(3.0 * HIDDEN));
    layers.softmaxLoss(y, logits);
    return Ends.of("features", "labels", "loss")
        .withLogits(logits.op().name())
        .withPerExampleLoss("per_example_loss")
        .withTraining("training")
        .withUpdates(layers.updates())
        .withActivations(layers.activations());
  }

  private static Operand<TFloat32> block(
      Layers layers,
      String name,
      Operand<TFloat32> input,
      Operand<TBool> training,
      long channels,
      long filters) {
    Operand<TFloat32> kernel =
        layers.normal(name + "/kernel", Math.sqrt(2.0 / (9 * channels)), 3, 3, channels, filters);
    Operand<TFloat32> h = layers.convolve(name, input, kernel);
    h = layers.batchNorm(name + "/bn", h, training, filters);
    return layers.pool(name, layers.relu(name, h));
  }
}
