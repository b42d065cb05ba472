package dev.preflight.training.data.format;

import dev.preflight.training.data.InputException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Files the user named: found, read, and complained about by name. */
public final class InputFile {
  /** Largest array that common JVMs can allocate. */
  public static final long MAX_BYTES = Integer.MAX_VALUE - 16L;

  private InputFile() {}

  public static Path resolve(Path base, String text) {
    if (text.isEmpty()) {
      throw new InputException("A file name in the data specification is empty.", "Name the file.");
    }
    try {
      return base.resolve(text);
    } catch (InvalidPathException e) {
      throw new InputException(
          "'" + text + "' is no file name: " + e.getReason() + ".", "Correct the name.", e);
    }
  }

  /** Checks that the file can be read and has content. */
  public static void check(Path file) {
    if (!Files.exists(file)) {
      throw missing(file, "file");
    }
    if (Files.isDirectory(file)) {
      throw new InputException(file + " is a directory, not a file.", "Name a file in it.");
    }
    if (!Files.isReadable(file)) {
      throw new InputException(
          file + " cannot be read: permission denied.", "Change its permissions.");
    }
    try {
      if (Files.size(file) == 0) {
        throw new InputException(file + " is empty (0 bytes).", "Fetch or write it again.");
      }
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  public static void checkDirectory(Path directory) {
    if (!Files.exists(directory)) {
      throw missing(directory, "directory");
    }
    if (!Files.isDirectory(directory)) {
      throw new InputException(
          directory + " is a file, not a directory.", "Name the directory that holds the data.");
    }
    if (!Files.isReadable(directory)) {
      throw new InputException(
          directory + " cannot be listed: permission denied.", "Change its permissions.");
    }
  }

  /** All bytes of a file, unpacked if they are gzip, whatever the file is called. */
  public static byte[] bytes(Path file) {
    byte[] bytes;
    // Asked only when something is wrong: of many small files the questions would cost most.
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      check(file);
      throw failed(file, e);
    } catch (OutOfMemoryError e) {
      throw new InputException(
          file + " is larger than fits in memory, which this format is read into.",
          "Give Java more (PREFLIGHT_OPTS=-Xmx8g), or convert it to TFRecord files, which are read"
              + " as they are needed.",
          e);
    }
    if (bytes.length == 0) {
      check(file);
    }
    boolean gzip = bytes.length > 2 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
    try {
      return gzip ? unzipped(file, bytes) : bytes;
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /**
   * The rest of a stream that unpacks a file, which may be far larger than the file.
   *
   * @param name what messages call it
   * @throws InputException if it takes more than a quarter of the heap
   */
  public static byte[] unpacked(InputStream in, String name) throws IOException {
    int most = (int) Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / 4);
    byte[] bytes = in.readNBytes(most);
    if (bytes.length == most && in.read() >= 0) {
      throw new InputException(
          name + " unpacks to more than " + most / 1_000_000 + " MB, a quarter of Java's memory.",
          "Give Java more (PREFLIGHT_OPTS=-Xmx8g) if it is meant to be so large; otherwise it is"
              + " damaged.");
    }
    return bytes;
  }

  private static byte[] unzipped(Path file, byte[] bytes) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return unpacked(in, file.toString());
    } catch (EOFException e) {
      throw new InputException(
          file + " ends in the middle of its gzip stream, after " + bytes.length + " bytes.",
          "The file is truncated; fetch it again.",
          e);
    } catch (ZipException e) {
      throw new InputException(
          file + " is a damaged gzip file: " + e.getMessage() + ".", "Fetch it again.", e);
    }
  }

  public static InputException failed(Path file, IOException e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new InputException(
        file + " cannot be read: " + reason + ".", "Check the disk and the permissions.", e);
  }

  private static InputException missing(Path file, String what) {
    Path parent = file.toAbsolutePath().getParent();
    List<String> siblings = new ArrayList<>();
    if (parent != null && Files.isDirectory(parent)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
        entries.forEach(entry -> siblings.add(String.valueOf(entry.getFileName())));
      } catch (IOException | DirectoryIteratorException e) {
        // Only the suggestion is lost.
        siblings.clear();
      }
    }
    List<String> near = InputException.nearest(String.valueOf(file.getFileName()), siblings);
    return new InputException(
        "There is no " + what + " " + file + ".",
        near.isEmpty()
            ? "Check the path; relative ones start at the base directory."
            : "Did you mean " + String.join(" or ", near) + "?");
  }
}
