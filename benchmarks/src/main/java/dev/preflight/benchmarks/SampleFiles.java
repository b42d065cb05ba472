package dev.preflight.benchmarks;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.tensorflow.proto.BytesList;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.Features;
import org.tensorflow.proto.FloatList;
import org.tensorflow.proto.Int64List;

/** Data files of every kind, in memory: drawn at random, the same for the same seed. */
final class SampleFiles {
  private final Random random;

  SampleFiles(long seed) {
    this.random = new Random(seed);
  }

  /** An IDX file of byte images [items, side, side]. */
  byte[] idxImages(int items, int side) {
    ByteBuffer file = ByteBuffer.allocate(16 + items * side * side);
    file.putInt(0x803).putInt(items).putInt(side).putInt(side).put(strokes(items * side * side));
    return file.array();
  }

  /** An IDX file of labels 0 to 9. */
  byte[] idxLabels(int items) {
    ByteBuffer file = ByteBuffer.allocate(8 + items);
    file.putInt(0x801).putInt(items);
    for (int i = 0; i < items; i++) {
      file.put((byte) (i % 10));
    }
    return file.array();
  }

  /** Bytes that are mostly 0, as strokes on an empty page. */
  private byte[] strokes(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = random.nextInt(5) == 0 ? (byte) random.nextInt(256) : 0;
    }
    return bytes;
  }

  /** 28 x 28 bytes of noise with a bright bar whose place is the class. */
  byte[] stripes(int label) {
    byte[] pixels = new byte[28 * 28];
    random.nextBytes(pixels);
    for (int i = 0; i < pixels.length; i++) {
      boolean bar = i % 28 >= 2 * label + 3 && i % 28 < 2 * label + 7;
      pixels[i] = (byte) (bar ? 200 + (pixels[i] & 31) : pixels[i] & 63);
    }
    return pixels;
  }

  /** An NPY file of float32 [rows, columns]. */
  byte[] npyFloats(int rows, int columns) {
    ByteBuffer data = ByteBuffer.allocate(4 * rows * columns).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < rows * columns; i++) {
      data.putFloat((float) random.nextGaussian());
    }
    return npy("<f4", "(" + rows + ", " + columns + ")", data.array());
  }

  /** An NPY file of int64 labels 0 to 9. */
  byte[] npyLabels(int rows) {
    ByteBuffer data = ByteBuffer.allocate(8 * rows).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < rows; i++) {
      data.putLong(i % 10);
    }
    return npy("<i8", "(" + rows + ",)", data.array());
  }

  private static byte[] npy(String type, String shape, byte[] data) {
    String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
    header += " ".repeat(63 - (header.length() + 10) % 64) + "\n";
    ByteBuffer file =
        ByteBuffer.allocate(10 + header.length() + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).putShort((short) 1);
    file.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    return file.put(data).array();
  }

  /** An NPZ archive of x [rows, columns] and y [rows]. */
  byte[] npz(int rows, int columns) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("x.npy"));
      zip.write(npyFloats(rows, columns));
      zip.putNextEntry(new ZipEntry("y.npy"));
      zip.write(npyLabels(rows));
    }
    return out.toByteArray();
  }

  /** A table with a header, of decimal numbers and a last column of class ids. */
  byte[] csv(int rows, int columns) {
    StringBuilder text = new StringBuilder();
    for (int column = 0; column < columns; column++) {
      text.append("feature").append(column).append(',');
    }
    text.append("label\n");
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        text.append(String.format(Locale.ROOT, "%.5f,", random.nextGaussian()));
      }
      text.append(row % 10).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A picture with a gradient, some noise and a bright patch. */
  byte[] picture(String format, int type, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    int patch = random.nextInt(Math.max(1, width / 2));
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int noise = random.nextInt(24);
        boolean bright = x >= patch && x < patch + width / 4 && y > height / 4 && y < height / 2;
        int red = bright ? 220 : 100 * x / width + noise;
        int green = bright ? 180 : 100 * y / height + noise;
        image.setRGB(x, y, red << 16 | green << 8 | 40 + noise);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, out)) {
      throw new IOException("this Java writes no " + format);
    }
    return out.toByteArray();
  }

  /** A record of a float list of 784 and a label. */
  byte[] floatRecord(int label) {
    FloatList.Builder floats = FloatList.newBuilder();
    for (int i = 0; i < 784; i++) {
      floats.addValue(random.nextFloat());
    }
    return record(Feature.newBuilder().setFloatList(floats).build(), label);
  }

  /** A record of an encoded picture and a label. */
  static byte[] pictureRecord(byte[] picture, int label) {
    BytesList bytes =
        BytesList.newBuilder().addValue(com.google.protobuf.ByteString.copyFrom(picture)).build();
    return record(Feature.newBuilder().setBytesList(bytes).build(), label);
  }

  private static byte[] record(Feature image, int label) {
    Feature labels =
        Feature.newBuilder().setInt64List(Int64List.newBuilder().addValue(label)).build();
    return Example.newBuilder()
        .setFeatures(Features.newBuilder().putFeature("image", image).putFeature("label", labels))
        .build()
        .toByteArray();
  }

  /** A record in its frame, as it stands in a TFRecord file. */
  static byte[] framed(byte[] record) {
    ByteBuffer file = ByteBuffer.allocate(16 + record.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(record.length).putInt(masked(file.array(), 0, 8));
    return file.put(record).putInt(masked(record, 0, record.length)).array();
  }

  private static int masked(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }
}
