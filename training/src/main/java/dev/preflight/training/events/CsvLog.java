package dev.preflight.training.events;

import dev.preflight.training.data.InputException;
import dev.preflight.training.data.format.CsvRows;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file with a header, as Keras' CSVLogger, Lightning's CSVLogger and people's own scripts
 * write it. Empty cells are no points; columns of text are passed over.
 */
final class CsvLog {

  private static final Set<String> NOT_A_NUMBER =
      Set.of("nan", "-nan", "na", "n/a", "null", "none");
  private static final Set<String> INFINITE = Set.of("inf", "+inf", "infinity", "+infinity");
  private static final Set<String> MINUS_INFINITE = Set.of("-inf", "-infinity");

  private CsvLog() {}

  static void read(Path file, String text, String prefix, @Nullable String steps, LogBuilder log) {
    CsvRows cells = new CsvRows(file, text, delimiter(text));
    List<String> header = cells.next().stream().map(String::strip).toList();
    if (header.stream().allMatch(name -> number(name) != null)) {
      throw new InputException(
          file + " begins with numbers, not with the names of its columns",
          "put a line before it, such as: step,loss,val_loss");
    }
    Rows rows = new Rows(file);
    Set<String> texts = new HashSet<>();
    Set<String> numeric = new HashSet<>();
    boolean complete = text.endsWith("\n") || text.endsWith("\r");
    for (List<String> row = cells.next(); !row.isEmpty(); ) {
      int line = cells.line();
      List<String> following = cells.next();
      boolean last = following.isEmpty();
      if (row.size() != header.size()) {
        if (last && !complete) {
          log.note(file + " ends inside line " + line + ", as while it is being written.");
          break;
        }
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s, line %d has %d cells, the header %d",
                file,
                line,
                row.size(),
                header.size()),
            "write one cell for each column; two runs with other columns belong in two files");
      }
      if (last && !complete) {
        // The last number may be cut: 0.1 of 0.123.
        log.note(file + " ends inside line " + line + ", as while it is being written.");
        break;
      }
      Map<String, Double> numbers = new LinkedHashMap<>();
      for (int i = 0; i < header.size(); i++) {
        String cell = row.get(i).strip();
        Double number = number(cell);
        if (number != null) {
          numbers.put(header.get(i), number);
          numeric.add(header.get(i));
        } else if (!cell.isEmpty()) {
          if (numeric.contains(header.get(i))) {
            throw new InputException(
                String.format(
                    Locale.ROOT,
                    "%s, line %d: '%s' in column %s is no number",
                    file,
                    line,
                    cell,
                    header.get(i)),
                "write numbers, nan or inf, or leave the cell empty");
          }
          texts.add(header.get(i));
        }
      }
      numbers.keySet().removeAll(texts);
      if (!numbers.isEmpty()) {
        rows.add(line, numbers);
      }
      row = following;
    }
    rows.addTo(log, prefix, steps);
  }

  private static char delimiter(String text) {
    String first = text.lines().findFirst().orElse("");
    if (first.indexOf(',') >= 0) {
      return ',';
    }
    return first.indexOf(';') >= 0 ? ';' : first.indexOf('\t') >= 0 ? '\t' : ',';
  }

  /** The number in a cell; null if it holds none. */
  static @Nullable Double number(String cell) {
    String lower = cell.toLowerCase(Locale.ROOT);
    if (NOT_A_NUMBER.contains(lower)) {
      return Double.NaN;
    }
    if (INFINITE.contains(lower)) {
      return Double.POSITIVE_INFINITY;
    }
    if (MINUS_INFINITE.contains(lower)) {
      return Double.NEGATIVE_INFINITY;
    }
    if (cell.isEmpty() || !isNumeral(cell)) {
      return null;
    }
    try {
      return Double.valueOf(cell);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Java reads 1d and 0x1p3 as numbers too. */
  private static boolean isNumeral(String cell) {
    return cell.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0);
  }
}
