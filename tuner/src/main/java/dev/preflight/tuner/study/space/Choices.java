package dev.preflight.tuner.study.space;

import org.jspecify.annotations.Nullable;

/** The values that a choice may be: JSON scalars. */
final class Choices {

  private Choices() {}

  /** The same value with whole numbers as {@link Long} and others as {@link Double}. */
  static @Nullable Object scalar(@Nullable Object value) {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Float) {
      return ((Number) value).doubleValue();
    }
    if (value == null
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof Double) {
      return value;
    }
    throw new StudyException(
        "a choice cannot be a " + value.getClass().getSimpleName(),
        "give texts, numbers, true, false or null");
  }

  static String text(@Nullable Object value) {
    return value instanceof String text ? "'" + text + "'" : String.valueOf(value);
  }
}
