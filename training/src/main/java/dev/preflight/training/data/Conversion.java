package dev.preflight.training.data;

/** Conversions between element types: exact into integer types, rounded to nearest into floats. */
final class Conversion {
  /** All 256 values of an unsigned byte over 255, so that scaling costs one look-up per pixel. */
  private static final float[] UNIT = new float[256];

  static {
    for (int i = 0; i < UNIT.length; i++) {
      UNIT[i] = i / 255f;
    }
  }

  private Conversion() {}

  /** Unsigned bytes as floats in [0, 1]. */
  static float[] unit(byte[] pixels) {
    float[] scaled = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      scaled[i] = UNIT[pixels[i] & 0xff];
    }
    return scaled;
  }

  /** The elements of {@code source} in a new primitive array of the target type. */
  static Object convert(HostArray source, ElementType target) {
    return switch (target) {
      case FLOAT32 -> floats(source);
      case FLOAT64 -> doubles(source);
      case UINT8 -> {
        byte[] result = new byte[source.size()];
        for (int i = 0; i < result.length; i++) {
          result[i] = (byte) exact(source, i, 0, 255, target);
        }
        yield result;
      }
      case INT32 -> {
        int[] result = new int[source.size()];
        for (int i = 0; i < result.length; i++) {
          result[i] = (int) exact(source, i, Integer.MIN_VALUE, Integer.MAX_VALUE, target);
        }
        yield result;
      }
      case INT64 -> {
        long[] result = new long[source.size()];
        for (int i = 0; i < result.length; i++) {
          result[i] = exact(source, i, Long.MIN_VALUE, Long.MAX_VALUE, target);
        }
        yield result;
      }
      case BOOL -> {
        boolean[] result = new boolean[source.size()];
        for (int i = 0; i < result.length; i++) {
          result[i] = exact(source, i, 0, 1, target) == 1;
        }
        yield result;
      }
    };
  }

  private static float[] floats(HostArray source) {
    float[] result = new float[source.size()];
    switch (source.type()) {
      case UINT8 -> {
        byte[] values = (byte[]) source.values();
        for (int i = 0; i < result.length; i++) {
          result[i] = values[i] & 0xff;
        }
      }
      case INT64 -> {
        // Not through double: rounding twice is not rounding to nearest.
        long[] values = (long[]) source.values();
        for (int i = 0; i < result.length; i++) {
          result[i] = values[i];
        }
      }
      case INT32, FLOAT32, FLOAT64, BOOL -> {
        for (int i = 0; i < result.length; i++) {
          result[i] = (float) source.get(i);
        }
      }
    }
    return result;
  }

  private static double[] doubles(HostArray source) {
    double[] result = new double[source.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = source.get(i);
    }
    return result;
  }

  private static long exact(HostArray source, int index, long low, long high, ElementType target) {
    long number;
    boolean whole = true;
    if (source.type() == ElementType.INT64) {
      number = ((long[]) source.values())[index];
    } else {
      double value = source.get(index);
      number = (long) value;
      // 2^63 saturates to the largest long, which is equal to it again as a double.
      whole = number == value && value < 0x1p63;
    }
    if (!whole || number < low || number > high) {
      throw new IllegalArgumentException(
          "element " + index + " is " + text(source, index) + ", which " + target + " cannot hold");
    }
    return number;
  }

  private static String text(HostArray source, int index) {
    return source.type() == ElementType.INT64
        ? Long.toString(((long[]) source.values())[index])
        : Double.toString(source.get(index));
  }
}
