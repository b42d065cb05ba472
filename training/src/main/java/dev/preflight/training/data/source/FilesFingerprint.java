package dev.preflight.training.data.source;

import dev.preflight.training.data.Fingerprint;
import dev.preflight.training.data.format.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The fingerprint of items in files too large to read whole, worked out when it is asked for. */
final class FilesFingerprint {
  /** Files whose content is sampled, evenly spread over the list. */
  private static final int FILES = 64;

  /** Bytes taken from the beginning of each. */
  private static final int BYTES = 4096;

  private final Supplier<Fingerprint> beginning;
  private final List<Path> files;
  private volatile @Nullable String known;

  /**
   * Not worked out yet.
   *
   * @param beginning what stands for the items besides their files
   */
  FilesFingerprint(Supplier<Fingerprint> beginning, List<Path> files) {
    this.beginning = beginning;
    this.files = files;
  }

  String get() {
    String finished = known;
    if (finished == null) {
      // Two threads may both work it out; they get the same.
      finished = work(true);
      known = finished;
    }
    return finished;
  }

  /** The same for a copy of the files. */
  String ofContent() {
    return work(false);
  }

  private String work(boolean times) {
    Fingerprint fingerprint = beginning.get();
    addFiles(fingerprint, times);
    return fingerprint.finish("files");
  }

  /** Adds name, size and, where asked, modification time of every file, and the head of some. */
  private void addFiles(Fingerprint fingerprint, boolean times) {
    int step = Math.max(1, files.size() / FILES);
    for (int i = 0; i < files.size(); i++) {
      Path file = files.get(i);
      try {
        fingerprint.add(String.valueOf(file.getFileName())).add(Files.size(file));
        if (times) {
          fingerprint.add(Files.getLastModifiedTime(file).toMillis());
        }
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
