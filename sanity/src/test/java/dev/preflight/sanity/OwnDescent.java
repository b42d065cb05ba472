package dev.preflight.sanity;

import dev.preflight.examples.layers.Layers;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Setup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Plain gradient descent that the user's graph brings itself, for faults of an optimizer.
 *
 * @param rate learning rate
 * @param trained which variables are given to the optimizer
 * @param bend what is made of each gradient before it is applied
 */
public record OwnDescent(
    float rate, Predicate<String> trained, UnaryOperator<Operand<TFloat32>> bend) {

  /** On all variables, by the gradient itself. */
  public static OwnDescent at(double rate) {
    return new OwnDescent((float) rate, name -> true, UnaryOperator.identity());
  }

  /** The same for some variables only. */
  public OwnDescent training(Predicate<String> only) {
    return new OwnDescent(rate, only, bend);
  }

  /** The same with the gradients multiplied. */
  public OwnDescent scaling(double factor) {
    return new OwnDescent(
        rate,
        trained,
        gradient -> {
          Ops tf = Ops.create((Graph) gradient.asOutput().op().env());
          return tf.math.mul(gradient, tf.constant((float) factor));
        });
  }

  /** Adds the train op to a body that has a loss. */
  public BiFunction<Layers, Setup, Ends> of(BiFunction<Layers, Setup, Ends> body) {
    return (layers, setup) -> {
      Ends ends = body.apply(layers, setup);
      Graph graph = (Graph) layers.tf().scope().env();
      List<Output<?>> variables = new ArrayList<>();
      graph
          .operations()
          .forEachRemaining(
              op -> {
                if (op.type().equals("VariableV2") && trained.test(op.name())) {
                  variables.add(op.output(0));
                }
              });
      Output<?>[] gradients =
          graph.addGradients(
              graph.outputOrThrow(ends.loss() + ":0"), variables.toArray(new Output<?>[0]));
      Ops tf = layers.tf();
      List<Op> steps = new ArrayList<>();
      for (int i = 0; i < gradients.length; i++) {
        steps.add(
            tf.train.applyGradientDescent(
                variables.get(i).expect(TFloat32.class),
                tf.constant(rate),
                bend.apply(gradients[i].expect(TFloat32.class))));
      }
      tf.withControlDependencies(steps.toArray(new Op[0])).withName("train").noOp();
      return ends.withTrain("train");
    };
  }
}
