package dev.preflight.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.stat.inference.MannWhitneyUTest;

/**
 * Compares the regrets of two samplers: by problem and budget their medians and the p-value of the
 * Mann-Whitney test, two-sided, times the number of tests by Holm; and the difference of their mean
 * ranks among all runs of a problem.
 */
final class StudyScore {

  private StudyScore() {}

  private record Cell(String name, double ours, double theirs, double share, double p) {}

  public static void main(String[] args) throws IOException {
    Map<String, List<Double>> ours = read(Path.of(args[0]));
    Map<String, List<Double>> theirs = read(Path.of(args[1]));
    List<Cell> cells = new ArrayList<>();
    for (String name : ours.keySet()) {
      if (theirs.containsKey(name)) {
        double[] a = values(ours.get(name));
        double[] b = values(theirs.get(name));
        double p = new MannWhitneyUTest().mannWhitneyUTest(a, b);
        cells.add(new Cell(name, median(a), median(b), share(a, b), p));
      }
    }
    Map<String, Double> adjusted = holm(cells);
    System.out.println("| problem | budget | Preflight | Optuna | p | p by Holm | better half |");
    System.out.println("|---|---|---|---|---|---|---|");
    double difference = 0;
    int won = 0;
    for (Cell cell : cells) {
      double share = cell.share();
      difference += 0.5 - share;
      won += share > 0.5 ? 1 : 0;
      System.out.printf(
          Locale.ROOT,
          "| %s | %.3g | %.3g | %.3f | %.3f | %.2f |%n",
          cell.name().replace("\t", " | "),
          cell.ours(),
          cell.theirs(),
          cell.p(),
          adjusted.getOrDefault(cell.name(), 1.0),
          share);
    }
    // A run's rank among two is 2 minus the chance to be better than the other.
    System.out.printf(
        Locale.ROOT,
        "%nPreflight is ahead in %d of %d; mean rank among two: %.3f against %.3f%n",
        won,
        cells.size(),
        1.5 + difference / cells.size(),
        1.5 - difference / cells.size());
  }

  private static Map<String, List<Double>> read(Path file) throws IOException {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] fields = line.split("\t", -1);
      values
          .computeIfAbsent(fields[0] + "\t" + fields[1], k -> new ArrayList<>())
          .add(
              fields[3].startsWith("Inf") || fields[3].equals("inf")
                  ? Double.MAX_VALUE
                  : Double.parseDouble(fields[3]));
    }
    return values;
  }

  private static double[] values(List<Double> list) {
    return list.stream().mapToDouble(v -> v).toArray();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /** How often one of ours is better than one of theirs; equal ones count half. */
  private static double share(double[] ours, double[] theirs) {
    double better = 0;
    for (double a : ours) {
      for (double b : theirs) {
        better += a < b ? 1 : (a == b ? 0.5 : 0);
      }
    }
    return better / ((double) ours.length * theirs.length);
  }

  private static Map<String, Double> holm(List<Cell> cells) {
    Map<Double, List<String>> byP = new TreeMap<>();
    for (Cell cell : cells) {
      byP.computeIfAbsent(cell.p(), k -> new ArrayList<>()).add(cell.name());
    }
    Map<String, Double> adjusted = new LinkedHashMap<>();
    int rank = 0;
    double most = 0;
    for (Map.Entry<Double, List<String>> entry : byP.entrySet()) {
      for (String name : entry.getValue()) {
        most = Math.max(most, Math.min(1, entry.getKey() * (cells.size() - rank)));
        adjusted.put(name, most);
        rank++;
      }
    }
    return adjusted;
  }
}
