package dev.preflight.training.data;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Dense row-major numbers in host memory: one primitive array and a shape.
 *
 * <p>Immutable by convention: it takes over the array it is made from and shares it through {@link
 * #values()}, so neither side may write to it afterwards. Safe to read from many threads. The rank
 * may be 0 (a scalar, one element) and a dimension may be 0 (no element).
 */
public final class HostArray {
  private final ElementType type;
  private final int[] shape;
  private final int size;
  private final Object values;

  private HostArray(ElementType type, Object values, int length, int[] shape) {
    int size = product(shape);
    if (size != length) {
      throw new IllegalArgumentException(
          "shape " + shapeText(shape) + " has " + size + " elements, the array has " + length);
    }
    this.type = type;
    this.values = values;
    this.shape = shape.clone();
    this.size = size;
  }

  /** Unsigned bytes; {@code (byte) 200} is read as 200. */
  public static HostArray ofUint8(byte[] values, int... shape) {
    return new HostArray(ElementType.UINT8, values, values.length, shape);
  }

  /** 32-bit integers. */
  public static HostArray ofInts(int[] values, int... shape) {
    return new HostArray(ElementType.INT32, values, values.length, shape);
  }

  /** 64-bit integers. */
  public static HostArray ofLongs(long[] values, int... shape) {
    return new HostArray(ElementType.INT64, values, values.length, shape);
  }

  /** Single-precision numbers; NaN and infinities are kept as they are. */
  public static HostArray ofFloats(float[] values, int... shape) {
    return new HostArray(ElementType.FLOAT32, values, values.length, shape);
  }

  /** Double-precision numbers; NaN and infinities are kept as they are. */
  public static HostArray ofDoubles(double[] values, int... shape) {
    return new HostArray(ElementType.FLOAT64, values, values.length, shape);
  }

  /** Truth values. */
  public static HostArray ofBooleans(boolean[] values, int... shape) {
    return new HostArray(ElementType.BOOL, values, values.length, shape);
  }

  /** A primitive array of the given type under the given shape. */
  public static HostArray of(ElementType type, Object values, int... shape) {
    return new HostArray(type, values, java.lang.reflect.Array.getLength(values), shape);
  }

  /** The type of every element. */
  public ElementType type() {
    return type;
  }

  /** The dimensions, outermost first; a copy. */
  public int[] shape() {
    return shape.clone();
  }

  /** Number of elements. */
  public int size() {
    return size;
  }

  /** Number of dimensions. */
  public int rank() {
    return shape.length;
  }

  /** The first dimension: the number of items of a batch. A scalar has none. */
  public int rows() {
    if (shape.length == 0) {
      throw new IllegalStateException("a scalar has no rows");
    }
    return shape[0];
  }

  /** The type and shape of one row, that is without the first dimension. */
  public ArraySpec rowSpec() {
    rows();
    return ArraySpec.of(type, Arrays.copyOfRange(shape, 1, shape.length));
  }

  /**
   * One element as a double: uint8 unsigned, bool as 0 or 1, int64 rounded to the nearest double
   * beyond 2^53. NaN and infinities come out as they are.
   *
   * @param flatIndex row-major index in [0, {@link #size()})
   */
  public double get(int flatIndex) {
    return switch (type) {
      case UINT8 -> ((byte[]) values)[flatIndex] & 0xff;
      case INT32 -> ((int[]) values)[flatIndex];
      case INT64 -> ((long[]) values)[flatIndex];
      case FLOAT32 -> ((float[]) values)[flatIndex];
      case FLOAT64 -> ((double[]) values)[flatIndex];
      case BOOL -> ((boolean[]) values)[flatIndex] ? 1 : 0;
    };
  }

  /**
   * The primitive array itself ({@code byte[]}, {@code int[]}, {@code long[]}, {@code float[]},
   * {@code double[]} or {@code boolean[]}), not a copy, so that feeding a tensor costs one copy and
   * not two. Callers must not write to it.
   */
  public Object values() {
    return values;
  }

  /**
   * A copy of the rows from {@code from} (inclusive) to {@code to} (exclusive).
   *
   * @throws IndexOutOfBoundsException unless 0 &lt;= from &lt;= to &lt;= rows
   */
  public HostArray rows(int from, int to) {
    if (from < 0 || to > rows() || from > to) {
      throw new IndexOutOfBoundsException(
          "rows " + from + " to " + to + " of an array with " + rows() + " rows");
    }
    int row = rowSize();
    int[] newShape = shape.clone();
    newShape[0] = to - from;
    Object copy = type.newArray((to - from) * row);
    System.arraycopy(values, from * row, copy, 0, (to - from) * row);
    return of(type, copy, newShape);
  }

  /**
   * A new array of the given rows, in the given order; an index may repeat.
   *
   * @throws IndexOutOfBoundsException if an index is not in [0, rows)
   */
  public HostArray gather(int[] indices) {
    int row = rowSize();
    int[] newShape = shape.clone();
    newShape[0] = indices.length;
    Object copy = type.newArray(Math.multiplyExact(indices.length, row));
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < 0 || indices[i] >= shape[0]) {
        throw new IndexOutOfBoundsException(
            "row " + indices[i] + " of an array with " + shape[0] + " rows");
      }
      System.arraycopy(values, indices[i] * row, copy, i * row, row);
    }
    return of(type, copy, newShape);
  }

  /**
   * The same elements under another shape; shares the array.
   *
   * @throws IllegalArgumentException if the number of elements differs
   */
  public HostArray reshape(int... newShape) {
    return of(type, values, newShape);
  }

  /**
   * The same numbers as another type; this very array if it has that type already. To a
   * floating-point type, numbers are rounded to nearest; NaN and infinities are kept.
   *
   * @throws IllegalArgumentException if the target is an integer type or bool and a number (NaN,
   *     say, or 0.5, or 256 for uint8) does not exist in it
   */
  public HostArray to(ElementType target) {
    return target == type ? this : of(target, Conversion.convert(this, target), shape);
  }

  /** All elements as floats, rounded to nearest; the backing array itself for float32. */
  public float[] toFloats() {
    return (float[]) to(ElementType.FLOAT32).values;
  }

  /** All elements as doubles; the backing array itself for float64. */
  public double[] toDoubles() {
    return (double[]) to(ElementType.FLOAT64).values;
  }

  /** Type and shape, for messages; not the elements. */
  @Override
  public String toString() {
    return type + shapeText(shape);
  }

  private int rowSize() {
    return rows() == 0 ? product(Arrays.copyOfRange(shape, 1, shape.length)) : size / shape[0];
  }

  /** Number of elements of a shape; 1 for a scalar. */
  public static int product(int[] shape) {
    long product = 1;
    for (int dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException("shape " + shapeText(shape) + " has a negative side");
      }
      product *= dimension;
      if (product > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "shape " + shapeText(shape) + " has more elements than a Java array can hold");
      }
    }
    return (int) product;
  }

  /** A shape for people, such as {@code [28, 28]}. */
  public static String shapeText(int[] shape) {
    return IntStream.of(shape)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
