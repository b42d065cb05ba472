package dev.preflight.training.events;

import dev.preflight.training.data.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows of named numbers, as CSV and JSON lines hold them: which of the names counts the steps. */
final class Rows {

  /** Names of what counts steps, best first. */
  private static final List<String> STEPS =
      List.of(
          "step",
          "global_step",
          "steps",
          "update",
          "updates",
          "iteration",
          "iterations",
          "iter",
          "batch",
          "epoch");

  /** Says that rows are counted. */
  static final String NONE = "none";

  /** A row, with the line on which it begins. */
  private record Row(int line, Map<String, Double> numbers) {}

  private final Path file;
  private final List<Row> rows = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  Rows(Path file) {
    this.file = file;
  }

  void add(int line, Map<String, Double> numbers) {
    rows.add(new Row(line, numbers));
    names.addAll(numbers.keySet());
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /**
   * Adds all of them to a log.
   *
   * @param wanted the name of what counts steps, or {@link #NONE}; null to choose it
   */
  void addTo(LogBuilder log, String prefix, @Nullable String wanted) {
    String counter = counter(wanted);
    long number = 0;
    for (Row row : rows) {
      number++;
      Double step = counter == null ? Double.valueOf((double) number) : row.numbers.get(counter);
      if (step == null) {
        continue;
      }
      if (step != Math.rint(step)) {
        throw new InputException(
            String.format(
                Locale.ROOT, "%s, line %d: %s is %s, no whole step", file, row.line, counter, step),
            "name another column with --steps, or count rows with --steps none");
      }
      String where = file + ", line " + row.line;
      for (Map.Entry<String, Double> entry : row.numbers.entrySet()) {
        if (!entry.getKey().equals(counter)) {
          log.add(prefix + entry.getKey(), step.longValue(), entry.getValue(), where);
        }
      }
    }
  }

  private @Nullable String counter(@Nullable String wanted) {
    if (NONE.equals(wanted)) {
      return null;
    }
    if (wanted != null) {
      if (!names.contains(wanted)) {
        throw InputException.unknown("column", wanted, names.stream().sorted().toList());
      }
      return wanted;
    }
    Map<String, String> byLowerCase = new LinkedHashMap<>();
    names.stream().sorted().forEach(name -> byLowerCase.put(name.toLowerCase(Locale.ROOT), name));
    return STEPS.stream()
        .map(byLowerCase::get)
        .filter(name -> name != null && counts(name))
        .findFirst()
        .orElse(null);
  }

  /** Whether it is on most rows, whole, and another one from row to row. */
  private boolean counts(String name) {
    int present = 0;
    int repeated = 0;
    Double before = null;
    for (Row row : rows) {
      Double value = row.numbers.get(name);
      if (value != null) {
        if (value != Math.rint(value)) {
          return false;
        }
        present++;
        repeated += value.equals(before) ? 1 : 0;
        before = value;
      }
    }
    // Lightning writes training and validation at one step on two rows.
    return present >= 0.9 * rows.size() && repeated <= 0.6 * present;
  }
}
