package dev.preflight.cli.study;

import dev.preflight.reports.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Rows for people or for other programs.
 *
 * @param columns names
 * @param rows as many cells each: texts, numbers, or null for nothing
 */
record StudyTable(List<String> columns, List<List<@Nullable Object>> rows) {

  /** Columns under each other, numbers rounded. */
  String text() {
    List<List<String>> cells = new ArrayList<>();
    cells.add(columns);
    for (List<@Nullable Object> row : rows) {
      cells.add(row.stream().map(StudyTable::rounded).toList());
    }
    int[] widths = new int[columns.size()];
    for (List<String> row : cells) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : cells) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        line.append(String.format(Locale.ROOT, "%-" + (widths[c] + 2) + "s", row.get(c)));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String rounded(@Nullable Object cell) {
    if (cell == null) {
      return "-";
    }
    return cell instanceof Double number ? Numbers.format(number) : cell.toString();
  }

  /** RFC 4180, numbers in full. */
  String csv() {
    StringBuilder text = new StringBuilder();
    line(text, columns);
    rows.forEach(row -> line(text, row));
    return text.toString();
  }

  private static void line(StringBuilder text, List<? extends @Nullable Object> cells) {
    List<String> quoted = new ArrayList<>();
    for (Object cell : cells) {
      String plain = cell == null ? "" : cell.toString();
      quoted.add(
          plain.matches("(?s).*[\",\\n\\r].*") ? '"' + plain.replace("\"", "\"\"") + '"' : plain);
    }
    text.append(String.join(",", quoted)).append("\r\n");
  }
}
