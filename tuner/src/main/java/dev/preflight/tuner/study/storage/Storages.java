package dev.preflight.tuner.study.storage;

import dev.preflight.tuner.study.space.StudyException;
import java.nio.file.Path;

/** Storages by the texts that name them. */
public final class Storages {

  private static final String SQLITE = "sqlite:";

  private Storages() {}

  /**
   * Opens {@code sqlite:FILE}, also with Optuna's slashes before the file, or {@code memory}.
   *
   * @param directory what a relative file is relative to
   * @param readOnly whether nothing is to be changed, and nothing made
   * @throws StudyException if it cannot be opened, or the text names none
   */
  public static Storage open(String text, Path directory, boolean readOnly) {
    if (text.equals("memory")) {
      return new MemoryStorage();
    }
    if (!text.startsWith(SQLITE) || text.length() == SQLITE.length()) {
      throw new StudyException("'" + text + "' names no storage", "write sqlite:FILE, or memory");
    }
    String file = text.substring(SQLITE.length());
    if (file.startsWith("///")) {
      file = file.substring(3);
    }
    Path path = directory.resolve(file);
    return readOnly ? SqliteStorage.openReadOnly(path) : SqliteStorage.open(path);
  }
}
