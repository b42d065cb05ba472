package dev.preflight.training.data.format;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads IDX files, the format of MNIST: two zero bytes, a type, the number of dimensions, the
 * dimensions as big-endian int32, the elements big-endian and row-major. Signed bytes and shorts
 * become int32.
 */
public final class IdxReader {
  private IdxReader() {}

  public static HostArray read(Path file) {
    ByteBuffer in = ByteBuffer.wrap(InputFile.bytes(file));
    if (in.limit() < 4) {
      throw truncated(file, "its 4-byte magic number", 4, in.limit());
    }
    int magic = in.getInt();
    int type = magic >>> 8;
    int rank = magic & 0xff;
    int width = width(type);
    if (magic >>> 16 != 0 || width == 0) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s is no IDX file: it begins with 0x%08X, not 0x00000801 or the like.",
              file,
              magic),
          "IDX files are those of MNIST; use npy:, csv: or images: for others.");
    }
    if (rank == 0) {
      throw new InputException(
          file + " declares no dimension in byte 3.", "The first dimension counts the items.");
    }
    if (in.remaining() < 4 * rank) {
      throw truncated(file, "its " + rank + " dimensions", 4 + 4 * rank, in.limit());
    }
    int[] shape = new int[rank];
    for (int i = 0; i < rank; i++) {
      shape[i] = in.getInt();
    }
    int size = size(file, shape);
    if (in.remaining() != (long) size * width) {
      throw wrongLength(file, shape, (long) size * width, in.remaining());
    }
    return elements(in, type, size, shape);
  }

  private static int size(Path file, int[] shape) {
    try {
      return HostArray.product(shape);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          file + " has a damaged header: " + e.getMessage() + ".", "Fetch it again.", e);
    }
  }

  private static int width(int type) {
    return switch (type) {
      case 0x08, 0x09 -> 1;
      case 0x0B -> 2;
      case 0x0C, 0x0D -> 4;
      case 0x0E -> 8;
      default -> 0;
    };
  }

  private static HostArray elements(ByteBuffer in, int type, int size, int[] shape) {
    switch (type) {
      case 0x08 -> {
        byte[] values = new byte[size];
        in.get(values);
        return HostArray.ofUint8(values, shape);
      }
      case 0x0D -> {
        float[] values = new float[size];
        in.asFloatBuffer().get(values);
        return HostArray.ofFloats(values, shape);
      }
      case 0x0E -> {
        double[] values = new double[size];
        in.asDoubleBuffer().get(values);
        return HostArray.ofDoubles(values, shape);
      }
      default -> {
        int[] values = new int[size];
        for (int i = 0; i < size; i++) {
          values[i] = type == 0x09 ? in.get() : type == 0x0B ? in.getShort() : in.getInt();
        }
        return HostArray.ofInts(values, shape);
      }
    }
  }

  private static InputException truncated(Path file, String what, long needed, long actual) {
    return new InputException(
        file + " ends in " + what + ": " + actual + " bytes where " + needed + " are needed.",
        "The file is truncated; fetch it again.");
  }

  private static InputException wrongLength(Path file, int[] shape, long needed, long actual) {
    String sizes =
        String.format(
            Locale.ROOT,
            "%s says %s, which is %d bytes of data, but has %d",
            file,
            HostArray.shapeText(shape),
            needed,
            actual);
    if (actual > needed) {
      return new InputException(sizes + ".", "The header or the data is damaged; fetch it again.");
    }
    long perItem = shape[0] == 0 ? 1 : Math.max(1, needed / shape[0]);
    return new InputException(
        sizes + ": it ends in item " + actual / perItem + ".",
        "The file is truncated; fetch it again.");
  }
}
