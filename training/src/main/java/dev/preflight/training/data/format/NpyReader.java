package dev.preflight.training.data.format;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads NPY arrays, versions 1 to 3, of either byte order and either memory order; their types are
 * those of {@link RawNumbers}.
 */
public final class NpyReader {
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

  public static HostArray read(Path file) {
    return read(file.toString(), InputFile.bytes(file));
  }

  /** Reads an array from bytes; {@code name} is what messages call them. */
  public static HostArray read(String name, byte[] bytes) {
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
    HostArray array = RawNumbers.read(in, code.substring(1), sides, name);
    return order.group(1).equals("True") && sides.length > 1 ? rowMajor(array, sides) : array;
  }

  private int width(String code) {
    String kind = code.isEmpty() ? "" : code.substring(1);
    int width = RawNumbers.width(kind);
    if (width > 0) {
      return width;
    }
    String what =
        kind.startsWith("O")
            ? "pickled Python objects"
            : kind.startsWith("U") || kind.startsWith("S") ? "strings" : "elements of type " + code;
    throw new InputException(
        name + " holds " + what + ", not plain numbers.",
        "Convert before numpy.save, for example with .astype('float32') or ids for strings.");
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
