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

/**
 * LeNet for comparison with the same net elsewhere: conv 5x5x32 SAME, ReLU, max-pool 2, conv 5x5x64
 * SAME, ReLU, max-pool 2, dense 512, ReLU, dense K; He-normal kernels, zero biases, inputs in [0,
 * 1].
 */
public final class Lenet implements TrainingProgram {

  @Override
  public String name() {
    return "lenet";
  }

  @Override
  public String description() {
    return "conv 5x5x32, pool, conv 5x5x64, pool, dense 512, dense K; images";
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
    Layers layers = new Layers(graph);
    Operand<TFloat32> x = layers.input("features", images.shape());
    Operand<TFloat32> y = layers.input("labels", List.of(images.classes()));
    Operand<TFloat32> h = layers.relu("conv1", layers.conv("conv1", x, 5, images.channels(), 32));
    h = layers.pool("pool1", h);
    h = layers.relu("conv2", layers.conv("conv2", h, 5, 32, 64));
    h = layers.pool("pool2", h);
    long width = 64L * images.pooled(2).pixels();
    h = layers.relu("dense1", layers.dense("dense1", layers.flatten(h, width), width, 512));
    Operand<TFloat32> logits = layers.dense("logits", h, 512, images.classes());
    layers.softmaxLoss(y, logits);
    return Ends.of("features", "labels", "loss")
        .withLogits(logits.op().name())
        .withPerExampleLoss("per_example_loss")
        .withActivations(layers.activations());
  }
}
