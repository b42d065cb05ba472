package dev.preflight.cli.process;

import dev.preflight.reports.DocumentException;
import dev.preflight.reports.Json;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.render.IndexPage;
import dev.preflight.training.data.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The directory that takes the result; known to be writable before anything is trained.
 *
 * @param path as the user wrote it, for messages
 * @param directory where it is
 * @param listed whether it is one of {@value #BASE}, whose index lists it
 */
public record OutputDirectory(Path path, Path directory, boolean listed) {
  /** Takes the results of all commands, a directory each, where the user names no other. */
  public static final String BASE = "preflight-out";

  private static final int LONGEST_NAME = 60;

  /** The file of the result document. */
  public static final String RESULT = "result.json";

  private static final String REPORT = "report.html";
  private static final String INDEX = "index.html";

  /**
   * Makes the directory where there is none, and tries to write in it. The name is the same for the
   * same command on the same program, so that what was stopped goes on there, and no command writes
   * over the result of another.
   *
   * @param out as the user wants it; null for one of its own in {@value #BASE}
   * @param command the command's name
   * @param subject what it is about: a program or data, as the user named it
   * @throws InputException if that fails
   */
  public static OutputDirectory prepare(
      @Nullable Path out, String command, String subject, Environment environment) {
    return out == null
        ? prepare(Path.of(BASE, name(command, subject)), true, environment)
        : prepare(out, environment);
  }

  /** A directory that the user named. */
  public static OutputDirectory prepare(Path path, Environment environment) {
    return prepare(path, false, environment);
  }

  /** The last part of a path or a class name, in letters that every file system takes. */
  private static String name(String command, String subject) {
    String stem = subject.replaceFirst("\\?.*", "").replaceFirst("(?i)\\.json$", "");
    String last = stem.replaceFirst("^.*[/\\\\](?=.)", "");
    String plain = command + "-" + last.replaceAll("[^\\p{L}\\p{N}._-]+", "-");
    return plain.substring(0, Math.min(plain.length(), LONGEST_NAME)).replaceFirst("[-.]+$", "");
  }

  private static OutputDirectory prepare(Path path, boolean listed, Environment environment) {
    Path directory = environment.resolve(path);
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, ".preflight", ".tmp"));
    } catch (IOException e) {
      throw unwritable("--out: cannot write to '" + path + "'", e);
    }
    return new OutputDirectory(path, directory, listed);
  }

  private static InputException unwritable(String what, IOException e) {
    return new InputException(
        what + ": " + reason(e), "name a directory you can write to, with room, by --out DIR", e);
  }

  /** The failure inside; there always is one. */
  public static IOException cause(UncheckedIOException e) {
    return Objects.requireNonNull(e.getCause());
  }

  /** What the system said, without the path that the message already has. */
  public static String reason(IOException e) {
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    String kind = e.getClass().getSimpleName().replaceAll("Exception$", "");
    String words = kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    return e instanceof FileSystemException || e.getMessage() == null ? words : e.getMessage();
  }

  /**
   * Writes the result; a reader sees the old file or the whole new one.
   *
   * @return the file as the user would name it
   */
  public Path writeResult(ResultDocument document) {
    try {
      Json.write(directory.resolve(RESULT), document);
    } catch (UncheckedIOException e) {
      throw unwritable("cannot write '" + path.resolve(RESULT) + "'", cause(e));
    }
    return path.resolve(RESULT);
  }

  /** Writes the report, likewise, and lists it beside the others. */
  public Path writeReport(String html) {
    write(directory.resolve(REPORT), html, path.resolve(REPORT));
    if (listed) {
      Path base = Path.of(BASE);
      write(
          directory.resolveSibling(INDEX),
          IndexPage.render(results(directory.resolveSibling(""))),
          base.resolve(INDEX));
    }
    return path.resolve(REPORT);
  }

  /** The results in the directories of a directory; one that cannot be read is left out. */
  private static List<IndexPage.Entry> results(Path base) {
    List<IndexPage.Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(base, Files::isDirectory)) {
      for (Path directory : directories) {
        if (Files.isRegularFile(directory.resolve(REPORT))) {
          read(directory)
              .map(d -> new IndexPage.Entry(directory.getFileName() + "/" + REPORT, d))
              .ifPresent(entries::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  /** Empty for another version's result, or a damaged one: the list must not hang on it. */
  private static Optional<ResultDocument> read(Path directory) {
    try {
      return Optional.of(Json.read(directory.resolve(RESULT)));
    } catch (UncheckedIOException | DocumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Writes a whole text file or leaves the old one as it was.
   *
   * @param shown the file as the user would name it
   * @throws InputException if it cannot be written
   */
  public static void write(Path file, String text, Path shown) {
    Path target = file.toAbsolutePath();
    Path directory = target.getParent();
    if (directory == null) {
      throw new InputException("'" + shown + "' is not a file name", "name a file");
    }
    try {
      // Not createTempFile, which would keep the file from colleagues whatever the umask says.
      Path temporary =
          directory.resolve("." + target.getFileName() + "." + ProcessHandle.current().pid());
      try {
        Files.write(temporary, text.getBytes(StandardCharsets.UTF_8));
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw unwritable("cannot write '" + shown + "'", e);
    }
  }
}
