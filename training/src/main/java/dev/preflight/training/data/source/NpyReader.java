package dev.preflight.training.data.source;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads NPY arrays, versions 1 to 3, of either byte order and either memory order. Types that Java
 * or TensorFlow lack are widened: int8, int16, uint16 to int32; uint32, uint64 to int64; float16 to
 * float32.
 */
final class NpyReader {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*(?:'([^']*)'|\\[)");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

  private final String name;
  private final ByteBuffer in;

  private NpyReader(String name, byte[] bytes) {
    this.name = name;
    this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static HostArray read(Path file) {
    return read(file.toString(), InputFile.bytes(file));
  }

  /** Reads an array from bytes; {@code name} is what messages call them. */
  static HostArray read(String name, byte[] bytes) {
    return new NpyReader(name, bytes).read();
  }

  private HostArray read() {
    for (int i = 0; i < MAGIC.length; i++) {
      if (in.limit() <= i || in.get(i) != MAGIC[i]) {
        throw new InputException(
            name + " is no NPY file: it does not begin with \\x93NUMPY.",
            "Write it with numpy.save; .npz archives are opened with npz:.");
      }
    }
    if (in.limit() < 12) {
      throw truncatedHeader();
    }
    int version = in.get(6);
    in.position(8);
    long length = version == 1 ? in.getShort() & 0xffff : in.getInt() & 0xffffffffL;
    if (version < 1 || version > 3) {
      throw new InputException(
          name + " is of NPY version " + version + "; 1 to 3 are known.",
          "Write it with numpy.save.");
    }
    if (length > in.remaining()) {
      throw truncatedHeader();
    }
    byte[] text = new byte[(int) length];
    in.get(text);
    return body(new String(text, StandardCharsets.UTF_8));
  }

  private HostArray body(String header) {
    Matcher descr = DESCR.matcher(header);
    Matcher order = ORDER.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!descr.find() || !order.find() || !shape.find()) {
      throw new InputException(
          name + " has a damaged NPY header: " + header.strip() + ".", "Write it with numpy.save.");
    }
    String code = descr.group(1) == null ? "a record" : descr.group(1);
    int width = width(code);
    int[] sides = sides(shape.group(1));
    int size = size(sides);
    if (in.remaining() != (long) size * width) {
      throw new InputException(
          name
              + " says "
              + code
              + HostArray.shapeText(sides)
              + ", which is "
              + (long) size * width
              + " bytes of data, but has "
              + in.remaining()
              + ".",
          in.remaining() < (long) size * width
              ? "The file is truncated; write it again."
              : "The file is damaged; write it again.");
    }
    in.order(code.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    HostArray array = elements(code.substring(1), sides, size);
    return order.group(1).equals("True") && sides.length > 1 ? rowMajor(array, sides) : array;
  }

  private int width(String code) {
    String kind = code.isEmpty() ? "" : code.substring(1);
    return switch (kind) {
      case "u1", "i1", "b1" -> 1;
      case "u2", "i2", "f2" -> 2;
      case "u4", "i4", "f4" -> 4;
      case "u8", "i8", "f8" -> 8;
      default -> {
        String what =
            kind.startsWith("O")
                ? "pickled Python objects"
                : kind.startsWith("U") || kind.startsWith("S")
                    ? "strings"
                    : "elements of type " + code;
        throw new InputException(
            name + " holds " + what + ", not plain numbers.",
            "Convert before numpy.save, for example with .astype('float32') or ids for strings.");
      }
    };
  }

  private int[] sides(String text) {
    String[] parts = text.isBlank() ? new String[0] : text.strip().split("\\s*,\\s*", 0);
    int[] sides = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      try {
        sides[i] = Integer.parseInt(parts[i]);
      } catch (NumberFormatException e) {
        throw new InputException(
            name + " has a shape (" + text + ") that does not fit in memory.",
            "Split it, or convert it to TFRecord files.",
            e);
      }
    }
    return sides;
  }

  private int size(int[] sides) {
    try {
      return HostArray.product(sides);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          name + " does not fit in memory: " + e.getMessage() + ".",
          "Split it, or convert it to TFRecord files.",
          e);
    }
  }

  private HostArray elements(String kind, int[] shape, int size) {
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
        return HostArray.ofLongs(longs(kind, size), shape);
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

  private long[] longs(String kind, int size) {
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
  static float half(int bits) {
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

  /** Reorders an array whose first index runs fastest. */
  private static HostArray rowMajor(HostArray columnMajor, int[] shape) {
    int rank = shape.length;
    int[] strides = new int[rank];
    int stride = 1;
    for (int axis = 0; axis < rank; axis++) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    Object target = columnMajor.type().newArray(columnMajor.size());
    int[] index = new int[rank];
    int from = 0;
    for (int to = 0; to < columnMajor.size(); to++) {
      System.arraycopy(columnMajor.values(), from, target, to, 1);
      for (int axis = rank - 1; axis >= 0; axis--) {
        from += strides[axis];
        if (++index[axis] < shape[axis]) {
          break;
        }
        from -= strides[axis] * shape[axis];
        index[axis] = 0;
      }
    }
    return HostArray.of(columnMajor.type(), target, shape);
  }

  private InputException truncatedHeader() {
    return new InputException(
        name + " ends in its NPY header, after " + in.limit() + " bytes.",
        "The file is truncated; write it again.");
  }
}
