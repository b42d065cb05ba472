package dev.preflight.tuner.runs;

import dev.preflight.reports.text.Numbers;
import java.util.Locale;

/** Sentences with numbers in them, the same on every host. */
public final class Sentences {

  private Sentences() {}

  /** {@link String#format} with the root locale. */
  public static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /** A number as tables print it, see {@link Numbers#format(double)}. */
  public static String number(double value) {
    return Numbers.format(value);
  }

  /**
   * A number in two significant digits, where more would say that it is known better than it is: a
   * suggested rate, the spread of a few seeds, the end of an interval.
   */
  public static String rough(double value) {
    return format("%.2g", value);
  }
}
