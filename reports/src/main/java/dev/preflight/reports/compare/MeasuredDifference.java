package dev.preflight.reports.compare;

import dev.preflight.reports.Measure;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The difference of a measure between two results, the later minus the first, with its 95 %
 * interval.
 *
 * @param low lower end; NaN where one run each says nothing of chance
 * @param high upper end
 * @param over what the interval speaks of, for people
 */
record MeasuredDifference(double value, double low, double high, String over) {

  /** Of two checkpoints, which say nothing of other seeds. */
  private static final String ITEMS = "the same items; another seed would differ as well";

  /** Two-sided 95 % point of the standard normal. */
  private static final double Z95 = 1.959963984540054;

  /** The difference, by the sharpest comparison that the two allow. */
  static MeasuredDifference of(Measure first, Measure later) {
    Measure.Items before = first.items();
    Measure.Items after = later.items();
    if (before != null && after != null && before.count() == after.count()) {
      return ofItems(before.bits(), after.bits(), before.count());
    }
    double difference = later.value() - first.value();
    return ofSeeds(first.runs(), later.runs())
        .orElseGet(
            () ->
                new MeasuredDifference(
                    difference, Double.NaN, Double.NaN, "one run each, so that chance is unknown"));
  }

  boolean bounded() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }

  /** What the verdict is limited to, after a name; empty where it is not. */
  String where() {
    return over.equals(ITEMS) ? " on these items" : "";
  }

  boolean isTie() {
    return low <= 0 && high >= 0;
  }

  /**
   * Of two shares of the same items: Wald's interval of a paired difference with half an item added
   * to every cell of the table (Agresti and Min, Statistics in Medicine 24, 2005).
   */
  private static MeasuredDifference ofItems(BitSet before, BitSet after, int count) {
    BitSet gained = (BitSet) after.clone();
    gained.andNot(before);
    BitSet lost = (BitSet) before.clone();
    lost.andNot(after);
    double b = gained.cardinality() + 0.5;
    double c = lost.cardinality() + 0.5;
    double n = count + 2.0;
    double half = Z95 * Math.sqrt((b + c) - (b - c) * (b - c) / n) / n;
    double centre = (b - c) / n;
    double difference = (double) (gained.cardinality() - lost.cardinality()) / (double) count;
    return new MeasuredDifference(difference, centre - half, centre + half, ITEMS);
  }

  private static Optional<MeasuredDifference> ofSeeds(
      List<Measure.SeedRun> first, List<Measure.SeedRun> later) {
    Map<Long, Double> before = new HashMap<>();
    first.forEach(run -> before.put(run.seed(), run.value()));
    double[] pairs =
        later.stream()
            .filter(run -> before.containsKey(run.seed()))
            .mapToDouble(run -> run.value() - before.getOrDefault(run.seed(), Double.NaN))
            .filter(Double::isFinite)
            .toArray();
    if (pairs.length >= 2 && pairs.length == later.size() && pairs.length == first.size()) {
      Moments of = Moments.of(pairs);
      return Optional.of(
          interval(
              of.mean,
              Math.sqrt(of.variance / pairs.length),
              pairs.length - 1.0,
              pairs.length + " seeds in pairs"));
    }
    double[] a = finite(first);
    double[] b = finite(later);
    if (a.length < 2 || b.length < 2) {
      return Optional.empty();
    }
    Moments x = Moments.of(a);
    Moments y = Moments.of(b);
    double ofX = x.variance / a.length;
    double ofY = y.variance / b.length;
    double freedom =
        (ofX + ofY) * (ofX + ofY) / (ofX * ofX / (a.length - 1) + ofY * ofY / (b.length - 1));
    return Optional.of(
        interval(
            y.mean - x.mean,
            Math.sqrt(ofX + ofY),
            freedom,
            a.length + " and " + b.length + " seeds, by Welch"));
  }

  private static double[] finite(List<Measure.SeedRun> runs) {
    return runs.stream().mapToDouble(Measure.SeedRun::value).filter(Double::isFinite).toArray();
  }

  private static MeasuredDifference interval(
      double mean, double error, double freedom, String over) {
    if (!(error > 0)) {
      return new MeasuredDifference(mean, mean, mean, over);
    }
    double half = TDistribution.of(freedom).inverseCumulativeProbability(0.975) * error;
    return new MeasuredDifference(mean, mean - half, mean + half, over);
  }

  /** Mean and variance of a sample of at least two. */
  private record Moments(double mean, double variance) {
    static Moments of(double[] values) {
      double mean = 0;
      for (double v : values) {
        mean += v / values.length;
      }
      double squares = 0;
      for (double v : values) {
        squares += (v - mean) * (v - mean);
      }
      return new Moments(mean, squares / (values.length - 1));
    }
  }
}
