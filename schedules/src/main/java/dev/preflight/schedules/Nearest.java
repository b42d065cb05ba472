package dev.preflight.schedules;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word somebody meant. */
final class Nearest {
  private Nearest() {}

  /** A sentence that names the nearest word, or all of them if none is near. */
  static String hint(String written, Collection<String> words) {
    return word(written, words)
        .map(word -> "Did you mean '" + word + "'?")
        .orElseGet(() -> "Known are: " + String.join(", ", words) + ".");
  }

  /** The word with the fewest edits, if these are at most half of its length. */
  static Optional<String> word(String written, Collection<String> words) {
    String key = Parameter.key(written);
    return words.stream()
        .min(Comparator.comparingInt(word -> edits(key, Parameter.key(word))))
        .filter(word -> 2 * edits(key, Parameter.key(word)) <= word.length());
  }

  /** Levenshtein distance. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitute, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
