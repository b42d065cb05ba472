package dev.preflight.training.data;

import java.lang.reflect.Array;

/** The type of one number in a {@link HostArray}, and the Java primitive that stores it. */
public enum ElementType {
  /** Unsigned byte, 0 to 255, in a {@code byte[]}. */
  UINT8(byte.class, 1),
  /** Signed 32-bit integer, in an {@code int[]}. */
  INT32(int.class, 4),
  /** Signed 64-bit integer, in a {@code long[]}. */
  INT64(long.class, 8),
  /** IEEE single precision, in a {@code float[]}. */
  FLOAT32(float.class, 4),
  /** IEEE double precision, in a {@code double[]}. */
  FLOAT64(double.class, 8),
  /** Truth value, read as 0 or 1, in a {@code boolean[]}. */
  BOOL(boolean.class, 1);

  private final Class<?> primitive;
  private final int bytes;

  ElementType(Class<?> primitive, int bytes) {
    this.primitive = primitive;
    this.bytes = bytes;
  }

  /** Bytes that one element takes. */
  public int bytes() {
    return bytes;
  }

  /** Whether this is a floating-point type; only these hold NaN and infinities. */
  public boolean isFloating() {
    return this == FLOAT32 || this == FLOAT64;
  }

  /** A new zero-filled primitive array of {@code size} elements. */
  public Object newArray(int size) {
    return Array.newInstance(primitive, size);
  }
}
