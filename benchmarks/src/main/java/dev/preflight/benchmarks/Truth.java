package dev.preflight.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * What training at each rate of the grid gave, for one case, run length and schedule.
 *
 * <p>A rate is good if the mean final loss there is within a tenth of the gap between the untrained
 * and the best loss of the best, or within one standard deviation over seeds, whichever is larger.
 * Between rates of the grid the loss is interpolated over the logarithm of the rate.
 */
final class Truth {

  private static final int PER_DECADE = 4;
  private static final double TENTH = 0.1;

  private final TreeMap<Integer, List<Double>> losses = new TreeMap<>();
  private double untrained = Double.NaN;

  static Map<String, Truth> read(Path file) throws IOException {
    Map<String, Truth> truths = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] cells = line.split(",", -1);
      if (cells.length != 6) {
        continue;
      }
      Truth truth =
          truths.computeIfAbsent(
              String.join(",", cells[0], cells[1], cells[2]), key -> new Truth());
      double loss =
          cells[5].equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(cells[5]);
      if (cells[3].equals("untrained")) {
        truth.untrained = loss;
      } else {
        truth.losses.computeIfAbsent(Integer.valueOf(cells[3]), k -> new ArrayList<>()).add(loss);
      }
    }
    return truths;
  }

  private List<Double> at(int k) {
    return losses.getOrDefault(k, List.of());
  }

  /** Mean over seeds; a lost run counts as twice the untrained loss. */
  private double mean(int k) {
    return at(k).stream()
        .mapToDouble(loss -> Math.min(loss, 2 * untrained))
        .average()
        .orElseThrow();
  }

  private int bestIndex() {
    return losses.keySet().stream().min((a, b) -> Double.compare(mean(a), mean(b))).orElseThrow();
  }

  double best() {
    return mean(bestIndex());
  }

  double bestRate() {
    return Math.pow(10, (double) bestIndex() / PER_DECADE);
  }

  double tolerance() {
    List<Double> seeds = at(bestIndex());
    double mean = best();
    double square = seeds.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return Math.max(
        TENTH * (untrained - best()), Math.sqrt(square / Math.max(1, seeds.size() - 1)));
  }

  /** Mean final loss at a rate; beyond the ends of the grid that of the end, or untrained. */
  double loss(double rate) {
    double x = PER_DECADE * Math.log10(rate);
    Integer below = losses.floorKey((int) Math.floor(x));
    Integer above = losses.ceilingKey((int) Math.floor(x) + 1);
    if (below == null) {
      return untrained;
    }
    if (above == null) {
      return mean(losses.lastKey());
    }
    double weight = (x - below) / (above - below);
    return mean(below) * (1 - weight) + mean(above) * weight;
  }

  boolean isGood(double rate) {
    return loss(rate) <= best() + tolerance();
  }

  /** The good rates of the grid. */
  DoubleStream goodRates() {
    return losses.keySet().stream()
        .mapToDouble(k -> Math.pow(10, (double) k / PER_DECADE))
        .filter(this::isGood);
  }

  /** Regret in units of the tolerance: 1 is just no longer good. */
  double regret(double rate) {
    return (loss(rate) - best()) / tolerance();
  }

  /** Whether a run at the nearest rate of the grid ended worse than untrained. */
  boolean diverges(double rate) {
    double x = PER_DECADE * Math.log10(rate);
    int nearest =
        losses.keySet().stream()
            .min((a, b) -> Double.compare(Math.abs(a - x), Math.abs(b - x)))
            .orElseThrow();
    return at(nearest).stream().anyMatch(loss -> !(loss <= untrained));
  }
}
