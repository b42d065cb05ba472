package dev.preflight.training;

import dev.preflight.training.program.Ends;
import dev.preflight.training.program.TrainingProgram;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.NoOp;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * A kernel W [2, 3] and a bias b [3] with {@code loss = sum(C (W - A)^2) / 2 + sum(D (b - B)^2) /
 * 2}, whose gradients are known in closed form: {@code C (W - A)} and {@code D (b - B)}.
 */
record Quadratic<T extends TNumber>(Class<T> type, boolean resource) {

  static final double[] C = {1.0, 2.0, 0.5, 0.1, 3.0, 1.0};
  static final double[] A = {0.3, -0.7, 1.2, 2.0, -0.1, 0.4};
  static final double[] D = {1.5, 0.2, 0.8};
  static final double[] B = {0.5, -1.0, 0.25};
  static final double[] W0 = {0.0, 0.1, -0.2, 0.3, 0.4, -0.5};

  TrainingProgram program() {
    return TestPrograms.of(this::build);
  }

  Ends build(Graph graph) {
    Ops tf = Ops.create(graph);
    tf.withName("x").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2)));
    tf.withName("y").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
    Op[] initializers = new Op[2];
    Operand<T> w = variable(tf, "w", constant(tf, W0, 2, 3), Shape.of(2, 3), initializers, 0);
    Operand<T> b = variable(tf, "b", constant(tf, new double[3], 3), Shape.of(3), initializers, 1);
    Operand<T> distances =
        tf.math.add(
            part(tf, w, constant(tf, A, 2, 3), constant(tf, C, 2, 3), 0, 1),
            part(tf, b, constant(tf, B, 3), constant(tf, D, 3), 0));
    tf.withName("loss").math.mul(distances, tf.dtypes.cast(tf.constant(0.5), type));
    NoOp init = tf.withName("init").withControlDependencies(initializers).noOp();
    assert init.op().name().equals("init");
    return Ends.of("x", "y", "loss");
  }

  private Operand<T> variable(
      Ops tf, String name, Operand<T> initial, Shape shape, Op[] initializers, int index) {
    if (resource) {
      var handle =
          tf.withName(name)
              .varHandleOp(type, shape, org.tensorflow.op.core.VarHandleOp.sharedName(name));
      initializers[index] = tf.assignVariableOp(handle, initial);
      return tf.readVariableOp(handle, type);
    }
    var variable = tf.withName(name).variable(shape, type);
    initializers[index] = tf.assign(variable, initial);
    return variable;
  }

  private Operand<T> part(Ops tf, Operand<T> x, Operand<T> target, Operand<T> weight, int... axes) {
    return tf.reduceSum(
        tf.math.mul(weight, tf.math.square(tf.math.sub(x, target))), tf.constant(axes));
  }

  private Operand<T> constant(Ops tf, double[] values, long... shape) {
    Operand<org.tensorflow.types.TFloat64> flat = tf.constant(StdArrays.ndCopyOf(values));
    return tf.dtypes.cast(tf.reshape(flat, tf.constant(shape)), type);
  }
}
