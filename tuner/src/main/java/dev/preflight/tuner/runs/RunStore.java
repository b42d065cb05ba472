package dev.preflight.tuner.runs;

import dev.preflight.training.data.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Finished runs on disk, so that work that was killed goes on where it was.
 *
 * <p>One file, one line per finished run, on the disk before the next run starts. A line holds its
 * checksum, so that a line torn by a crash is dropped and its run made again; doubles are written
 * in the shortest form that reads back to the same bits. Only one process at a time may hold the
 * file. Not thread-safe.
 */
public final class RunStore implements AutoCloseable {

  /** Name of the file in the output directory. */
  public static final String FILE = "runs.tsv";

  private static final char CELL = '\t';

  /** Stands before the name of a metric, where a checkpoint has its update. */
  private static final String METRIC = "metric ";

  private final Map<String, RunOutcome> outcomes = new LinkedHashMap<>();
  private final @Nullable FileChannel channel;

  private RunStore(@Nullable FileChannel channel) {
    this.channel = channel;
  }

  /** Runs that are forgotten when the process ends. */
  public static RunStore inMemory() {
    return new RunStore(null);
  }

  /**
   * The runs of a directory.
   *
   * @param directory an existing directory; the file is made where there is none
   * @throws InputException if the file cannot be read or written, or another process holds it
   */
  public static RunStore in(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        lock(channel, file);
        RunStore store = new RunStore(channel);
        store.load(contents(channel));
        return store;
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new InputException(
          "cannot open '" + file + "': " + e.getMessage(),
          "name another directory by --out DIR",
          e);
    }
  }

  private static void lock(FileChannel channel, Path file) throws IOException {
    boolean free;
    try {
      free = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      free = false;
    }
    if (!free) {
      throw new InputException(
          "'" + file + "' is in use by another preflight",
          "wait for it, or name another directory by --out DIR");
    }
  }

  private static byte[] contents(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    int read;
    do {
      read = channel.read(bytes);
    } while (read >= 0 && bytes.hasRemaining());
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  /** Reads whole lines; what follows the last sound line is cut off. */
  private void load(byte[] bytes) throws IOException {
    int from = 0;
    int sound = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        String line = new String(bytes, from, i - from, StandardCharsets.UTF_8);
        if (read(line)) {
          sound = i + 1;
        }
        from = i + 1;
      }
    }
    FileChannel open = channel;
    if (open != null) {
      if (from < bytes.length || sound < from) {
        open.truncate(sound);
      }
      open.position(open.size());
    }
  }

  private boolean read(String line) {
    int at = line.lastIndexOf(CELL);
    if (at < 0 || !line.substring(at + 1).equals(checksum(line.substring(0, at)))) {
      return false;
    }
    String[] cells = line.substring(0, at).split("\t", -1);
    List<RunOutcome.Checkpoint> checkpoints = new ArrayList<>();
    Map<String, Double> metrics = new TreeMap<>();
    for (int i = 2; i + 1 < cells.length; i += 2) {
      double value = Double.parseDouble(cells[i + 1]);
      if (cells[i].startsWith(METRIC)) {
        metrics.put(cells[i].substring(METRIC.length()), value);
      } else {
        checkpoints.add(new RunOutcome.Checkpoint(Integer.parseInt(cells[i]), value));
      }
    }
    outcomes.put(cells[0], new RunOutcome(Integer.parseInt(cells[1]), checkpoints, metrics));
    return true;
  }

  private static String checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }

  /** The outcome recorded under a key. */
  Optional<RunOutcome> find(String key) {
    return Optional.ofNullable(outcomes.get(plain(key)));
  }

  /** Updates of all runs recorded under keys that begin so. */
  long updates(String prefix) {
    String start = plain(prefix);
    return outcomes.entrySet().stream()
        .filter(e -> e.getKey().startsWith(start))
        .mapToLong(e -> e.getValue().updates())
        .sum();
  }

  /**
   * Records a finished run, and returns when it is on the disk.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  void add(String key, RunOutcome outcome) {
    outcomes.put(plain(key), outcome);
    FileChannel open = channel;
    if (open == null) {
      return;
    }
    StringBuilder line = new StringBuilder(plain(key)).append(CELL).append(outcome.updates());
    for (RunOutcome.Checkpoint c : outcome.checkpoints()) {
      line.append(CELL).append(c.update()).append(CELL).append(c.loss());
    }
    new TreeMap<>(outcome.metrics())
        .forEach(
            (name, value) ->
                line.append(CELL).append(METRIC).append(plain(name)).append(CELL).append(value));
    String sum = checksum(line.toString());
    line.append(CELL).append(sum).append('\n');
    ByteBuffer bytes = ByteBuffer.wrap(line.toString().getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        open.write(bytes);
      }
      open.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + FILE + ": " + e.getMessage(), e);
    }
  }

  private static String plain(String key) {
    return key.replace('\t', ' ').replace('\n', ' ').replace('\r', ' ');
  }

  @Override
  public void close() {
    FileChannel open = channel;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot close " + FILE + ": " + e.getMessage(), e);
      }
    }
  }
}
