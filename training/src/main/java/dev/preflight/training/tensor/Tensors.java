package dev.preflight.training.tensor;

import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.HostArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.RawTensor;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/** Copies between host arrays and TensorFlow tensors. The caller closes the tensors. */
public final class Tensors {

  private Tensors() {}

  /** Tensors that are closed together. */
  public static final class Scope implements AutoCloseable {
    private final List<Tensor> tensors = new ArrayList<>();

    /** Takes over a tensor, and returns it. */
    public Tensor add(Tensor tensor) {
      tensors.add(tensor);
      return tensor;
    }

    @Override
    public void close() {
      tensors.forEach(Tensor::close);
    }
  }

  /** The host element type that is fed to, or fetched from, a tensor of this data type. */
  public static ElementType elementType(DataType type) {
    return switch (type) {
      case DT_UINT8 -> ElementType.UINT8;
      case DT_INT32 -> ElementType.INT32;
      case DT_INT64 -> ElementType.INT64;
      case DT_FLOAT, DT_HALF, DT_BFLOAT16 -> ElementType.FLOAT32;
      case DT_DOUBLE -> ElementType.FLOAT64;
      case DT_BOOL -> ElementType.BOOL;
      default -> throw new UnsupportedTypeException(type);
    };
  }

  /** Thrown for tensors of strings, complex numbers and other types we cannot hold on the host. */
  public static final class UnsupportedTypeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private UnsupportedTypeException(DataType type) {
      super("tensors of type " + type + " are not supported");
    }
  }

  /** A tensor of {@code type} with the numbers of {@code array}, copied. */
  public static Tensor of(HostArray array, DataType type) {
    Shape shape = shape(array.shape());
    return switch (type) {
      case DT_FLOAT ->
          TFloat32.tensorOf(
              shape, DataBuffers.of((float[]) array.to(ElementType.FLOAT32).values(), true, false));
      case DT_DOUBLE ->
          TFloat64.tensorOf(
              shape,
              DataBuffers.of((double[]) array.to(ElementType.FLOAT64).values(), true, false));
      case DT_UINT8 ->
          TUint8.tensorOf(
              shape, DataBuffers.of((byte[]) array.to(ElementType.UINT8).values(), true, false));
      case DT_INT32 ->
          TInt32.tensorOf(
              shape, DataBuffers.of((int[]) array.to(ElementType.INT32).values(), true, false));
      case DT_INT64 ->
          TInt64.tensorOf(
              shape, DataBuffers.of((long[]) array.to(ElementType.INT64).values(), true, false));
      case DT_BOOL ->
          TBool.tensorOf(
              shape, DataBuffers.of((boolean[]) array.to(ElementType.BOOL).values(), true, false));
      case DT_HALF -> half(array, shape);
      case DT_BFLOAT16 -> bfloat16(array, shape);
      default -> throw new UnsupportedTypeException(type);
    };
  }

  private static Tensor half(HostArray array, Shape shape) {
    float[] values = (float[]) array.to(ElementType.FLOAT32).values();
    return TFloat16.tensorOf(shape, t -> t.copyFrom(DataBuffers.of(values, true, false)));
  }

  private static Tensor bfloat16(HostArray array, Shape shape) {
    float[] values = (float[]) array.to(ElementType.FLOAT32).values();
    return TBfloat16.tensorOf(shape, t -> t.copyFrom(DataBuffers.of(values, true, false)));
  }

  /** An int64 scalar. */
  public static Tensor scalar(long value) {
    return TInt64.scalarOf(value);
  }

  /** A scalar tensor of a floating type. */
  public static Tensor scalar(double value, DataType type) {
    return switch (type) {
      case DT_FLOAT -> TFloat32.scalarOf((float) value);
      case DT_DOUBLE -> TFloat64.scalarOf(value);
      case DT_HALF -> TFloat16.scalarOf((float) value);
      case DT_BFLOAT16 -> TBfloat16.scalarOf((float) value);
      default -> throw new UnsupportedTypeException(type);
    };
  }

  /** The numbers of a tensor, copied; half precision comes as float. */
  public static HostArray read(Tensor tensor) {
    RawTensor raw = tensor.asRawTensor();
    int[] shape = shape(tensor.shape());
    int size = Math.toIntExact(tensor.shape().size());
    switch (raw.dataType()) {
      case DT_FLOAT -> {
        float[] values = new float[size];
        if (size > 0) {
          raw.data().asFloats().read(values);
        }
        return HostArray.ofFloats(values, shape);
      }
      case DT_DOUBLE -> {
        double[] values = new double[size];
        if (size > 0) {
          raw.data().asDoubles().read(values);
        }
        return HostArray.ofDoubles(values, shape);
      }
      case DT_UINT8 -> {
        byte[] values = new byte[size];
        if (size > 0) {
          raw.data().read(values);
        }
        return HostArray.ofUint8(values, shape);
      }
      case DT_INT32 -> {
        int[] values = new int[size];
        if (size > 0) {
          raw.data().asInts().read(values);
        }
        return HostArray.ofInts(values, shape);
      }
      case DT_INT64 -> {
        long[] values = new long[size];
        if (size > 0) {
          raw.data().asLongs().read(values);
        }
        return HostArray.ofLongs(values, shape);
      }
      case DT_BOOL -> {
        boolean[] values = new boolean[size];
        if (size > 0) {
          raw.data().asBooleans().read(values);
        }
        return HostArray.ofBooleans(values, shape);
      }
      case DT_HALF, DT_BFLOAT16 -> {
        float[] values = new float[size];
        int[] i = {0};
        ((org.tensorflow.ndarray.FloatNdArray) tensor)
            .scalars()
            .forEach(s -> values[i[0]++] = s.getFloat());
        return HostArray.ofFloats(values, shape);
      }
      default -> throw new UnsupportedTypeException(raw.dataType());
    }
  }

  /** The value of a scalar double tensor. */
  public static double scalar(Tensor tensor) {
    return ((TFloat64) tensor).getDouble();
  }

  /** TensorFlow's form of a shape; -1 where a dimension is unknown. */
  public static Shape shape(int[] dimensions) {
    return Shape.of(Arrays.stream(dimensions).asLongStream().toArray());
  }

  private static int[] shape(Shape shape) {
    return Arrays.stream(shape.asArray()).mapToInt(Math::toIntExact).toArray();
  }
}
