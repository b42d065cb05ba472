package dev.preflight.training;

import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Setup;
import dev.preflight.training.program.TrainingProgram;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/** Two small classifiers of 28x28 images in ten classes, with what nets have that formulas lack. */
public final class SmallNets {

  private static final int PIXELS = 28 * 28;
  private static final int CLASSES = 10;

  private SmallNets() {}

  /** Two dense layers: {@code hidden/kernel} of 784 x width, {@code logits/kernel}. */
  public static final class Dense implements TrainingProgram {

    @Override
    public String name() {
      return "small-dense";
    }

    @Override
    public Ends build(Graph graph, Setup setup) {
      int width = setup.hyperparameters().integer("width", 16);
      Ops tf = Ops.create(graph);
      Operand<TFloat32> x = placeholder(tf, "features", PIXELS);
      Operand<TFloat32> h = tf.nn.relu(dense(tf, "hidden", x, PIXELS, width));
      return ends(tf, dense(tf, "logits", h, width, CLASSES));
    }
  }

  /**
   * A strided convolution, max-pooling, batch normalization with moving averages, and dropout of a
   * quarter between {@code kept} and {@code dropped}.
   */
  static final class Conv implements TrainingProgram {

    private static final int FILTERS = 8;
    private static final int WIDTH = 7 * 7 * FILTERS;

    @Override
    public String name() {
      return "small-conv";
    }

    @Override
    public Ends build(Graph graph, Setup setup) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> x = placeholder(tf, "features", 28, 28, 1);
      Operand<TBool> training =
          tf.withName("training").placeholder(TBool.class, Placeholder.shape(Shape.scalar()));
      Operand<TFloat32> kernel = normal(tf, "conv/kernel", 0.4f, 3, 3, 1, FILTERS);
      Operand<TFloat32> h = tf.nn.conv2d(x, kernel, List.of(1L, 2L, 2L, 1L), "SAME");
      h = tf.nn.relu(normalized(tf, h, training));
      h =
          tf.nn.maxPool(
              h, tf.constant(new int[] {1, 2, 2, 1}), tf.constant(new int[] {1, 2, 2, 1}), "SAME");
      h = tf.withName("kept").reshape(h, tf.constant(new int[] {-1, WIDTH}));
      Operand<TFloat32> keep =
          tf.math.sub(
              tf.constant(1f),
              tf.math.mul(tf.dtypes.cast(training, TFloat32.class), tf.constant(0.25f)));
      Operand<TFloat32> draw = tf.random.randomUniform(tf.shape(h), TFloat32.class);
      h =
          tf.withName("dropped")
              .math
              .mul(tf.math.div(h, keep), tf.math.floor(tf.math.add(draw, keep)));
      return ends(tf, dense(tf, "logits", h, WIDTH, CLASSES))
          .withTraining("training")
          .withUpdates(List.of("mean_update", "variance_update"));
    }

    private static Operand<TFloat32> normalized(
        Ops tf, Operand<TFloat32> input, Operand<TBool> training) {
      Operand<TFloat32> mean = tf.math.mean(input, tf.constant(new int[] {0, 1, 2}));
      Operand<TFloat32> variance =
          tf.math.mean(tf.math.squaredDifference(input, mean), tf.constant(new int[] {0, 1, 2}));
      Operand<TFloat32> usedMean = averaged(tf, "mean", 0, mean, training);
      Operand<TFloat32> usedVariance = averaged(tf, "variance", 1, variance, training);
      Operand<TFloat32> scale =
          tf.math.mul(
              filled(tf, "gamma", 1, FILTERS),
              tf.math.rsqrt(tf.math.add(usedVariance, tf.constant(1e-3f))));
      return tf.math.mul(tf.math.sub(input, usedMean), scale);
    }

    /** The batch's value in training, the moving average otherwise. */
    private static Operand<TFloat32> averaged(
        Ops tf, String name, float start, Operand<TFloat32> current, Operand<TBool> training) {
      Variable<TFloat32> moving = filled(tf, "moving_" + name, start, FILTERS);
      tf.withName(name + "_update")
          .assignSub(
              moving,
              tf.math.mul(tf.math.sub(moving, tf.stopGradient(current)), tf.constant(0.1f)));
      return tf.select(training, current, moving);
    }
  }

  private static Operand<TFloat32> placeholder(Ops tf, String name, long... item) {
    Shape shape = Shape.of(-1).append(Shape.of(item));
    return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(shape));
  }

  private static Operand<TFloat32> dense(
      Ops tf, String name, Operand<TFloat32> input, long inputs, long units) {
    float deviation = (float) Math.sqrt(2.0 / inputs);
    return tf.withName(name)
        .nn
        .biasAdd(
            tf.linalg.matMul(input, normal(tf, name + "/kernel", deviation, inputs, units)),
            filled(tf, name + "/bias", 0, units));
  }

  private static Variable<TFloat32> normal(Ops tf, String name, float deviation, long... shape) {
    Variable<TFloat32> variable = variable(tf, name, shape);
    Ops init = tf.withInitScope();
    init.assign(
        variable,
        init.math.mul(
            init.random.randomStandardNormal(init.constant(shape), TFloat32.class),
            init.constant(deviation)));
    return variable;
  }

  private static Variable<TFloat32> filled(Ops tf, String name, float value, long... shape) {
    Variable<TFloat32> variable = variable(tf, name, shape);
    Ops init = tf.withInitScope();
    init.assign(variable, init.fill(init.constant(shape), init.constant(value)));
    return variable;
  }

  /** A slash in the name makes a scope. */
  private static Variable<TFloat32> variable(Ops tf, String name, long... shape) {
    int slash = name.indexOf('/');
    Ops scope = slash < 0 ? tf : tf.withSubScope(name.substring(0, slash));
    return scope.withName(name.substring(slash + 1)).variable(Shape.of(shape), TFloat32.class);
  }

  private static Ends ends(Ops tf, Operand<TFloat32> logits) {
    Operand<TFloat32> y = placeholder(tf, "labels", CLASSES);
    Operand<TFloat32> perExample = tf.nn.softmaxCrossEntropyWithLogits(logits, y).loss();
    tf.withName("loss").math.mean(perExample, tf.constant(0));
    return Ends.of("features", "labels", "loss").withLogits(logits.op().name());
  }
}
