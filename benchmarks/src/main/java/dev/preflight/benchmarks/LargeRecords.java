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
  /** Different records, repeated: what is measured is opening them, not what they show. */
  private static final int DIFFERENT = 50_000;

  private LargeRecords() {}

  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of(args[0]));
    long bytes = (long) (Double.parseDouble(args[1]) * 1e9);
    int files = Integer.parseInt(args[2]);
    SampleFiles samples = new SampleFiles(3);
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < DIFFERENT; i++) {
      byte[] pixels = samples.stripes(i % 10);
      records.add(SampleFiles.framed(SampleFiles.pictureRecord(pixels, i % 10)));
    }
    long written = 0;
    int next = 0;
    for (int file = 0; file < files; file++) {
      Path path =
          directory.resolve(String.format(Locale.ROOT, "r.tfrecord-%05d-of-%05d", file, files));
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 20)) {
        while (written < bytes / files * (file + 1)) {
          byte[] record = records.get(next++ % DIFFERENT);
          out.write(record);
          written += record.length;
        }
      }
    }
  }
}
