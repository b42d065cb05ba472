package dev.preflight.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What training at each rate of the grid gave, for one case, run length and schedule.
 *
 * <p>The best rate is that of the lowest mean among those tried with all seeds. A rate is good if
 * the mean final loss there is within 15 % of the best, or within one standard deviation over the
 * seeds at the best, whichever is larger. Between rates of the grid the logarithm of the loss is
 * interpolated over the logarithm of the rate; a run that was lost counts as twice the untrained
 * loss.
 */
final class Truth {

  private static final int SEEDS = 5;
  private static final double TOLERANCE = 0.15;

  /** Steps in which the ends of the good rates are looked for, in rates of the grid. */
  private static final double FINE = 0.05;

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

  /** Whether any rate was tried with all seeds. */
  boolean isBegun() {
    return losses.values().stream().anyMatch(seeds -> seeds.size() >= SEEDS);
  }

  private List<Double> at(int k) {
    return losses.getOrDefault(k, List.of());
  }

  private double mean(int k) {
    return at(k).stream()
        .mapToDouble(loss -> Math.min(loss, 2 * untrained))
        .average()
        .orElseThrow();
  }

  private int bestIndex() {
    return losses.keySet().stream()
        .filter(k -> at(k).size() >= SEEDS)
        .min((a, b) -> Double.compare(mean(a), mean(b)))
        .orElseThrow();
  }

  double best() {
    return mean(bestIndex());
  }

  double bestRate() {
    return rate(bestIndex());
  }

  private static double rate(double index) {
    return Math.pow(10, index / LearningRateTruth.PER_DECADE);
  }

  private static double index(double rate) {
    return LearningRateTruth.PER_DECADE * Math.log10(rate);
  }

  /** Standard deviation over the seeds at the best rate. */
  double deviation() {
    List<Double> seeds = at(bestIndex());
    double mean = best();
    double square = seeds.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(square / (seeds.size() - 1));
  }

  /** Mean final loss at a rate; beyond the ends of the grid that of the end, or untrained. */
  double loss(double rate) {
    double x = index(rate);
    Integer below = losses.floorKey((int) Math.floor(x));
    Integer above = losses.ceilingKey((int) Math.floor(x) + 1);
    if (below == null) {
      return untrained;
    }
    if (above == null) {
      return mean(losses.lastKey());
    }
    double weight = (x - below) / (above - below);
    return Math.exp((1 - weight) * Math.log(mean(below)) + weight * Math.log(mean(above)));
  }

  boolean isGood(double rate) {
    return loss(rate) <= best() + Math.max(TOLERANCE * best(), deviation());
  }

  /** The lowest and the highest of the good rates around the best. */
  double[] goodRates() {
    double low = bestIndex();
    double high = low;
    while (low > losses.firstKey() && isGood(rate(low - FINE))) {
      low -= FINE;
    }
    while (high < losses.lastKey() && isGood(rate(high + FINE))) {
      high += FINE;
    }
    return new double[] {rate(low), rate(high)};
  }

  /** Regret as a ratio of losses: 1 is the best. */
  double ratio(double rate) {
    return loss(rate) / best();
  }

  /** Regret in standard deviations over the seeds at the best rate. */
  double deviations(double rate) {
    return (loss(rate) - best()) / deviation();
  }

  /** Whether a run at the nearest rate of the grid ended worse than untrained. */
  boolean diverges(double rate) {
    double x = index(rate);
    int nearest =
        losses.keySet().stream()
            .min((a, b) -> Double.compare(Math.abs(a - x), Math.abs(b - x)))
            .orElseThrow();
    return at(nearest).stream().anyMatch(loss -> !(loss <= untrained));
  }
}
