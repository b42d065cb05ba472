package dev.preflight.cli.process;

import dev.preflight.reports.Json;
import dev.preflight.reports.ResultDocument;
import dev.preflight.training.data.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Objects;

/**
 * The directory that takes the result; known to be writable before anything is trained.
 *
 * @param path as the user wrote it, for messages
 * @param directory where it is
 */
public record OutputDirectory(Path path, Path directory) {
  private static final String RESULT = "result.json";
  private static final String REPORT = "report.html";

  /**
   * Makes the directory where there is none, and tries to write in it.
   *
   * @throws InputException if that fails
   */
  public static OutputDirectory prepare(Path path, Environment environment) {
    Path directory = environment.resolve(path);
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, ".preflight", ".tmp"));
    } catch (IOException e) {
      throw unwritable("--out: cannot write to '" + path + "'", e);
    }
    return new OutputDirectory(path, directory);
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

  /** Writes the report, likewise. */
  public Path writeReport(String html) {
    write(directory.resolve(REPORT), html, path.resolve(REPORT));
    return path.resolve(REPORT);
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
