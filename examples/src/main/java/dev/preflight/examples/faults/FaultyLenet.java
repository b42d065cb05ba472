package dev.preflight.examples.faults;

import dev.preflight.examples.layers.Images;
import dev.preflight.examples.layers.Layers;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Hyperparameters;
import dev.preflight.training.program.Setup;
import dev.preflight.training.program.TrainingProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The built-in {@code lenet} on drawn digits, with one mistake of your choice.
 *
 * <pre>{@code
 * preflight check faulty-lenet --set fault=double-softmax
 * }</pre>
 *
 * <p>{@code --set items=N} takes the first N training and N / 4 validation digits, to be quicker.
 */
public final class FaultyLenet implements TrainingProgram {

  private static final String FAULT = "fault";
  private static final String ITEMS = "items";

  @Override
  public String name() {
    return "faulty-lenet";
  }

  @Override
  public String description() {
    return "lenet with a mistake: --set fault=NAME of " + String.join(", ", Fault.ids());
  }

  @Override
  public Optional<TrainingData> data() {
    return data(Hyperparameters.none());
  }

  @Override
  public Optional<TrainingData> data(Hyperparameters hyperparameters) {
    return Optional.of(
        FaultyData.of(
            Fault.of(hyperparameters.text(FAULT, Fault.NONE.id())),
            hyperparameters.integer(ITEMS, FaultyData.ALL)));
  }

  @Override
  public Ends build(Graph graph, Setup setup) {
    Fault fault = Fault.of(setup.hyperparameters().text(FAULT, Fault.NONE.id()));
    setup.hyperparameters().integer(ITEMS, FaultyData.ALL);
    int classes =
        setup
            .classes()
            .orElseThrow(
                () ->
                    new InputException(
                        "program 'faulty-lenet' takes class labels", "give image data"));
    List<Integer> shape = setup.features().shape();
    if (shape.size() != 3) {
      throw new InputException(
          "program 'faulty-lenet' takes images with channels, the data has items of shape " + shape,
          "give image data");
    }
    Images images = new Images(shape.get(0), shape.get(1), shape.get(2), classes);
    return new Builder(graph, fault).build(images);
  }

  /** Builds the net with its fault. */
  private static final class Builder {
    private final Layers layers;
    private final Ops tf;
    private final Fault fault;
    private final List<String> activations = new ArrayList<>();

    Builder(Graph graph, Fault fault) {
      this.layers = new Layers(graph);
      this.tf = layers.tf();
      this.fault = fault;
    }

    Ends build(Images images) {
      Operand<TFloat32> x = layers.input("features", images.shape());
      Operand<TFloat32> y = layers.input("labels", List.of(images.classes()));
      Operand<TFloat32> h = conv("conv1", x, images.channels(), 32);
      h = layers.pool("pool1", activation("conv1", h));
      if (fault == Fault.FROZEN_FIRST_LAYER) {
        h = tf.stopGradient(h);
      }
      h = layers.pool("pool2", activation("conv2", conv("conv2", h, 32, 64)));
      long width = 64L * images.pooled(2).pixels();
      h = activation("dense1", dense("dense1", flatten(h, width), width, 512));
      if (fault == Fault.DROPOUT_IN_EVAL) {
        h = layers.dropout("dense1", h, tf.constant(true), 0.5);
      }
      Operand<TFloat32> logits = dense("logits", h, 512, images.classes());
      if (fault == Fault.RELU_LOGITS) {
        logits = tf.withName("logits_relu").nn.relu(logits);
      }
      Operand<TFloat32> given =
          fault == Fault.DOUBLE_SOFTMAX ? tf.withName("softmax").nn.softmax(logits) : logits;
      if (fault == Fault.SUM_LOSS) {
        Operand<TFloat32> each = tf.nn.softmaxCrossEntropyWithLogits(given, y).loss();
        tf.withName("per_example_loss").identity(each);
        tf.withName("loss").reduceSum(each, tf.constant(0));
      } else {
        layers.softmaxLoss(y, given);
      }
      return Ends.of("features", "labels", "loss")
          .withLogits(logits.op().name())
          .withPerExampleLoss("per_example_loss")
          .withActivations(activations);
    }

    private Operand<TFloat32> conv(String name, Operand<TFloat32> x, long channels, long filters) {
      if (fault != Fault.ZERO_INIT) {
        return layers.conv(name, x, 5, channels, filters);
      }
      Operand<TFloat32> kernel = layers.filled(name + "/kernel", 0, 5, 5, channels, filters);
      Operand<TFloat32> bias = layers.filled(name + "/bias", 0, filters);
      return tf.nn.biasAdd(layers.convolve(name, x, kernel), bias);
    }

    private Operand<TFloat32> dense(String name, Operand<TFloat32> x, long inputs, long units) {
      if (fault != Fault.ZERO_INIT) {
        return layers.dense(name, x, inputs, units);
      }
      Operand<TFloat32> kernel = layers.filled(name + "/kernel", 0, inputs, units);
      Operand<TFloat32> bias = layers.filled(name + "/bias", 0, units);
      return tf.withName(name + "_out").nn.biasAdd(tf.linalg.matMul(x, kernel), bias);
    }

    private Operand<TFloat32> activation(String name, Operand<TFloat32> x) {
      Operand<TFloat32> h = fault == Fault.NO_ACTIVATIONS ? x : layers.relu(name, x);
      activations.add(h.op().name());
      return h;
    }

    private Operand<TFloat32> flatten(Operand<TFloat32> x, long width) {
      if (fault != Fault.BATCH_MIXED) {
        return layers.flatten(x, width);
      }
      // Channels first, as another framework has them, but with the batch taken along.
      Operand<TFloat32> moved = tf.linalg.transpose(x, tf.constant(new int[] {3, 0, 1, 2}));
      return layers.flatten(moved, width);
    }
  }
}
