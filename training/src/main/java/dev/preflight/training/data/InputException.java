package dev.preflight.training.data;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/**
 * Something the user gave is wrong: a file, a specification, a label. The message says what is
 * wrong and where, in one line; the hint says what to do about it.
 */
public final class InputException extends RuntimeException {
  private static final DamerauLevenshteinDistance EDITS = new DamerauLevenshteinDistance();
  private static final long serialVersionUID = 1L;

  /** Most suggestions worth reading. */
  private static final int MAX_SUGGESTIONS = 3;

  private final String hint;

  /** A fault in what the user gave. */
  public InputException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** A fault in what the user gave, noticed through another exception. */
  public InputException(String message, String hint, Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /** What to do about it, one line; empty if the message says it all. */
  public String hint() {
    return hint;
  }

  /**
   * An unknown name, with the nearest known ones as the hint, or all of them if none is near.
   *
   * @param what what kind of thing was named, such as "option"
   */
  public static InputException unknown(String what, String wanted, Collection<String> known) {
    List<String> nearest = nearest(wanted, known);
    String hint =
        nearest.isEmpty()
            ? "Known: " + String.join(", ", known) + "."
            : "Did you mean " + String.join(" or ", nearest) + "?";
    return new InputException("Unknown " + what + " '" + wanted + "'.", hint);
  }

  /**
   * The known names nearest to the wanted one, best first: those that differ by at most a third of
   * their letters (case ignored; a swap of neighbours is one edit), contain it, or are contained in
   * it. At most three; empty if none is near.
   */
  public static List<String> nearest(String wanted, Collection<String> known) {
    String lower = wanted.toLowerCase(Locale.ROOT);
    return known.stream()
        .map(name -> Map.entry(name, EDITS.apply(lower, name.toLowerCase(Locale.ROOT))))
        .filter(entry -> isNear(lower, entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()))
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
        .limit(MAX_SUGGESTIONS)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean isNear(String wanted, String name, int distance) {
    int longest = Math.max(wanted.length(), name.length());
    boolean contained =
        wanted.length() >= 3
            && name.length() >= 3
            && (name.contains(wanted) || wanted.contains(name));
    return contained || distance * 3 <= longest;
  }
}
