package dev.preflight.training.events;

import dev.preflight.training.data.InputException;
import dev.preflight.training.data.format.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds and reads the log of one run. */
public final class RunLogs {

  /** Directories that are parts of one run, not runs of their own. */
  private static final Set<String> PARTS =
      Set.of("train", "training", "validation", "valid", "val", "eval", "test", "dev");

  private static final Set<String> JSON = Set.of("jsonl", "ndjson", "json");

  private static final int DEEPEST = 6;

  private RunLogs() {}

  /**
   * Reads what a run has logged so far.
   *
   * @param place a TensorBoard event file, a CSV file, a file of JSON lines; or a directory with
   *     event files of one run (in it or in {@code train} and {@code validation} below it), or with
   *     one file of another kind
   * @param steps the column that counts steps in CSV and JSON lines, {@code none} to count rows, or
   *     null to find it
   * @throws InputException if there is none, if it holds several runs, or if it is damaged
   */
  public static RunLog read(Path place, @Nullable String steps) {
    LogBuilder log = new LogBuilder();
    if (Files.isDirectory(place)) {
      readDirectory(place, steps, log);
    } else {
      InputFile.check(place);
      readFile(place, "", steps, log);
    }
    return log.build();
  }

  private static void readFile(Path file, String prefix, @Nullable String steps, LogBuilder log) {
    if (EventFiles.isEventFile(file)) {
      EventFiles.read(file, prefix, log);
      return;
    }
    String text = text(file);
    if (text.stripLeading().startsWith("{")) {
      JsonLinesLog.read(file, text, prefix, steps, log);
    } else {
      CsvLog.read(file, text, prefix, steps, log);
    }
  }

  private static String text(Path file) {
    ByteBuffer bytes = ByteBuffer.wrap(InputFile.bytes(file));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new InputException(
          file + " is no text, and its name is not that of a TensorBoard event file",
          "name an event file (events.out.tfevents...), a CSV file or a file of JSON lines",
          e);
    }
  }

  private static void readDirectory(Path directory, @Nullable String steps, LogBuilder log) {
    List<Path> files = files(directory);
    List<Path> events = files.stream().filter(EventFiles::isEventFile).toList();
    if (events.isEmpty()) {
      List<Path> texts = files.stream().filter(RunLogs::isText).toList();
      if (texts.size() != 1) {
        String found =
            texts.stream()
                .map(file -> directory.relativize(file).toString())
                .limit(5)
                .collect(Collectors.joining(", "));
        throw new InputException(
            texts.isEmpty()
                ? directory + " holds no log: no event file, no .csv and no .jsonl"
                : directory + " holds " + texts.size() + " files that may be logs: " + found,
            texts.isEmpty() ? "name the directory or file that the run writes to" : "name one");
      }
      readFile(texts.get(0), "", steps, log);
      return;
    }
    Map<Path, List<Path>> runs =
        events.stream()
            .collect(Collectors.groupingBy(RunLogs::run, TreeMap::new, Collectors.toList()));
    if (runs.size() > 1) {
      String names =
          runs.keySet().stream()
              .map(run -> directory.relativize(run).toString())
              .map(name -> name.isEmpty() ? "." : name)
              .limit(5)
              .collect(Collectors.joining(", "));
      throw new InputException(
          directory + " holds " + runs.size() + " runs: " + names,
          "name the directory of one of them");
    }
    runs.forEach(
        (run, parts) -> {
          for (Path file : parts) {
            Path part = run.relativize(parent(file));
            EventFiles.read(file, part.toString().isEmpty() ? "" : part + "/", log);
          }
        });
  }

  private static boolean isText(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return ending.equals("csv") || ending.equals("tsv") || JSON.contains(ending);
  }

  /** The directory of the run that an event file belongs to. */
  private static Path run(Path file) {
    Path directory = parent(file);
    Path name = directory.getFileName();
    boolean part = name != null && PARTS.contains(name.toString().toLowerCase(Locale.ROOT));
    return part ? parent(directory) : directory;
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  /** Files in the order of their names, in which event files carry their time. */
  private static List<Path> files(Path directory) {
    try (Stream<Path> walk = Files.walk(directory, DEEPEST)) {
      return new ArrayList<>(walk.filter(Files::isRegularFile).sorted().toList());
    } catch (IOException e) {
      throw InputFile.failed(directory, e);
    }
  }
}
