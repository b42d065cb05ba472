package dev.preflight.training.data.source;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How numbers are written in a table.
 *
 * @param decimal what stands before the fraction: a point or a comma
 * @param thousands what stands between groups of three digits; 0 for nothing
 */
record CsvNumbers(char decimal, char thousands) {
  static final CsvNumbers PLAIN = new CsvNumbers('.', (char) 0);

  /** Options of tables, for the help. */
  static final String[] OPTIONS = {
    "decimal=point|comma", "what stands before the fraction of a number (default: point)",
    "thousands=comma|point|space|apostrophe", "what stands between its groups of three digits"
  };

  private static final Map<String, Character> SIGNS =
      Map.of("comma", ',', "point", '.', "space", ' ', "apostrophe", '\'');

  private static final Pattern GROUPED = Pattern.compile("[+-]?\\d{1,3}(,\\d{3})+(\\.\\d*)?");

  static CsvNumbers of(Options options) {
    char decimal = options.word("decimal", "point", "comma").orElse("").equals("comma") ? ',' : '.';
    String name = options.word("thousands", "comma", "point", "space", "apostrophe").orElse("none");
    char thousands = SIGNS.getOrDefault(name, (char) 0);
    if (decimal == thousands) {
      throw Options.bad("thousands", name, "another sign than decimal= has");
    }
    return new CsvNumbers(decimal, thousands);
  }

  /** The number in a cell; NaN if it is empty or none. */
  double parse(String cell) {
    return decimal == '.' && thousands == 0 ? plain(cell) : plain(translated(cell));
  }

  /** The cell as it would be written with a point and no groups; empty if its groups are wrong. */
  private String translated(String cell) {
    // A space between groups is a no-break or a thin one in well-set text.
    String even = thousands == ' ' ? cell.replace('\u00a0', ' ').replace('\u202f', ' ') : cell;
    StringBuilder english = new StringBuilder(even.length());
    for (int i = 0; i < even.length(); i++) {
      char c = even.charAt(i);
      english.append(
          c == decimal
              ? '.'
              : thousands != 0 && c == thousands ? ',' : c == '.' || c == ',' ? '?' : c);
    }
    String text = english.toString();
    if (text.indexOf(',') < 0) {
      return text;
    }
    return GROUPED.matcher(text).matches() ? text.replace(",", "") : "?";
  }

  /** What to do about a cell that is no number, where another way of writing makes it one. */
  String remedy(String cell) {
    if (decimal == '.' && !Double.isNaN(new CsvNumbers(',', (char) 0).parse(cell))) {
      return GROUPED.matcher(cell).matches()
          ? "Add thousands=comma, or decimal=comma if it is the sign before a fraction."
          : "Add decimal=comma if numbers are written so, and delimiter=semicolon if cells are.";
    }
    if (thousands == 0) {
      for (String name : SIGNS.keySet().stream().sorted().toList()) {
        char sign = SIGNS.getOrDefault(name, (char) 0);
        if (sign != decimal && !Double.isNaN(new CsvNumbers(decimal, sign).parse(cell))) {
          return "Add thousands=" + name + " if numbers are written so.";
        }
      }
    }
    return "Make the column numeric or leave it out of the file.";
  }

  private static double plain(String cell) {
    switch (cell.toLowerCase(Locale.ROOT)) {
      case "inf", "+inf", "infinity", "+infinity" -> {
        return Double.POSITIVE_INFINITY;
      }
      case "-inf", "-infinity" -> {
        return Double.NEGATIVE_INFINITY;
      }
      default -> {
        // Java would also take 1f, 1d and 0x1p3.
        if (cell.isEmpty()
            || "0123456789.".indexOf(cell.charAt(cell.length() - 1)) < 0
            || cell.indexOf('x') >= 0
            || cell.indexOf('X') >= 0) {
          return Double.NaN;
        }
      }
    }
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
