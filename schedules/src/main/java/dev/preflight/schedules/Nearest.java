package dev.preflight.schedules;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** Finds the word somebody meant. */
final class Nearest {
  private static final DamerauLevenshteinDistance EDITS = new DamerauLevenshteinDistance();

  private Nearest() {}

  /** A sentence that names the nearest word, or all of them if none is near. */
  static String hint(String written, Collection<String> words) {
    return word(written, words)
        .map(word -> "Did you mean '" + word + "'?")
        .orElseGet(() -> "Known are: " + String.join(", ", words) + ".");
  }

  /** The word with the fewest edits, if at most a third of its letters differ. */
  static Optional<String> word(String written, Collection<String> words) {
    String key = Parameter.key(written);
    return words.stream()
        .min(Comparator.comparingInt(word -> EDITS.apply(key, Parameter.key(word))))
        .filter(
            word ->
                3 * EDITS.apply(key, Parameter.key(word)) <= Math.max(key.length(), word.length()));
  }
}
