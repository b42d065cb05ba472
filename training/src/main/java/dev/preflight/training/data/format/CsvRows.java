package dev.preflight.training.data.format;

import dev.preflight.training.data.InputException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts CSV text (RFC 4180) into rows of cells: quoted cells may hold delimiters, line breaks and
 * doubled quotes; lines end in LF or CRLF, or all in CR; empty lines are skipped; a byte order mark
 * is ignored.
 */
public final class CsvRows {
  private final Path file;
  private final String text;
  private final char delimiter;
  private int position;
  private int line = 1;
  private int rowLine = 1;

  /**
   * Opens a file, which is read whole.
   *
   * @throws InputException if it cannot be read, or is no UTF-8 text
   */
  public CsvRows(Path file, char delimiter) {
    this.file = file;
    this.delimiter = delimiter;
    byte[] bytes = InputFile.bytes(file);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      String decoded = StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
      String marked = decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
      // Line ends of the classic Mac OS, which Excel for Mac still writes.
      this.text = marked.indexOf('\n') < 0 ? marked.replace('\r', '\n') : marked;
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
    return rowLine;
  }

  /** The cells of the next row, or an empty list at the end. */
  public List<String> next() {
    while (position < text.length()
        && (text.charAt(position) == '\n' || text.startsWith("\r\n", position))) {
      endLine();
    }
    rowLine = line;
    List<String> cells = new ArrayList<>();
    boolean more = position < text.length();
    while (more) {
      cells.add(cell());
      more = position < text.length() && text.charAt(position) == delimiter;
      if (more) {
        position++;
      }
    }
    if (position < text.length()) {
      endLine();
    }
    return cells;
  }

  private void endLine() {
    position = text.indexOf('\n', position) + 1;
    line++;
  }

  private String cell() {
    if (position < text.length() && text.charAt(position) == '"') {
      return quoted();
    }
    int start = position;
    while (position < text.length() && text.charAt(position) != delimiter && !atLineEnd()) {
      position++;
    }
    return text.substring(start, position);
  }

  private boolean atLineEnd() {
    return text.charAt(position) == '\n' || text.startsWith("\r\n", position);
  }

  private String quoted() {
    StringBuilder cell = new StringBuilder();
    int start = ++position;
    while (true) {
      int quote = text.indexOf('"', position);
      if (quote < 0) {
        throw new InputException(
            file
                + ", line "
                + rowLine
                + ": the quote opened before '"
                + excerpt(start)
                + "' is never closed.",
            "Close it, or double quotes that are text.");
      }
      String piece = text.substring(position, quote);
      cell.append(piece);
      line += (int) piece.chars().filter(c -> c == '\n').count();
      position = quote + 1;
      if (position < text.length() && text.charAt(position) == '"') {
        cell.append('"');
        position++;
      } else if (position == text.length() || text.charAt(position) == delimiter || atLineEnd()) {
        return cell.toString();
      } else {
        throw new InputException(
            file
                + ", line "
                + line
                + ": text follows a closing quote: '"
                + excerpt(position)
                + "'.",
            "Double quotes that are text.");
      }
    }
  }

  private String excerpt(int from) {
    String rest = text.substring(from, Math.min(text.length(), from + 20));
    int end = rest.indexOf('\n');
    return (end < 0 ? rest : rest.substring(0, end)).strip();
  }
}
