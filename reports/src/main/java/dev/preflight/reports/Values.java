package dev.preflight.reports;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Untyped values of the document in one form, so that a document equals itself after a round trip
 * through JSON: whole numbers are {@code Long}, others {@code Double}, maps are sorted by key.
 */
final class Values {
  private Values() {}

  /** A string, boolean, {@code Long}, {@code Double}, list or sorted map, or {@code null}. */
  static @Nullable Object canonical(@Nullable Object value) {
    if (value == null || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Number number) {
      return number(number);
    }
    if (value instanceof Map<?, ?> map) {
      return map(map);
    }
    if (value instanceof Iterable<?> items) {
      List<@Nullable Object> copy = new ArrayList<>();
      items.forEach(item -> copy.add(canonical(item)));
      return Collections.unmodifiableList(copy);
    }
    Double nonFinite = nonFinite(value);
    return nonFinite != null ? nonFinite : String.valueOf(value);
  }

  static Map<String, @Nullable Object> map(Map<?, ?> map) {
    Map<String, @Nullable Object> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(String.valueOf(key), canonical(value)));
    return Collections.unmodifiableMap(sorted);
  }

  /** The number that JSON had to write as a string, or {@code null} if it is not one of them. */
  static @Nullable Double nonFinite(Object value) {
    if (!(value instanceof String text)) {
      return null;
    }
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  private static Object number(Number number) {
    if (number instanceof Float) {
      // Through the decimal form: a float 0.1 is shown as 0.1, not as 0.10000000149011612.
      return Double.valueOf(number.toString());
    }
    if (number instanceof Double || number instanceof BigDecimal) {
      return number.doubleValue();
    }
    if (number instanceof BigInteger big && big.bitLength() > 63) {
      return big.doubleValue();
    }
    return number.longValue();
  }
}
