package dev.preflight.sanity.check;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers and lists as people read them. */
public final class Text {

  private Text() {}

  /** A number with three significant digits: {@code 2.30}, {@code 1,250,000}, {@code 1.0e-05}. */
  public static String of(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "infinity" : "-infinity";
    }
    double size = Math.abs(value);
    if (value == 0) {
      return "0";
    }
    if (value == Math.rint(value) && size < 1e6) {
      return String.format(Locale.ROOT, "%,d", (long) value);
    }
    if (size >= 1e6 || size < 1e-3) {
      return String.format(Locale.ROOT, "%.2g", value)
          .replaceFirst("e([+-])0(?=\\d)", "e$1")
          .replace("e+", "e");
    }
    int digits = Math.max(0, 2 - (int) Math.floor(Math.log10(size)));
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  /** A share in percent. */
  public static String percent(double share) {
    double p = 100 * share;
    return of(p >= 1 ? Math.rint(p * 10) / 10 : p) + " %";
  }

  /** A whole number with separators. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** The first few of a list, and how many more there are. */
  public static String some(List<?> items, int most) {
    String shown =
        items.stream().limit(most).map(String::valueOf).collect(Collectors.joining(", "));
    return items.size() <= most ? shown : shown + " and " + count(items.size() - most) + " more";
  }
}
