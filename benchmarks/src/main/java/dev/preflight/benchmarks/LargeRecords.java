package dev.preflight.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes a large set of TFRecord files of noisy digits, as bytes of 28 x 28 with a label: arguments
 * are a directory, gigabytes and a number of files.
 */
final class LargeRecords {
  /** Different pictures, repeated with a stamp that makes every record another. */
  private static final int DIFFERENT = 50_000;

  /** Pixels that the stamp changes: enough that a copy is no near-duplicate. */
  private static final int STAMP = 500;

  private LargeRecords() {}

  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of(args[0]));
    long bytes = (long) (Double.parseDouble(args[1]) * 1e9);
    int files = Integer.parseInt(args[2]);
    SampleFiles samples = new SampleFiles(3);
    List<byte[]> pictures = new ArrayList<>();
    for (int i = 0; i < DIFFERENT; i++) {
      pictures.add(samples.stripes(i % 10));
    }
    long written = 0;
    int next = 0;
    for (int file = 0; file < files; file++) {
      Path path =
          directory.resolve(String.format(Locale.ROOT, "r.tfrecord-%05d-of-%05d", file, files));
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 20)) {
        while (written < bytes / files * (file + 1)) {
          byte[] pixels = pictures.get(next % DIFFERENT).clone();
          for (int k = 0; k < STAMP; k++) {
            pixels[k] ^= (byte) (next / DIFFERENT * (k + 1) & 63);
          }
          byte[] record =
              SampleFiles.framed(SampleFiles.pictureRecord(pixels, next++ % DIFFERENT % 10));
          out.write(record);
          written += record.length;
        }
      }
    }
  }
}
