package dev.preflight.tuner.runs;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.commons.math3.fitting.PolynomialCurveFitter;
import org.apache.commons.math3.fitting.WeightedObservedPoints;

/**
 * Final losses of runs of one length against their rates, and where the best rate lies.
 *
 * <p>A run that diverged, or lost more than it could gain, counts as no better than untrained.
 */
public final class LossCurve {

  private final double untrained;
  private final NavigableMap<Double, Double> losses = new TreeMap<>();

  public LossCurve(double untrained) {
    this.untrained = untrained;
  }

  public void put(double rate, double loss) {
    losses.put(rate, loss < untrained ? loss : untrained);
  }

  public NavigableMap<Double, Double> losses() {
    return losses;
  }

  boolean isEmpty() {
    return losses.isEmpty();
  }

  public double untrained() {
    return untrained;
  }

  public double best() {
    return losses.values().stream().mapToDouble(v -> v).min().orElse(untrained);
  }

  /** The rate with the lowest loss; of equal ones the smallest. */
  public double winner() {
    return losses.entrySet().stream()
        .min(Map.Entry.<Double, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .orElseThrow()
        .getKey();
  }

  /** Whether a loss has given up more than half of what the best rate gained. */
  public boolean isLost(double loss) {
    return !(loss <= best() + 0.5 * (untrained - best()));
  }

  /** The lowest rate above the winner at which training is lost; infinite if none was seen. */
  public double cliff() {
    return losses.tailMap(winner(), false).entrySet().stream()
        .filter(entry -> isLost(entry.getValue()))
        .mapToDouble(Map.Entry::getKey)
        .findFirst()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /**
   * The best rate between the rates tried: the vertex of a parabola through log loss against log
   * rate at the winner and its two neighbours, or the winner where it has only one.
   */
  public double vertex() {
    double winner = winner();
    Map.Entry<Double, Double> below = losses.lowerEntry(winner);
    Map.Entry<Double, Double> above = losses.higherEntry(winner);
    if (below == null || above == null) {
      return winner;
    }
    WeightedObservedPoints points = new WeightedObservedPoints();
    boolean positive = best() > 0;
    losses
        .subMap(below.getKey(), true, above.getKey(), true)
        .forEach((rate, loss) -> points.add(Math.log10(rate), positive ? Math.log(loss) : loss));
    double[] c = PolynomialCurveFitter.create(2).fit(points.toList());
    if (!(c[2] > 1e-12)) {
      return winner;
    }
    double vertex = Math.pow(10, -c[1] / (2 * c[2]));
    return Math.min(above.getKey(), Math.max(below.getKey(), vertex));
  }
}
