package dev.preflight.reports.text;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sentences for people from whole format strings, the same text on every host. */
public final class Sentence {
  private Sentence() {}

  /**
   * A sentence from a format string as of {@link String#format}. A {@code Double} among the
   * arguments is written by {@link Numbers#format(double)}, so its place is {@code %s}; a count is
   * {@code %,d}, and the number of an item {@code %d}.
   *
   * @throws java.util.IllegalFormatException if the format string and the arguments do not fit
   */
  public static String of(String format, @Nullable Object... arguments) {
    @Nullable Object[] shown = new Object[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      shown[i] =
          arguments[i] instanceof Double number
              ? Numbers.format(number.doubleValue())
              : arguments[i];
    }
    return String.format(Locale.ROOT, format, shown);
  }

  /** The same with a capital letter first, where it begins a sentence. */
  public static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** The first few of a list, and how many more there are: {@code a, b and 3 more}. */
  public static String some(List<?> items, int most) {
    String shown =
        items.stream().limit(most).map(String::valueOf).collect(Collectors.joining(", "));
    return items.size() <= most ? shown : of("%s and %,d more", shown, items.size() - most);
  }
}
