package dev.preflight.training.data.format;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * Numbers as they lie in memory, named as NumPy names their types. Types that Java or TensorFlow
 * lack are widened: int8, int16, uint16 to int32; uint32, uint64 to int64; float16 to float32.
 */
public final class RawNumbers {
  /** The names of types in options, and their codes. */
  public static final Map<String, String> CODES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("bool", "b1"),
              Map.entry("uint8", "u1"),
              Map.entry("int8", "i1"),
              Map.entry("uint16", "u2"),
              Map.entry("int16", "i2"),
              Map.entry("float16", "f2"),
              Map.entry("uint32", "u4"),
              Map.entry("int32", "i4"),
              Map.entry("float32", "f4"),
              Map.entry("uint64", "u8"),
              Map.entry("int64", "i8"),
              Map.entry("float64", "f8")));

  private RawNumbers() {}

  /** Bytes of a number of a type such as {@code f4}; 0 for a type that is not known. */
  public static int width(String code) {
    return CODES.containsValue(code) ? code.charAt(1) - '0' : 0;
  }

  /**
   * Reads as many numbers as the shape has.
   *
   * @param in at the first of them, in the order of their bytes
   * @param kind a code such as {@code f4}
   * @param name what messages call them
   */
  public static HostArray read(ByteBuffer in, String kind, int[] shape, String name) {
    int size = HostArray.product(shape);
    switch (kind) {
      case "u1" -> {
        byte[] values = new byte[size];
        in.get(values);
        return HostArray.ofUint8(values, shape);
      }
      case "b1" -> {
        boolean[] values = new boolean[size];
        for (int i = 0; i < size; i++) {
          values[i] = in.get() != 0;
        }
        return HostArray.ofBooleans(values, shape);
      }
      case "f2", "f4" -> {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
          values[i] = kind.equals("f4") ? in.getFloat() : half(in.getShort() & 0xffff);
        }
        return HostArray.ofFloats(values, shape);
      }
      case "f8" -> {
        double[] values = new double[size];
        in.asDoubleBuffer().get(values);
        return HostArray.ofDoubles(values, shape);
      }
      case "u4", "i8", "u8" -> {
        return HostArray.ofLongs(longs(in, kind, size, name), shape);
      }
      default -> {
        int[] values = new int[size];
        for (int i = 0; i < size; i++) {
          values[i] =
              switch (kind) {
                case "i1" -> in.get();
                case "i2" -> in.getShort();
                case "u2" -> in.getShort() & 0xffff;
                default -> in.getInt();
              };
        }
        return HostArray.ofInts(values, shape);
      }
    }
  }

  private static long[] longs(ByteBuffer in, String kind, int size, String name) {
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      values[i] = kind.equals("u4") ? in.getInt() & 0xffffffffL : in.getLong();
      if (values[i] < 0 && kind.equals("u8")) {
        throw new InputException(
            name
                + " has "
                + Long.toUnsignedString(values[i])
                + " at flat index "
                + i
                + ", beyond int64.",
            "Save it as int64 or float64.");
      }
    }
    return values;
  }

  /** IEEE half precision: 1 sign bit, 5 exponent bits, 10 bits of fraction. */
  public static float half(int bits) {
    int exponent = bits >>> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude;
    if (exponent == 0x1f) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      magnitude = fraction * 0x1p-24f;
    } else {
      magnitude = Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
    }
    return bits >>> 15 == 0 ? magnitude : -magnitude;
  }
}
