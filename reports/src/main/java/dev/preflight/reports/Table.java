package dev.preflight.reports;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Rows of values under named columns.
 *
 * @param id stable name, unique in its document; also the anchor in the HTML report
 * @param title what the table shows
 * @param columns the columns, at least one
 * @param rows one value per column each: text, a number, a boolean, or {@code null} for nothing;
 *     whole numbers are kept as {@code Long}, others as {@code Double}, anything else as its text
 */
public record Table(
    String id, String title, List<Column> columns, List<List<@Nullable Object>> rows) {

  /** Validates and copies. */
  public Table {
    Require.id(id, "table id");
    Require.text(title, "table title");
    columns = Require.list(columns, "columns");
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("table \"" + id + "\" must have a column");
    }
    List<List<@Nullable Object>> copy = new ArrayList<>();
    for (List<@Nullable Object> row : Require.present(rows, "rows")) {
      if (row == null || row.size() != columns.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "table \"%s\": row %d must have %d values, has %s",
                id,
                copy.size(),
                columns.size(),
                row == null ? "none" : row.size()));
      }
      List<@Nullable Object> cells = new ArrayList<>(row.size());
      row.forEach(cell -> cells.add(cell(cell)));
      copy.add(Collections.unmodifiableList(cells));
    }
    rows = Collections.unmodifiableList(copy);
  }

  /** The cells of a row, some of which may be null. */
  public static List<@Nullable Object> row(@Nullable Object... cells) {
    return Arrays.asList(cells);
  }

  private static @Nullable Object cell(@Nullable Object value) {
    Object canonical = Values.canonical(value);
    return canonical instanceof List || canonical instanceof java.util.Map
        ? canonical.toString()
        : canonical;
  }

  /**
   * One column.
   *
   * @param name heading
   * @param unit unit of its numbers, or {@code null}
   * @param numeric whether to align to the right, as numbers are read
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Column(String name, @Nullable String unit, boolean numeric) {

    /** Validates the name. */
    public Column {
      Require.text(name, "column name");
    }

    /** A column of words. */
    public static Column text(String name) {
      return new Column(name, null, false);
    }

    /** A column of numbers without a unit. */
    public static Column number(String name) {
      return new Column(name, null, true);
    }

    /** A column of numbers. */
    public static Column number(String name, String unit) {
      return new Column(name, unit, true);
    }
  }
}
