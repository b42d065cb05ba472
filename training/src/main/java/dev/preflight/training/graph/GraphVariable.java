package dev.preflight.training.graph;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/**
 * A variable of a graph.
 *
 * @param name the op's name
 * @param resource whether it is a resource variable ({@code VarHandleOp})
 * @param type element type
 * @param shape dimensions; -1 where unknown
 */
public record GraphVariable(String name, boolean resource, DataType type, List<Long> shape) {

  /** The variable that a node declares; see {@link GraphView#isVariable}. */
  public static GraphVariable of(NodeDef node) {
    TensorShapeProto shape = node.getAttrOrThrow("shape").getShape();
    return new GraphVariable(
        node.getName(),
        GraphView.isResource(node),
        GraphView.dtype(node),
        shape.getDimList().stream().map(TensorShapeProto.Dim::getSize).toList());
  }

  /** Whether weight decay applies: kernels have two dimensions or more, biases and scales one. */
  public boolean isKernel() {
    return shape.size() >= 2;
  }

  /** The number of elements; 0 where a dimension is unknown. */
  public long elements() {
    return shape.stream().anyMatch(d -> d < 0) ? 0 : shape.stream().reduce(1L, (a, b) -> a * b);
  }

  /**
   * Zeros of the variable's shape.
   *
   * @throws InputException if the graph does not say what that is
   */
  public HostArray zeros() {
    if (shape.stream().anyMatch(d -> d < 0)) {
      throw new InputException(
          "variable '" + name + "' has no fixed shape: " + shape,
          "give it one where the graph is built, or name a train op of your own as \"train\"");
    }
    return HostArray.ofFloats(new float[Math.toIntExact(elements())], dimensions())
        .to(Tensors.elementType(type));
  }

  /** The shape as a new array; -1 where a dimension is unknown. */
  public int[] dimensions() {
    return shape.stream().mapToInt(Math::toIntExact).toArray();
  }

  @Override
  public String toString() {
    return name + Arrays.toString(dimensions());
  }
}
