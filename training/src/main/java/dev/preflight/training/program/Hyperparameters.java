package dev.preflight.training.program;

import dev.preflight.training.data.InputException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Named values that shape a program, asked for by name with a default.
 *
 * <p>It remembers which names were asked for, so that a misspelt {@code --set} is an error rather
 * than a silent no-op.
 */
public final class Hyperparameters {

  private final Map<String, String> values;
  private final Map<String, String> asked = new TreeMap<>();

  private Hyperparameters(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /** No values: every default stands. */
  public static Hyperparameters none() {
    return new Hyperparameters(Map.of());
  }

  /** Values by name, as text; they are parsed when asked for. */
  public static Hyperparameters of(Map<String, String> values) {
    return new Hyperparameters(values);
  }

  /** The values that were set, by name. */
  public Map<String, String> values() {
    return new TreeMap<>(values);
  }

  /**
   * The finite number called {@code name}.
   *
   * @throws InputException if it was set to something that is not a finite number
   */
  public double number(String name, double otherwise) {
    String text = text(name, Double.toString(otherwise));
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below, with the name.
    }
    throw new InputException(
        "hyperparameter '" + name + "' must be a finite number, was '" + text + "'",
        "set it with --set " + name + "=" + otherwise);
  }

  /**
   * The whole number called {@code name}.
   *
   * @throws InputException if it was set to something else
   */
  public int integer(String name, int otherwise) {
    String text = text(name, Integer.toString(otherwise));
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new InputException(
          "hyperparameter '" + name + "' must be a whole number, was '" + text + "'",
          "set it with --set " + name + "=" + otherwise);
    }
  }

  /**
   * The whole number called {@code name}, not below {@code least}.
   *
   * @throws InputException if it was set to something else
   */
  public int integer(String name, int otherwise, int least) {
    int value = integer(name, otherwise);
    if (value < least) {
      throw new InputException(
          "hyperparameter '" + name + "' must be at least " + least + ", was " + value,
          "set it with --set " + name + "=" + otherwise);
    }
    return value;
  }

  /** The text called {@code name}. */
  public String text(String name, String otherwise) {
    asked.put(name, otherwise);
    return values.getOrDefault(name, otherwise);
  }

  /**
   * Checks that every value that was set was also asked for.
   *
   * @throws InputException naming the first unknown name and the nearest known ones
   */
  public void rejectUnused(String program) {
    Set<String> unused = new TreeSet<>(values.keySet());
    unused.removeAll(asked.keySet());
    if (unused.isEmpty()) {
      return;
    }
    String name = unused.iterator().next();
    throw new InputException(
        "program '" + program + "' has no hyperparameter '" + name + "'",
        asked.isEmpty()
            ? "it has none; leave out --set " + name
            : "it has: " + String.join(", ", asked.keySet()));
  }
}
