package dev.preflight.benchmarks;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes a set of data of every kind into a directory, for {@link ReaderSpeed}. */
final class ReaderFiles {
  private ReaderFiles() {}

  public static void main(String[] args) throws IOException {
    Path out = Path.of(args[0]);
    SampleFiles files = new SampleFiles(1);
    byte[] images = files.idxImages(60_000, 28);
    write(out.resolve("idx/x"), images);
    write(out.resolve("idx/y"), files.idxLabels(60_000));
    write(out.resolve("idx-gz/x"), SampleFiles.gzip(images));
    write(out.resolve("idx-gz/y"), files.idxLabels(60_000));
    byte[] batch = new byte[10_000 * 3_073];
    for (int i = 0; i < batch.length; i++) {
      batch[i] = (byte) (i % 3_073 == 0 ? i / 3_073 % 10 : i * 31);
    }
    for (int i = 1; i <= 5; i++) {
      write(out.resolve("cifar10/data_batch_" + i + ".bin"), batch);
    }
    write(out.resolve("cifar10/test_batch.bin"), Arrays.copyOf(batch, 3_073));
    write(out.resolve("npy/x"), files.npyFloats(20_000, 784));
    write(out.resolve("npy/y"), files.npyLabels(20_000));
    write(out.resolve("npz/a.npz"), files.npz(20_000, 784));
    write(out.resolve("csv/t.csv"), files.csv(50_000, 20));
    pictures(files, out.resolve("png-28"), "png", BufferedImage.TYPE_BYTE_GRAY, 4_000, 28);
    pictures(files, out.resolve("png-64"), "png", BufferedImage.TYPE_INT_RGB, 2_000, 64);
    pictures(files, out.resolve("jpg-256"), "jpg", BufferedImage.TYPE_INT_RGB, 600, 256);
    pictures(files, out.resolve("bmp-64"), "bmp", BufferedImage.TYPE_INT_RGB, 2_000, 64);
    ByteArrayOutputStream floats = new ByteArrayOutputStream();
    ByteArrayOutputStream jpegs = new ByteArrayOutputStream();
    for (int i = 0; i < 10_000; i++) {
      floats.write(SampleFiles.framed(files.floatRecord(i % 10)));
    }
    for (int i = 0; i < 600; i++) {
      byte[] jpeg = files.picture("jpg", BufferedImage.TYPE_INT_RGB, 256, 256);
      jpegs.write(SampleFiles.framed(SampleFiles.pictureRecord(jpeg, i % 10)));
    }
    write(out.resolve("tfrecord-float/r"), floats.toByteArray());
    write(out.resolve("tfrecord-jpg/r"), jpegs.toByteArray());
  }

  private static void pictures(
      SampleFiles files, Path directory, String format, int type, int count, int side)
      throws IOException {
    for (int i = 0; i < count; i++) {
      write(
          directory.resolve("class" + i % 4 + "/" + i + "." + format),
          files.picture(format, type, side, side));
    }
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }
}
