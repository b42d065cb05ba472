package dev.preflight.training.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Type and shape of one item of a dataset, without the batch dimension.
 *
 * @param type type of every element
 * @param shape dimensions, outermost first, each at least 0; empty for a scalar
 */
public record ArraySpec(ElementType type, List<Integer> shape) {
  /** Checks that no dimension is negative. */
  public ArraySpec {
    shape = List.copyOf(shape);
    HostArray.product(shape.stream().mapToInt(Integer::intValue).toArray());
  }

  /** The spec of the given type and dimensions. */
  public static ArraySpec of(ElementType type, int... shape) {
    return new ArraySpec(type, IntStream.of(shape).boxed().toList());
  }

  /** Number of elements of one item; 1 for a scalar. */
  public int size() {
    return HostArray.product(dimensions());
  }

  /** Number of dimensions of one item. */
  public int rank() {
    return shape.size();
  }

  /** The shape as a new array. */
  public int[] dimensions() {
    return shape.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The shape of a batch of {@code items} such items. */
  public int[] batchShape(int items) {
    return IntStream.concat(IntStream.of(items), IntStream.of(dimensions())).toArray();
  }

  @Override
  public String toString() {
    return type + HostArray.shapeText(dimensions());
  }
}
