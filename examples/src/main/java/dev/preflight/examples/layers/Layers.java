package dev.preflight.examples.layers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperationBuilder;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The few layers that the built-in programs are made of: NHWC, He-normal kernels (He et al. 2015),
 * zero biases.
 */
public final class Layers {

  private final Graph graph;
  private final Ops tf;
  private final Ops init;
  private final Map<String, Ops> scopes = new HashMap<>();
  private final List<String> activations = new ArrayList<>();
  private final List<String> updates = new ArrayList<>();

  /** Layers that add to {@code graph}. */
  public Layers(Graph graph) {
    this.graph = graph;
    this.tf = Ops.create(graph);
    this.init = tf.withInitScope();
  }

  /** The ops builder, for what is not a layer. */
  public Ops tf() {
    return tf;
  }

  /** Hidden activations made so far, from input to output. */
  public List<String> activations() {
    return activations;
  }

  /** Ops to run with every update: those of the moving averages. */
  public List<String> updates() {
    return updates;
  }

  /** The ops builder that gives its next op this name; slashes separate scopes. */
  private Ops at(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0
        ? tf.withName(path)
        : scopes
            .computeIfAbsent(path.substring(0, slash), this::subScope)
            .withName(path.substring(slash + 1));
  }

  private Ops subScope(String path) {
    Ops inner = tf;
    for (String part : path.split("/", -1)) {
      inner = inner.withSubScope(part);
    }
    return inner;
  }

  /** A float placeholder of a batch of items of this shape. */
  public Placeholder<TFloat32> input(String name, List<Integer> item) {
    long[] shape = new long[item.size() + 1];
    shape[0] = -1;
    for (int i = 0; i < item.size(); i++) {
      shape[i + 1] = item.get(i);
    }
    return at(name).placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape)));
  }

  /** The boolean training flag. */
  public Placeholder<TBool> trainingFlag(String name) {
    return at(name).placeholder(TBool.class, Placeholder.shape(Shape.scalar()));
  }

  /** A variable drawn from a normal distribution with this standard deviation. */
  public Variable<TFloat32> normal(String name, double deviation, long... shape) {
    Variable<TFloat32> variable = at(name).variable(Shape.of(shape), TFloat32.class);
    Operand<TFloat32> value =
        init.math.mul(
            at(name + "/draw")
                .withInitScope()
                .random
                .randomStandardNormal(init.constant(shape), TFloat32.class),
            init.constant((float) deviation));
    at(name + "/assign").withInitScope().assign(variable, value);
    return variable;
  }

  /** A variable that starts at one value everywhere. */
  public Variable<TFloat32> filled(String name, double value, long... shape) {
    Variable<TFloat32> variable = at(name).variable(Shape.of(shape), TFloat32.class);
    at(name + "/assign")
        .withInitScope()
        .assign(variable, init.fill(init.constant(shape), init.constant((float) value)));
    return variable;
  }

  /** He-normal convolution with SAME padding and stride 1, and a bias. */
  public Operand<TFloat32> conv(
      String name, Operand<TFloat32> input, int size, long channels, long filters) {
    Operand<TFloat32> kernel =
        normal(
            name + "/kernel",
            Math.sqrt(2.0 / ((long) size * size * channels)),
            size,
            size,
            channels,
            filters);
    return bias(name, convolve(name, input, kernel), filters);
  }

  /** Convolution without a bias, for a normalization that follows. */
  public Operand<TFloat32> convolve(
      String name, Operand<TFloat32> input, Operand<TFloat32> kernel) {
    return at(name + "/conv")
        .nn
        .conv2d(input, kernel, List.of(1L, 1L, 1L, 1L), "SAME", new Conv2d.Options[0]);
  }

  /** He-normal dense layer with a bias. */
  public Operand<TFloat32> dense(String name, Operand<TFloat32> input, long inputs, long units) {
    return dense(name, input, inputs, units, Math.sqrt(2.0 / inputs));
  }

  /** Dense layer with a bias and kernels of this standard deviation. */
  public Operand<TFloat32> dense(
      String name, Operand<TFloat32> input, long inputs, long units, double deviation) {
    Operand<TFloat32> kernel = normal(name + "/kernel", deviation, inputs, units);
    return bias(name, at(name + "/matmul").linalg.matMul(input, kernel), units);
  }

  private Operand<TFloat32> bias(String name, Operand<TFloat32> input, long units) {
    return at(name + "/out").nn.biasAdd(input, filled(name + "/bias", 0, units));
  }

  /** ReLU; the result is watched as a hidden activation. */
  public Operand<TFloat32> relu(String name, Operand<TFloat32> input) {
    Operand<TFloat32> output = at(name + "/relu").nn.relu(input);
    activations.add(output.op().name() + ":0");
    return output;
  }

  /**
   * Max pooling by 2. Built as {@code MaxPool}: the {@code MaxPoolV2} of {@code tf.nn.maxPool} has
   * a slow gradient on CPU.
   */
  public Operand<TFloat32> pool(String name, Operand<TFloat32> input) {
    GraphOperationBuilder builder =
        graph
            .opBuilder("MaxPool", name + "/pool", graph.baseScope())
            .addInput(input.asOutput())
            .setAttr("ksize", new long[] {1, 2, 2, 1})
            .setAttr("strides", new long[] {1, 2, 2, 1});
    return builder.setAttr("padding", "SAME").build().<TFloat32>output(0);
  }

  /** Rows of {@code width} numbers. */
  public Operand<TFloat32> flatten(Operand<TFloat32> input, long width) {
    return tf.reshape(input, tf.constant(new long[] {-1, width}));
  }

  /**
   * Mean squared error of each item, {@code per_example_loss}, and their mean, {@code loss}.
   *
   * @param labels {@code [n, outputs]}
   * @param outputs of the same shape
   */
  public void squaredLoss(Operand<TFloat32> labels, Operand<TFloat32> outputs) {
    Operand<TFloat32> perExample =
        tf.withName("per_example_loss")
            .math
            .mean(tf.math.squaredDifference(outputs, labels), tf.constant(1));
    tf.withName("loss").math.mean(perExample, tf.constant(0));
  }

  /** Mean softmax cross-entropy as {@code loss}, and per example as {@code per_example_loss}. */
  public void softmaxLoss(Operand<TFloat32> labels, Operand<TFloat32> logits) {
    Operand<TFloat32> perExample = tf.nn.softmaxCrossEntropyWithLogits(logits, labels).loss();
    tf.withName("per_example_loss").identity(perExample);
    tf.withName("loss").math.mean(perExample, tf.constant(0));
  }

  /**
   * Batch normalization over all but the last axis (Ioffe and Szegedy 2015), with moving averages
   * of decay 0.9 that are used when {@code training} is false.
   */
  public Operand<TFloat32> batchNorm(
      String name, Operand<TFloat32> input, Operand<TBool> training, long channels) {
    Variable<TFloat32> movingMean = filled(name + "/moving_mean", 0, channels);
    Variable<TFloat32> movingVariance = filled(name + "/moving_variance", 1, channels);
    Operand<TInt32> axes = tf.constant(new int[] {0, 1, 2});
    Operand<TFloat32> mean = tf.math.mean(input, axes);
    Operand<TFloat32> variance = tf.math.mean(tf.math.squaredDifference(input, mean), axes);
    average(name + "/mean_update", movingMean, mean);
    average(name + "/variance_update", movingVariance, variance);
    Operand<TFloat32> usedMean = tf.select(training, mean, movingMean);
    Operand<TFloat32> usedVariance = tf.select(training, variance, movingVariance);
    Operand<TFloat32> scale =
        tf.math.mul(
            filled(name + "/gamma", 1, channels),
            tf.math.rsqrt(tf.math.add(usedVariance, tf.constant(1e-3f))));
    Operand<TFloat32> offset =
        tf.math.sub(filled(name + "/beta", 0, channels), tf.math.mul(usedMean, scale));
    return at(name + "/out").math.add(tf.math.mul(input, scale), offset);
  }

  private void average(String name, Variable<TFloat32> moving, Operand<TFloat32> current) {
    Operand<TFloat32> change =
        tf.math.mul(tf.math.sub(moving, tf.stopGradient(current)), tf.constant(0.1f));
    updates.add(at(name).assignSub(moving, change).op().name());
  }

  /** Dropout of a share of the units while {@code training}; the identity otherwise. */
  public Operand<TFloat32> dropout(
      String name, Operand<TFloat32> input, Operand<TBool> training, double rate) {
    Operand<TFloat32> keep =
        tf.math.sub(
            tf.constant(1f),
            tf.math.mul(tf.dtypes.cast(training, TFloat32.class), tf.constant((float) rate)));
    Operand<TFloat32> draw = tf.random.randomUniform(tf.shape(input), TFloat32.class);
    Operand<TFloat32> mask = tf.math.floor(tf.math.add(draw, keep));
    return at(name + "/dropout").math.mul(tf.math.div(input, keep), mask);
  }
}
