package dev.preflight.benchmarks;

import dev.preflight.examples.layers.Images;
import dev.preflight.examples.layers.Layers;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Setup;
import dev.preflight.training.program.TrainingProgram;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * Nets for the finder's benchmark that no rule of the finder was made on. Images are averaged over
 * squares of two pixels first, so that an update costs a few milliseconds.
 */
final class FinderNets {

  /** What a net does between its small image and its loss. */
  private interface Body {
    /** The hidden layers and the outputs. */
    Operand<TFloat32> outputs(
        Layers layers, Operand<TFloat32> input, Operand<TBool> training, Images images);
  }

  private record Net(String name, String description, Body body, boolean multiLabel)
      implements TrainingProgram {

    @Override
    public Ends build(Graph graph, Setup setup) {
      Images images = Images.of(name, setup);
      Layers layers = new Layers(graph);
      Operand<TFloat32> x = layers.input("features", images.shape());
      Operand<TFloat32> y = layers.input("labels", List.of(images.classes()));
      Operand<TBool> training = layers.trainingFlag("training");
      List<Long> two = List.of(1L, 2L, 2L, 1L);
      Operand<TFloat32> small = layers.tf().nn.avgPool(x, two, two, "SAME");
      Operand<TFloat32> outputs = body.outputs(layers, small, training, images.pooled(1));
      if (multiLabel) {
        traitLoss(layers.tf(), y, outputs);
      } else {
        layers.softmaxLoss(y, outputs);
      }
      return Ends.of("features", "labels", "loss")
          .withLogits(outputs.op().name())
          .withTraining("training")
          .withUpdates(layers.updates())
          .withActivations(layers.activations());
    }
  }

  /**
   * Even, prime, more than four, a multiple of three, with a closed loop, for the digits 0 to 9.
   */
  private static final float[][] TRAITS = {
    {1, 0, 0, 1, 1},
    {0, 0, 0, 0, 0},
    {1, 1, 0, 0, 0},
    {0, 1, 0, 1, 0},
    {1, 0, 0, 0, 1},
    {0, 1, 1, 0, 0},
    {1, 0, 1, 1, 1},
    {0, 1, 1, 0, 0},
    {1, 0, 1, 0, 1},
    {0, 0, 1, 1, 1},
  };

  private FinderNets() {}

  /** All of them. */
  static List<TrainingProgram> all() {
    return List.of(
        new Net("small-cnn", "two conv 3x3, pooled, dense", FinderNets::smallCnn, false),
        new Net("small-resnet", "two residual blocks", FinderNets::smallResnet, false),
        new Net("depthwise", "two separable convolutions", FinderNets::depthwise, false),
        new Net("multi-label", "five traits of digits at once", FinderNets::traits, true));
  }

  private static Operand<TFloat32> smallCnn(
      Layers layers, Operand<TFloat32> input, Operand<TBool> training, Images images) {
    Operand<TFloat32> h = layers.relu("conv1", layers.conv("conv1", input, 3, 1, 8));
    h = layers.relu("conv2", layers.conv("conv2", layers.pool("conv1", h), 3, 8, 16));
    long width = 16 * images.pooled(2).pixels();
    h = layers.flatten(layers.pool("conv2", h), width);
    return layers.dense("logits", h, width, images.classes());
  }

  private static Operand<TFloat32> smallResnet(
      Layers layers, Operand<TFloat32> input, Operand<TBool> training, Images images) {
    Operand<TFloat32> h = layers.relu("stem", layers.conv("stem", input, 3, 1, 12));
    for (String block : List.of("block1", "block2")) {
      Operand<TFloat32> inner = normalized(layers, block + "/a", h, training);
      inner = normalized(layers, block + "/b", layers.relu(block + "/a", inner), training);
      h = layers.relu(block, layers.tf().math.add(h, inner));
      h = layers.pool(block, h);
    }
    Operand<TFloat32> means = layers.tf().math.mean(h, layers.tf().constant(new int[] {1, 2}));
    return layers.dense("logits", means, 12, images.classes());
  }

  private static Operand<TFloat32> normalized(
      Layers layers, String name, Operand<TFloat32> input, Operand<TBool> training) {
    Operand<TFloat32> kernel =
        layers.normal(name + "/kernel", Math.sqrt(2.0 / (9 * 12)), 3, 3, 12, 12);
    return layers.batchNorm(name + "/bn", layers.convolve(name, input, kernel), training, 12);
  }

  private static Operand<TFloat32> depthwise(
      Layers layers, Operand<TFloat32> input, Operand<TBool> training, Images images) {
    Operand<TFloat32> h = layers.relu("stem", layers.conv("stem", input, 3, 1, 16));
    for (String block : List.of("block1", "block2")) {
      Operand<TFloat32> kernel =
          layers.normal(block + "/depthwise/kernel", Math.sqrt(2.0 / 9), 3, 3, 16, 1);
      h = layers.tf().nn.depthwiseConv2dNative(h, kernel, List.of(1L, 1L, 1L, 1L), "SAME");
      h = layers.relu(block, layers.conv(block + "/pointwise", h, 1, 16, 16));
      h = layers.pool(block, h);
    }
    long width = 16 * images.pooled(2).pixels();
    return layers.dense("logits", layers.flatten(h, width), width, images.classes());
  }

  private static Operand<TFloat32> traits(
      Layers layers, Operand<TFloat32> input, Operand<TBool> training, Images images) {
    Operand<TFloat32> h = layers.relu("conv", layers.conv("conv", input, 3, 1, 12));
    long width = 12 * images.pooled(1).pixels();
    h = layers.flatten(layers.pool("conv", h), width);
    h = layers.relu("dense", layers.dense("dense", h, width, 32));
    return layers.dense("logits", h, 32, TRAITS[0].length);
  }

  /** Mean binary cross-entropy over examples and traits. */
  private static void traitLoss(Ops tf, Operand<TFloat32> digit, Operand<TFloat32> logits) {
    Operand<TFloat32> wanted = tf.linalg.matMul(digit, tf.constant(TRAITS));
    Operand<TFloat32> each = tf.math.sub(tf.math.softplus(logits), tf.math.mul(logits, wanted));
    tf.withName("loss").math.mean(each, tf.constant(new int[] {0, 1}));
  }
}
