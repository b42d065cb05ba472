package dev.preflight.training.data.source;

import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.format.InputFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The rows of a CSV table so far: numbers, and labels still as texts. */
final class CsvTable {
  /** Larger whole numbers are names, such as article numbers. */
  private static final double MAX_ID = 1e9;

  /** What tools write where a value is missing, in lower case. */
  private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "null", "?");

  private final Path file;
  private final List<String> columns;
  private final int labelColumn;
  private final int groupColumn;
  private final CsvNumbers numbers;
  private final List<String> labels = new ArrayList<>();
  private final List<String> groups = new ArrayList<>();
  private final List<Integer> lines = new ArrayList<>();
  private float[] features = new float[1024];
  private int filled;

  CsvTable(Path file, List<String> columns, int labelColumn, int groupColumn, CsvNumbers numbers) {
    this.numbers = numbers;
    this.file = file;
    this.columns = columns;
    this.labelColumn = labelColumn;
    this.groupColumn = groupColumn;
  }

  void add(List<String> row, int line) {
    if (row.size() != columns.size()) {
      throw new InputException(
          file
              + ", line "
              + line
              + ": "
              + row.size()
              + " cells where the header has "
              + columns.size()
              + " columns.",
          "Complete the line; quote cells that hold the delimiter.");
    }
    if (filled + (long) row.size() > features.length) {
      features = Arrays.copyOf(features, grown(filled + (long) row.size()));
    }
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column).strip();
      if (column == labelColumn) {
        labels.add(cell);
      } else if (column == groupColumn) {
        groups.add(cell);
      } else {
        features[filled++] = (float) number(cell, line, column);
      }
    }
    lines.add(line);
  }

  Path file() {
    return file;
  }

  List<String> columns() {
    return columns;
  }

  /** Names of the columns that are features. */
  List<String> featureNames() {
    return IntStream.range(0, columns.size())
        .filter(column -> column != labelColumn && column != groupColumn)
        .mapToObj(columns::get)
        .toList();
  }

  /** The group of each row; empty without a column of groups. */
  List<String> groups() {
    return groups;
  }

  /** Refuses a table without rows, and missing labels, which would become a class of their own. */
  void check() {
    if (lines.isEmpty()) {
      throw new InputException(file + " has a header but no rows.", "Add rows.");
    }
    int[] missing =
        IntStream.range(0, labels.size())
            .filter(row -> MISSING.contains(labels.get(row).toLowerCase(Locale.ROOT)))
            .toArray();
    if (missing.length == 0) {
      return;
    }
    int first = missing[0];
    String label = labels.get(first);
    throw new InputException(
        place(first)
            + ": the label '"
            + columns.get(labelColumn)
            + "' is "
            + (label.isEmpty() ? "empty" : "missing ('" + label + "')")
            + (missing.length == 1
                ? "."
                : ", the first of "
                    + missing.length
                    + " missing labels in "
                    + labels.size()
                    + " rows."),
        label.isEmpty()
            ? "Fill it in or drop the line."
            : "Fill them in or drop the lines; where '" + label + "' is a class, rename it.");
  }

  private int grown(long needed) {
    if (needed > InputFile.MAX_BYTES) {
      throw new InputException(
          file + " has more numbers than fit in memory.",
          "Convert it to TFRecord files, which are read as they are needed.");
    }
    return (int) Math.min(InputFile.MAX_BYTES, Math.max(needed, 2L * features.length));
  }

  /** Names for labels that are not all whole numbers, sorted; empty if they are. */
  List<String> classNames() {
    if (labels.stream().allMatch(this::isWhole)) {
      return List.of();
    }
    for (int row = 0; row < labels.size(); row++) {
      double value = numbers.parse(labels.get(row));
      if (!Double.isNaN(value) && value != Math.rint(value)) {
        throw new InputException(
            place(row) + ": label " + labels.get(row) + " is no class.",
            "Add task=regression if '" + columns.get(labelColumn) + "' is a number to predict.");
      }
    }
    return labels.stream().distinct().sorted().toList();
  }

  Part part(List<String> names, boolean regression) {
    int rows = lines.size();
    HostArray x = HostArray.ofFloats(Arrays.copyOf(features, filled), rows, featureNames().size());
    return new Part(
        regression ? targets() : ids(names), this::place, ready -> Dataset.of(x, ready));
  }

  /** Whether a label is a class id, also as tools for floats write it: 3.0, 3e0. */
  private boolean isWhole(String label) {
    double value = numbers.parse(label);
    return value == Math.rint(value) && Math.abs(value) < MAX_ID;
  }

  private HostArray targets() {
    float[] targets = new float[labels.size()];
    for (int row = 0; row < targets.length; row++) {
      targets[row] = (float) number(labels.get(row), lines.get(row), labelColumn);
    }
    return HostArray.ofFloats(targets, targets.length);
  }

  private HostArray ids(List<String> names) {
    Map<String, Integer> byName = new HashMap<>();
    names.forEach(name -> byName.put(name, byName.size()));
    int[] ids = new int[labels.size()];
    for (int row = 0; row < ids.length; row++) {
      String label = labels.get(row);
      Integer id = byName.get(label);
      if (id == null && names.isEmpty() && isWhole(label)) {
        id = (int) numbers.parse(label);
      }
      if (id == null) {
        throw new InputException(
            place(row) + ": class '" + label + "' does not occur in the training file.",
            "Correct the label, or add examples of it to the training file.");
      }
      ids[row] = id;
    }
    return HostArray.ofInts(ids, ids.length);
  }

  private double number(String cell, int line, int column) {
    double value = numbers.parse(cell);
    if (Double.isNaN(value) && !cell.isEmpty() && !cell.equalsIgnoreCase("nan")) {
      throw new InputException(
          cellPlace(line, column) + ": '" + cell + "' is no number.", numbers.remedy(cell));
    }
    if (Float.isInfinite((float) value) && !Double.isInfinite(value)) {
      throw new InputException(
          cellPlace(line, column) + ": " + cell + " is beyond float32.", "Scale the column.");
    }
    return value;
  }

  private String cellPlace(int line, int column) {
    return file + ", line " + line + ", column '" + columns.get(column) + "'";
  }

  private String place(int row) {
    return file + ", line " + lines.get(row);
  }
}
