package dev.preflight.recipe.train;

import dev.preflight.reports.DocumentException;
import dev.preflight.reports.Json;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.InputException;
import dev.preflight.training.tensor.Checkpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a run: its last and its best checkpoint, its log, and where it stands.
 *
 * <p>A checkpoint is written under a new name, then the file that names it is replaced at once,
 * then the one before it is deleted: killed at any moment, there is a whole one.
 */
final class RunFiles implements AutoCloseable {

  /** Says where the run stands. */
  static final String STATE = "run.json";

  /** Directories of the two checkpoints, TensorBoard's events. */
  static final String LAST = "last";

  static final String BEST = "best";
  static final String EVENTS = "tensorboard";

  private final Path directory;
  private final FileChannel lock;

  private RunFiles(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Takes the directory, which must exist.
   *
   * @throws InputException if another process trains there
   */
  static RunFiles in(Path directory) {
    Path file = directory.resolve("run.lock");
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new InputException(
            "'" + directory + "' is in use by another preflight",
            "wait for it, or name another directory by --out DIR");
      }
      Files.createDirectories(directory.resolve(LAST));
      Files.createDirectories(directory.resolve(BEST));
      return new RunFiles(directory, channel);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock held = channel.tryLock();
      return held != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  Path directory() {
    return directory;
  }

  /**
   * Where the run stands; empty for a fresh one.
   *
   * @throws InputException if another run stands here
   */
  Optional<SavedRun> saved(String key) {
    Path file = directory.resolve(STATE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    SavedRun saved;
    try {
      saved = Json.read(file, SavedRun.class);
    } catch (DocumentException e) {
      throw new InputException(
          "'" + file + "' is damaged: " + e.getMessage(), "start anew with --restart", e);
    }
    if (!saved.key().equals(key)) {
      throw new InputException(
          "'" + directory + "' holds another run: " + Difference.between(saved.key(), key),
          "start anew with --restart, which deletes it, or name another directory by --out DIR");
    }
    return Optional.of(saved);
  }

  /** Deletes a run that stands here. */
  void clear() {
    try {
      Files.deleteIfExists(directory.resolve(STATE));
      Files.deleteIfExists(directory.resolve(History.FILE));
      for (String part : new String[] {LAST, BEST, EVENTS}) {
        Path place = directory.resolve(part);
        if (Files.isDirectory(place)) {
          try (Stream<Path> files = Files.list(place)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
              Files.delete(file);
            }
          }
        }
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  Path last(String name) {
    return directory.resolve(LAST).resolve(name);
  }

  Path best(String name) {
    return directory.resolve(BEST).resolve(name);
  }

  /**
   * Saves a run.
   *
   * @param before what was saved before; null for the first time
   * @param isBest whether these weights are the best so far
   */
  SavedRun save(
      Trainer trainer,
      String key,
      long logBytes,
      @Nullable SavedRun before,
      boolean isBest,
      SavedRun.@Nullable Ended ended) {
    long updates = trainer.updates();
    String name = "ckpt-" + updates;
    SavedRun now =
        new SavedRun(
            key,
            updates,
            logBytes,
            name,
            isBest ? name : before == null ? null : before.best(),
            isBest ? updates : before == null ? 0 : before.bestAt(),
            ended);
    try {
      if (before == null || !before.last().equals(name)) {
        write(trainer, last(name));
      }
      if (isBest && (before == null || !name.equals(before.best()))) {
        write(trainer, best(name));
      }
      Path fresh = directory.resolve(STATE + ".tmp");
      Files.writeString(fresh, Json.write(now));
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(
          fresh,
          directory.resolve(STATE),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      if (before != null && !before.last().equals(now.last())) {
        Checkpoints.delete(last(before.last()));
      }
      if (before != null && before.best() != null && !before.best().equals(now.best())) {
        Checkpoints.delete(best(before.best()));
      }
    } catch (IOException e) {
      throw failure(e);
    }
    return now;
  }

  private static void write(Trainer trainer, Path prefix) throws IOException {
    Path absolute = prefix.toAbsolutePath();
    trainer.save(absolute);
    Checkpoints.markLatest(absolute);
  }

  private static UncheckedIOException failure(IOException e) {
    return new UncheckedIOException("cannot save the run: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** In what two keys differ, for people. */
  private static final class Difference {
    private Difference() {}

    static String between(String was, String is) {
      String[] a = was.split(" \\| ", -1);
      String[] b = is.split(" \\| ", -1);
      if (a.length != b.length) {
        return "of other settings";
      }
      for (int i = 0; i < a.length; i++) {
        if (!a[i].equals(b[i])) {
          return "'" + a[i] + "', not '" + b[i] + "'";
        }
      }
      return "of other settings";
    }
  }
}
