package dev.preflight.training.data.source;

import dev.preflight.training.data.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The part of a fingerprint that stands for files too large to read whole. */
final class FileSample {
  /** Files whose content is sampled, evenly spread over the list. */
  private static final int FILES = 64;

  /** Bytes taken from the beginning of each. */
  private static final int BYTES = 4096;

  private FileSample() {}

  /** Adds name, size and modification time of every file, and the head of some. */
  static void addTo(Fingerprint fingerprint, List<Path> files) {
    int step = Math.max(1, files.size() / FILES);
    for (int i = 0; i < files.size(); i++) {
      Path file = files.get(i);
      try {
        fingerprint
            .add(String.valueOf(file.getFileName()))
            .add(Files.size(file))
            .add(Files.getLastModifiedTime(file).toMillis());
        if (i % step == 0) {
          try (InputStream in = Files.newInputStream(file)) {
            fingerprint.add(in.readNBytes(BYTES));
          }
        }
      } catch (IOException e) {
        throw InputFile.failed(file, e);
      }
    }
  }
}
