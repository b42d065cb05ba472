package dev.preflight.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.commons.math3.analysis.polynomials.PolynomialFunction;
import org.apache.commons.math3.fitting.PolynomialCurveFitter;
import org.apache.commons.math3.fitting.WeightedObservedPoints;

/**
 * Holds the rates that the search and the lectures' recipe chose against the dense grid.
 *
 * <p>Regret is the mean final loss at the rate less that at the best rate, over seeds that no
 * search has used, in standard deviations over seeds at the best rate. It is told twice. Against
 * the lowest mean of the grid it is too high, for the lowest of many noisy means is lower than the
 * loss there. Against a cubic in log rate, fitted to the logarithms of the means in the valley
 * around the best, noise is averaged out on both sides.
 */
public final class SearchScore {

  private static final int PER_DECADE = 8;
  private static final int DEGREE = 3;

  /** Seed standard deviations above the best at which the valley ends. */
  private static final double NEAR = 4;

  /** The dense grid of one case. */
  private static final class Grid {
    private final TreeMap<Integer, List<Double>> losses = new TreeMap<>();
    private double untrained = Double.NaN;

    /** Mean over seeds; a lost run counts as an untrained one. */
    double mean(int k) {
      return losses.getOrDefault(k, List.of()).stream()
          .mapToDouble(v -> Math.min(v, untrained))
          .average()
          .orElseThrow();
    }

    int best() {
      return losses.keySet().stream().min((a, b) -> Double.compare(mean(a), mean(b))).orElseThrow();
    }

    double sd() {
      double mean = mean(best());
      List<Double> seeds = losses.getOrDefault(best(), List.of());
      double square = seeds.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
      return Math.sqrt(square / (seeds.size() - 1));
    }

    /** The mean between rates of the grid; the untrained loss beyond its ends. */
    double loss(double rate) {
      double x = PER_DECADE * Math.log10(rate);
      Integer below = losses.floorKey((int) Math.floor(x));
      Integer above = losses.ceilingKey((int) Math.floor(x) + 1);
      if (below == null || above == null) {
        return untrained;
      }
      double weight = (x - below) / (above - below);
      return mean(below) * (1 - weight) + mean(above) * weight;
    }

    /** The rates around the best whose runs all train and end near the best. */
    private NavigableMap<Integer, List<Double>> valley() {
      int low = best();
      int high = best();
      while (near(low - 1)) {
        low--;
      }
      while (near(high + 1)) {
        high++;
      }
      return losses.subMap(low, true, high, true);
    }

    private boolean near(int k) {
      return losses.containsKey(k)
          && losses.getOrDefault(k, List.of()).stream().allMatch(v -> v < untrained / 2)
          && mean(k) <= mean(best()) + NEAR * sd();
    }

    private PolynomialFunction fit() {
      WeightedObservedPoints points = new WeightedObservedPoints();
      valley().keySet().forEach(k -> points.add(k - best(), Math.log(mean(k))));
      return new PolynomialFunction(PolynomialCurveFitter.create(DEGREE).fit(points.toList()));
    }

    double raw(double rate) {
      return (loss(rate) - mean(best())) / sd();
    }

    double smooth(double rate) {
      double x = PER_DECADE * Math.log10(rate) - best();
      double from = valley().firstKey() - best();
      double to = valley().lastKey() - best();
      if (x < from || x > to) {
        return raw(rate);
      }
      PolynomialFunction fit = fit();
      double least = Double.POSITIVE_INFINITY;
      for (double at = from; at <= to; at += 0.01) {
        least = Math.min(least, Math.exp(fit.value(at)));
      }
      return (Math.exp(fit.value(x)) - least) / sd();
    }
  }

  private SearchScore() {}

  /**
   * Prints the table in Markdown.
   *
   * @param args the file of the searches, then the files of the dense grid
   */
  public static void main(String[] args) throws IOException {
    Map<String, Grid> grids = new LinkedHashMap<>();
    for (String file : List.of(args).subList(1, args.length)) {
      read(Path.of(file), grids);
    }
    System.out.println(
        "| case | best of grid | sd | chosen | code | runs | updates / 300 | regret | by the grid |"
            + " lectures chose | regret | by the grid |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
    List<double[]> all = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      String[] cells = line.split(",", -1);
      Grid grid = grids.get(cells[0]);
      if (grid == null) {
        continue;
      }
      double ours = Double.parseDouble(cells[2]);
      double lecture = Double.parseDouble(cells[3]);
      double[] row = {grid.smooth(ours), grid.raw(ours), grid.smooth(lecture), grid.raw(lecture)};
      all.add(row);
      System.out.printf(
          Locale.ROOT,
          "| %s %s | %.3g: %.4f | %.4f | %.3g | %s | %s | %.1f | %.2f | %.2f | %.3g | %.2f | %.2f |%n",
          cells[0],
          cells[1],
          Math.pow(10, (double) grid.best() / PER_DECADE),
          grid.mean(grid.best()),
          grid.sd(),
          ours,
          cells[4],
          cells[5],
          Double.parseDouble(cells[6]) / 300,
          row[0],
          row[1],
          lecture,
          row[2],
          row[3]);
    }
    System.out.printf(
        Locale.ROOT,
        "| mean of %d | | | | | | | %.2f | %.2f | | %.2f | %.2f |%n",
        all.size(),
        mean(all, 0),
        mean(all, 1),
        mean(all, 2),
        mean(all, 3));
  }

  private static double mean(List<double[]> rows, int column) {
    return rows.stream().mapToDouble(row -> row[column]).average().orElse(Double.NaN);
  }

  private static void read(Path file, Map<String, Grid> grids) throws IOException {
    for (String line : Files.readAllLines(file)) {
      String[] cells = line.split(",", -1);
      Grid grid = grids.computeIfAbsent(cells[0], key -> new Grid());
      double loss =
          cells[5].equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(cells[5]);
      if (cells[3].equals("untrained")) {
        grid.untrained = loss;
      } else {
        grid.losses.computeIfAbsent(Integer.valueOf(cells[3]), k -> new ArrayList<>()).add(loss);
      }
    }
  }
}
