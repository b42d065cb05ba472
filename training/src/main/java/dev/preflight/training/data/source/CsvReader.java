package dev.preflight.training.data.source;

import dev.preflight.training.data.InputException;
import dev.preflight.training.data.Reading;
import dev.preflight.training.data.format.CsvRows;
import dev.preflight.training.data.format.InputFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reads a CSV table with a header: one label column, every other column a numeric feature. Features
 * are float32 [n, columns]; an empty cell, {@code nan} and {@code inf} become NaN and infinity.
 */
final class CsvReader {
  private CsvReader() {}

  static Loaded load(SpecText spec, Path base, ReadingLog log) {
    Options options = spec.options();
    LabelRules rules = LabelRules.of(options);
    CsvTable train = table(InputFile.resolve(base, spec.arguments().get(0)), options, log);
    String validationFile = options.text("validation-file").orElse("");
    CsvTable validation =
        validationFile.isEmpty()
            ? null
            : table(InputFile.resolve(base, validationFile), options, log);
    if (validation != null && !validation.columns().equals(train.columns())) {
      throw new InputException(
          validation.file()
              + " has the columns "
              + validation.columns()
              + ", "
              + train.file()
              + " has "
              + train.columns()
              + ".",
          "Give both files the same columns in the same order.");
    }
    log.met(Reading.Kind.READ, "tables", "files", validation == null ? 1 : 2);
    boolean regression = rules.task() == LabelRules.Task.REGRESSION;
    List<String> names = regression ? List.of() : train.classNames();
    return Loaded.of(
            rules,
            train.part(names, regression),
            validation == null ? null : validation.part(names, regression),
            validationFile,
            names)
        .withTable(train.featureNames(), train.groups());
  }

  private static char delimiter(Options options) {
    return switch (options.word("delimiter", "comma", "semicolon", "tab").orElse("comma")) {
      case "semicolon" -> ';';
      case "tab" -> '\t';
      default -> ',';
    };
  }

  private static CsvTable table(Path file, Options options, ReadingLog log) {
    CsvRows rows = new CsvRows(file, delimiter(options));
    List<String> first = rows.next();
    List<String> header = first.stream().map(String::strip).toList();
    String told = options.word("header", "auto", "true", "false").orElse("auto");
    if (told.equals("false")) {
      header = IntStream.rangeClosed(1, first.size()).mapToObj(k -> "column " + k).toList();
    } else if (told.equals("auto") && looksLikeData(header)) {
      log.met(
          Reading.Kind.DOUBTED,
          "of numbers, taken for names of columns (" + String.join(", ", header) + ")",
          "header lines",
          1,
          file + ", line 1",
          "Add header=false if the line is data, or header=true if these are names.");
    }
    checkHeader(file, header);
    String label = options.text("label").orElse(header.get(header.size() - 1));
    if (!header.contains(label)) {
      List<String> near = InputException.nearest(label, header);
      throw new InputException(
          file + " has no column '" + label + "'; it has " + String.join(", ", header) + ".",
          near.isEmpty()
              ? told.equals("false")
                  ? "Without a header the columns are counted: label=column " + header.size() + "."
                  : "Name one of these with label=."
              : "Did you mean " + String.join(" or ", near) + "?");
    }
    String group = options.text("group").orElse("");
    if (!group.isEmpty() && !header.contains(group)) {
      throw new InputException(
          file
              + " has no column '"
              + group
              + "' of groups; it has "
              + String.join(", ", header)
              + ".",
          "Name one of these with group=.");
    }
    if (group.equals(label)) {
      throw new InputException(
          "Data options label=" + label + " and group=" + group + " name one column.",
          "Groups are what items come from, such as a patient.");
    }
    if (header.size() < (group.isEmpty() ? 2 : 3)) {
      throw new InputException(
          file + " has no column beside its label and its group.", "Features need one.");
    }
    CsvTable table =
        new CsvTable(
            file,
            header,
            header.indexOf(label),
            group.isEmpty() ? -1 : header.indexOf(group),
            CsvNumbers.of(options));
    if (told.equals("false")) {
      table.add(first, rows.line());
    }
    for (List<String> row = rows.next(); !row.isEmpty(); row = rows.next()) {
      table.add(row, rows.line());
    }
    table.check();
    return table;
  }

  /** Whether all cells but the last are numbers, and these do not count the columns. */
  private static boolean looksLikeData(List<String> header) {
    List<String> cells = header.subList(0, Math.max(0, header.size() - 1));
    return !cells.isEmpty()
        && cells.stream().noneMatch(cell -> Double.isNaN(CsvNumbers.PLAIN.parse(cell)))
        && IntStream.range(0, 2)
            .noneMatch(
                from ->
                    IntStream.range(0, cells.size())
                        .allMatch(k -> CsvNumbers.PLAIN.parse(cells.get(k)) == from + k));
  }

  private static void checkHeader(Path file, List<String> header) {
    Set<String> seen = new HashSet<>();
    for (String name : header) {
      if (!seen.add(name)) {
        throw new InputException(
            file + ", line 1: the header names '" + name + "' twice.",
            Double.isNaN(CsvNumbers.PLAIN.parse(name))
                ? "Rename one of the columns."
                : "Add header=false if the line is data; otherwise rename one of the columns.");
      }
    }
    if (header.size() < 2) {
      throw new InputException(
          file
              + ", line 1: the header has "
              + header.size()
              + " column, features and a label need two.",
          "Check the delimiter= option (comma, semicolon, tab).");
    }
  }
}
