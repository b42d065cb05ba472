package dev.preflight.reports;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** Finds what the author of a misspelt name probably meant. */
final class Nearest {
  private static final DamerauLevenshteinDistance EDITS = new DamerauLevenshteinDistance();

  private Nearest() {}

  /** A question with the nearest name, or the list of names if none is near. */
  static String hint(String wrong, List<String> names) {
    return names.isEmpty()
        ? ""
        : word(wrong, names)
            .map(nearest -> "did you mean \"" + nearest + "\"?")
            .orElse("possible are " + String.join(", ", names));
  }

  /** The nearest of the names, if at most a third of its letters differ, whatever their case. */
  static Optional<String> word(String wrong, List<String> names) {
    return names.stream()
        .min(Comparator.comparingInt(name -> edits(wrong, name)))
        .filter(name -> 3 * edits(wrong, name) <= Math.max(wrong.length(), name.length()));
  }

  private static int edits(String a, String b) {
    return EDITS.apply(a.toLowerCase(Locale.ROOT), b.toLowerCase(Locale.ROOT));
  }
}
