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

  /** What a net is judged by: adds an operation named {@code loss}. */
  private interface Loss {
    void of(
        Layers layers,
        Operand<TFloat32> input,
        Operand<TFloat32> labels,
        Operand<TFloat32> outputs);
  }

  private record Net(String name, String description, Body body, Loss loss)
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
      loss.of(layers, small, y, outputs);
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
    Loss softmax = (layers, input, labels, outputs) -> layers.softmaxLoss(labels, outputs);
    return List.of(
        new Net("small-cnn", "two conv 3x3, pooled, dense", FinderNets::smallCnn, softmax),
        new Net("small-resnet", "two residual blocks", FinderNets::smallResnet, softmax),
        new Net("depthwise", "two separable convolutions", FinderNets::depthwise, softmax),
        new Net("multi-label", "five traits at once", FinderNets::traits, FinderNets::traitLoss),
        new Net("tanh-mlp", "three dense layers with tanh", FinderNets::tanhMlp, softmax),
        new Net("softmax", "softmax regression", FinderNets::linear, softmax),
        new Net(
            "autoencoder", "pixels from 16 numbers", FinderNets::autoencoder, FinderNets::pixels),
        new Net("value", "ten times the digit, as a number", FinderNets::value, FinderNets::tens));
  }

  private static Operand<TFloat32> tanhMlp(
      Layers layers, Operand<TFloat32> input, Operand<TBool> training, Images images) {
    long width = images.pixels();
    Operand<TFloat32> h = layers.flatten(input, width);
    for (String name : List.of("dense1", "dense2", "dense3")) {
      h = layers.tf().math.tanh(layers.dense(name, h, width, 64));
      width = 64;
    }
    return layers.dense("logits", h, 64, images.classes());
  }

  private static Operand<TFloat32> linear(
      Layers layers, Operand<TFloat32> input, Operand<TBool> training, Images images) {
    long width = images.pixels();
    return layers.dense("logits", layers.flatten(input, width), width, images.classes());
  }

  private static Operand<TFloat32> autoencoder(
      Layers layers, Operand<TFloat32> input, Operand<TBool> training, Images images) {
    long width = images.pixels();
    Operand<TFloat32> h = layers.flatten(input, width);
    h = layers.relu("encoder", layers.dense("encoder", h, width, 64));
    h = layers.relu("code", layers.dense("code", h, 64, 16));
    h = layers.relu("decoder", layers.dense("decoder", h, 16, 64));
    return layers.dense("pixels", h, 64, width);
  }

  private static void pixels(
      Layers layers, Operand<TFloat32> input, Operand<TFloat32> labels, Operand<TFloat32> outputs) {
    Operand<TFloat32> wanted = layers.flatten(input, outputs.shape().get(1));
    meanSquare(layers.tf(), outputs, wanted);
  }

  private static Operand<TFloat32> value(
      Layers layers, Operand<TFloat32> input, Operand<TBool> training, Images images) {
    long width = images.pixels();
    Operand<TFloat32> h = layers.flatten(input, width);
    h = layers.relu("dense1", layers.dense("dense1", h, width, 64));
    h = layers.relu("dense2", layers.dense("dense2", h, 64, 32));
    return layers.dense("number", h, 32, 1);
  }

  private static void tens(
      Layers layers, Operand<TFloat32> input, Operand<TFloat32> labels, Operand<TFloat32> outputs) {
    float[][] tens = new float[10][1];
    for (int digit = 0; digit < tens.length; digit++) {
      tens[digit][0] = 10f * digit;
    }
    Ops tf = layers.tf();
    meanSquare(tf, outputs, tf.linalg.matMul(labels, tf.constant(tens)));
  }

  private static void meanSquare(Ops tf, Operand<TFloat32> outputs, Operand<TFloat32> wanted) {
    Operand<TFloat32> each = tf.math.squaredDifference(outputs, wanted);
    tf.withName("loss").math.mean(each, tf.constant(new int[] {0, 1}));
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
  private static void traitLoss(
      Layers layers, Operand<TFloat32> input, Operand<TFloat32> digit, Operand<TFloat32> logits) {
    Ops tf = layers.tf();
    Operand<TFloat32> wanted = tf.linalg.matMul(digit, tf.constant(TRAITS));
    Operand<TFloat32> each = tf.math.sub(tf.math.softplus(logits), tf.math.mul(logits, wanted));
    tf.withName("loss").math.mean(each, tf.constant(new int[] {0, 1}));
  }
}
