package dev.preflight.training.data.format;

import dev.preflight.training.data.InputException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Rows of cells from CSV text (RFC 4180), cut by Commons CSV: quoted cells may hold delimiters,
 * line breaks and doubled quotes; lines end in LF, CRLF or CR; empty lines are skipped; a byte
 * order mark is ignored.
 */
public final class CsvRows {
  private final Path file;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private long rowLine = 1;

  /**
   * Opens a file, which is read whole.
   *
   * @throws InputException if it cannot be read, or is no UTF-8 text
   */
  public CsvRows(Path file, char delimiter) {
    this(file, text(file), delimiter);
  }

  /**
   * Cuts what was read of a file, which may have grown since.
   *
   * @param file for messages
   */
  public CsvRows(Path file, String read, char delimiter) {
    this.file = file;
    String text = read.startsWith("\uFEFF") ? read.substring(1) : read;
    try {
      this.parser =
          CSVFormat.RFC4180
              .builder()
              .setDelimiter(delimiter)
              .setIgnoreEmptyLines(false) // So that lines can be counted.
              .get()
              .parse(new StringReader(text));
      this.records = parser.iterator();
    } catch (IOException e) {
      throw new IllegalStateException("text in memory can be read", e);
    }
  }

  private static String text(Path file) {
    byte[] bytes = InputFile.bytes(file);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
    } catch (CharacterCodingException e) {
      throw new InputException(
          file
              + " is no UTF-8 text: byte "
              + buffer.position()
              + " is 0x"
              + Integer.toHexString(bytes[buffer.position()] & 0xff)
              + ".",
          "Save it as UTF-8 with a header line.",
          e);
    }
  }

  /** The line, from 1, on which the row last returned begins. */
  public int line() {
    return Math.toIntExact(rowLine);
  }

  /** The cells of the next row, or an empty list at the end. */
  public List<String> next() {
    while (true) {
      rowLine = parser.getCurrentLineNumber() + 1;
      CSVRecord row = record();
      if (row == null) {
        return List.of();
      }
      if (row.size() > 1 || !row.get(0).isEmpty()) {
        return List.of(row.values());
      }
    }
  }

  private @Nullable CSVRecord record() {
    try {
      return records.hasNext() ? records.next() : null;
    } catch (UncheckedIOException e) {
      String what = String.valueOf(e.getMessage());
      boolean open = what.contains("EOF reached");
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s, line %d: %s.",
              file,
              rowLine,
              open
                  ? "a quote that is opened here is never closed"
                  : "text follows a closing quote"),
          open ? "Close it, or double quotes that are text." : "Double quotes that are text.",
          e);
    }
  }
}
