package dev.preflight.training.graph;

import dev.preflight.training.data.InputException;
import java.util.OptionalInt;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;

/** Finds tensors of a graph by the names that users give, and says what shape they have. */
public final class Outputs {

  private Outputs() {}

  /**
   * The tensor of this name.
   *
   * @throws InputException if the op has no such output, which TensorFlow would not survive
   */
  public static Output<?> of(Graph graph, String tensor) {
    GraphOperation op = graph.operationOrThrow(GraphView.nodeOf(tensor));
    int index = GraphView.indexOf(tensor);
    if (index >= op.numOutputs()) {
      throw new InputException(
          "'" + tensor + "' is an op without such an output", "name a tensor, such as 'loss:0'");
    }
    return op.output(index);
  }

  /**
   * The loss.
   *
   * @throws InputException if it is no floating-point scalar
   */
  public static Output<?> loss(Graph graph, String name) {
    Output<?> loss = of(graph, name);
    if (!GraphView.isFloating(GraphView.base(loss.dataType()))) {
      throw new InputException(
          "loss: '" + name + "' holds numbers of type " + loss.dataType(),
          "name the floating-point scalar that is minimized");
    }
    if (!loss.shape().isUnknown() && loss.shape().numDimensions() > 0 && loss.shape().size() != 1) {
      throw new InputException(
          "loss: '" + name + "' has shape " + loss.shape() + ", not that of one number",
          "name the mean over the batch as \"loss\" and this tensor as \"perExampleLoss\"");
    }
    return loss;
  }

  /** The first dimension; empty where it is not known or there is none. */
  public static OptionalInt rows(Output<?> tensor) {
    Shape shape = tensor.shape();
    return shape.isUnknown() || shape.numDimensions() < 1
        ? OptionalInt.empty()
        : ifKnown(shape.get(0));
  }

  /** The last dimension after the first; empty where it is not known or there is none. */
  public static OptionalInt columns(Output<?> tensor) {
    Shape shape = tensor.shape();
    return shape.isUnknown() || shape.numDimensions() < 2
        ? OptionalInt.empty()
        : ifKnown(shape.get(shape.numDimensions() - 1));
  }

  private static OptionalInt ifKnown(long dimension) {
    return dimension < 0 ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(dimension));
  }
}
