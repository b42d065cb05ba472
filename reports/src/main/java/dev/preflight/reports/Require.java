package dev.preflight.reports;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules that the records of the document share. Every message names the value and the rule. */
public final class Require {
  private static final Pattern ID = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");

  private Require() {}

  public static <T> T present(@Nullable T value, String name) {
    if (value == null) {
      throw new IllegalArgumentException(name + " must not be missing");
    }
    return value;
  }

  /** Requires text that is not blank. */
  public static String text(@Nullable String value, String name) {
    String text = present(value, name);
    if (text.isBlank()) {
      throw new IllegalArgumentException(name + " must not be blank");
    }
    return text;
  }

  /**
   * Requires something fit for an anchor, a file name and a JUnit test name: a letter, then
   * letters, digits, '_', '.' or '-', at most 64 characters.
   */
  static String id(@Nullable String value, String name) {
    String id = present(value, name);
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          name
              + " must be a letter followed by at most 63 letters, digits, '_', '.' or '-', was \""
              + id
              + '"');
    }
    return id;
  }

  static double seconds(double value, String name) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be finite and not negative, was " + value);
    }
    return value;
  }

  /** An immutable copy; missing lists and missing elements are refused. */
  static <T> List<T> list(@Nullable List<T> value, String name) {
    for (T element : present(value, name)) {
      if (element == null) {
        throw new IllegalArgumentException(name + " must not hold null");
      }
    }
    return List.copyOf(value);
  }

  static void sameSize(List<?> a, String nameOfA, List<?> b, String nameOfB) {
    if (a.size() != b.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s and %s must have the same length, were %d and %d",
              nameOfA,
              nameOfB,
              a.size(),
              b.size()));
    }
  }
}
