package dev.preflight.recipe.train;

import dev.preflight.training.data.InputException;
import dev.preflight.training.events.RunLog;
import dev.preflight.training.events.RunLogs;
import dev.preflight.training.events.Series;
import dev.preflight.training.events.SeriesBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All numbers that a run has logged, in memory and as JSON lines in a file. Not thread-safe.
 *
 * <p>A run that goes on cuts the file back to where its checkpoint was written.
 */
final class History implements AutoCloseable {

  /** Name of the file in the directory of the run. */
  static final String FILE = "log.jsonl";

  private final Map<String, SeriesBuilder> series = new LinkedHashMap<>();
  private final FileChannel file;
  private final StringBuilder unwritten = new StringBuilder();

  private History(FileChannel file) {
    this.file = file;
  }

  /**
   * The history of a run up to a byte of its file; what comes after it is cut off.
   *
   * @throws InputException if the file is not what the run wrote
   */
  static History in(Path directory, long bytes) {
    Path path = directory.resolve(FILE);
    try {
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.size() < bytes) {
        channel.close();
        throw new InputException(
            "'" + path + "' is shorter than the run has written", "start anew with --restart");
      }
      channel.truncate(bytes);
      channel.position(bytes);
      History history = new History(channel);
      if (bytes > 0) {
        for (Series read : RunLogs.read(path, "step").series()) {
          for (int i = 0; i < read.size(); i++) {
            history.remember(read.name(), read.step(i), read.value(i));
          }
        }
      }
      return history;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private void remember(String name, long step, double value) {
    series.computeIfAbsent(name, key -> new SeriesBuilder()).add(step, value);
  }

  /** Values of one step; those that are not finite are data. */
  void add(long step, Map<String, Double> values) {
    unwritten.append("{\"step\": ").append(step);
    values.forEach(
        (name, value) -> {
          remember(name, step, value);
          unwritten.append(", \"").append(name).append("\": ").append(value);
        });
    unwritten.append("}\n");
  }

  /**
   * Brings all to the disk.
   *
   * @return bytes of the file
   */
  long flush() {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(unwritten.toString().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      unwritten.setLength(0);
      file.force(false);
      return file.position();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Everything so far. */
  RunLog log() {
    List<Series> all = new ArrayList<>();
    series.forEach((name, points) -> all.add(points.build(name)));
    return new RunLog(all, List.of());
  }

  /** One series; without points where nothing was logged by that name. */
  Series series(String name) {
    SeriesBuilder points = series.get(name);
    return (points == null ? new SeriesBuilder() : points).build(name);
  }

  private static UncheckedIOException failure(IOException e) {
    return new UncheckedIOException("cannot write " + FILE + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }
}
