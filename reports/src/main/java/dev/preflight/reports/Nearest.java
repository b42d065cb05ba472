package dev.preflight.reports;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds what the author of a misspelt name probably meant. */
final class Nearest {
  private Nearest() {}

  /** A question with the nearest name, or the list of names if none is near. */
  static String hint(String wrong, List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    String nearest =
        names.stream().min(Comparator.comparingInt(name -> distance(wrong, name))).orElseThrow();
    return distance(wrong, nearest) <= Math.max(2, wrong.length() / 3)
        ? "did you mean \"" + nearest + "\"?"
        : "possible are " + String.join(", ", names);
  }

  /** Edits (insert, delete, replace) between two names, without regard to case. */
  static int distance(String a, String b) {
    String s = a.toLowerCase(Locale.ROOT);
    String t = b.toLowerCase(Locale.ROOT);
    int[] row = new int[t.length() + 1];
    for (int j = 0; j <= t.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= s.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= t.length(); j++) {
        int replaced = diagonal + (s.charAt(i - 1) == t.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[t.length()];
  }
}
