package dev.preflight.schedules;

import java.util.List;
import java.util.stream.Collectors;

/** An argument of a spec as it was written, before it is resolved against a run. */
sealed interface Value {

  /** A plain number: a rate, a factor, or a count of updates, as the parameter says. */
  record Plain(double value) implements Value {
    @Override
    public String toString() {
      return format(value);
    }
  }

  /** A percentage: of the run for lengths, of the peak for rates, of one for fractions. */
  record Percent(double percent) implements Value {
    @Override
    public String toString() {
      return format(percent) + "%";
    }
  }

  /** A length in epochs. */
  record Epochs(double epochs) implements Value {
    @Override
    public String toString() {
      return format(epochs) + "ep";
    }
  }

  /** One of a parameter's words. */
  record Word(String word) implements Value {
    @Override
    public String toString() {
      return word;
    }
  }

  /** A list in brackets. */
  record Items(List<Value> values) implements Value {
    public Items {
      values = List.copyOf(values);
    }

    @Override
    public String toString() {
      return values.stream().map(Value::toString).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /** Another schedule. */
  record Nested(ScheduleSpec spec) implements Value {
    @Override
    public String toString() {
      return spec.toString();
    }
  }

  /** Reads a number, percentage, count of epochs or, failing these, a word. Finite numbers only. */
  static Value parse(String token) {
    try {
      if (token.endsWith("%")) {
        return new Percent(finite(token.substring(0, token.length() - 1)));
      }
      if (token.endsWith("ep")) {
        return new Epochs(finite(token.substring(0, token.length() - 2)));
      }
      return new Plain(finite(token));
    } catch (NumberFormatException notANumber) {
      return new Word(token);
    }
  }

  private static double finite(String digits) {
    // Double.parseDouble also takes "1f", "1d", "NaN" and hexadecimal, which are not specs.
    if (!digits.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
      throw new NumberFormatException(digits);
    }
    double value = Double.parseDouble(digits);
    if (Double.isInfinite(value)) {
      throw new NumberFormatException(digits);
    }
    return value + 0.0; // -0 would print as 0 and not compare equal to it
  }

  /** The shortest text that reads back as the same number. */
  static String format(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return Double.toString(value).replace(".0E", "E").replace('E', 'e');
  }
}
