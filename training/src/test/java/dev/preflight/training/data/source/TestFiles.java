package dev.preflight.training.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.preflight.training.data.InputException;
import dev.preflight.training.data.format.TfRecordFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Writes small input files of every format, byte by byte, and catches what opening them says. */
public final class TestFiles {
  private TestFiles() {}

  static Path write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path write(Path file, String text) {
    return write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static InputException openFails(Path base, String spec) {
    InputException e = catchThrowableOfType(InputException.class, () -> DataSpec.open(spec, base));
    assertThat(e).as("opening " + spec).isNotNull();
    assertThat(e.getMessage()).doesNotContain("\n");
    assertThat(e.hint()).isNotEmpty().doesNotContain("\n");
    return e;
  }

  /** An IDX file of unsigned bytes. */
  static byte[] idx(byte[] data, int... shape) {
    return idx(0x08, data, shape);
  }

  static byte[] idx(int type, byte[] data, int... shape) {
    ByteBuffer out = ByteBuffer.allocate(4 + 4 * shape.length + data.length);
    out.putInt(type << 8 | shape.length);
    for (int side : shape) {
      out.putInt(side);
    }
    return out.put(data).array();
  }

  static byte[] gzip(byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** An NPY file of version 1; {@code shape} as Python writes it, such as "(3, 4)". */
  public static byte[] npy(String descr, boolean fortran, String shape, byte[] data) {
    String header =
        "{'descr': '"
            + descr
            + "', 'fortran_order': "
            + (fortran ? "True" : "False")
            + ", 'shape': "
            + shape
            + ", }";
    header += " ".repeat(63 - (header.length() + 10) % 64) + "\n";
    ByteBuffer out =
        ByteBuffer.allocate(10 + header.length() + data.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 1)
        .put((byte) 0);
    out.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII)).put(data);
    return out.array();
  }

  static byte[] npyInts(int... values) {
    ByteBuffer out = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    out.asIntBuffer().put(values);
    return npy("<i4", false, "(" + values.length + ",)", out.array());
  }

  static byte[] npyFloats(String shape, float... values) {
    ByteBuffer out = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    out.asFloatBuffer().put(values);
    return npy("<f4", false, shape, out.array());
  }

  static byte[] zip(Map<String, byte[]> entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** An image whose red, green and blue (or grey) are the given level. */
  static byte[] image(String format, int type, int width, int height, int level) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int band = 0; band < image.getRaster().getNumBands(); band++) {
          image.getRaster().setSample(x, y, band, level);
        }
      }
    }
    return encode(format, image);
  }

  static byte[] encode(String format, BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      assertThat(ImageIO.write(image, format, out)).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A TFRecord file of the given records. */
  static byte[] tfrecord(byte[]... records) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] record : records) {
      byte[] length =
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(record.length).array();
      out.writeBytes(length);
      out.writeBytes(crc(length));
      out.writeBytes(record);
      out.writeBytes(crc(record));
    }
    return out.toByteArray();
  }

  private static byte[] crc(byte[] bytes) {
    return ByteBuffer.allocate(4)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(TfRecordFile.maskedCrc(bytes, bytes.length))
        .array();
  }

  /** A tf.Example of already encoded features. */
  static byte[] example(Map<String, byte[]> features) {
    ByteArrayOutputStream map = new ByteArrayOutputStream();
    features.forEach(
        (name, feature) ->
            map.writeBytes(
                field(
                    1,
                    concat(field(1, name.getBytes(StandardCharsets.UTF_8)), field(2, feature)))));
    return field(1, map.toByteArray());
  }

  static byte[] bytesFeature(byte[] value) {
    return field(1, field(1, value));
  }

  static byte[] floatFeature(float... values) {
    ByteBuffer packed = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    packed.asFloatBuffer().put(values);
    return field(2, field(1, packed.array()));
  }

  static byte[] longFeature(long... values) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (long value : values) {
      varint(packed, value);
    }
    return field(3, field(1, packed.toByteArray()));
  }

  static byte[] field(int number, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    varint(out, (long) number << 3 | 2);
    varint(out, content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  static byte[] concat(byte[] a, byte[] b) {
    return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
