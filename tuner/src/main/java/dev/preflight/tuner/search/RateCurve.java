package dev.preflight.tuner.search;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Final losses of runs of one length and the same seeds against their rates.
 *
 * <p>A run has failed if its loss is not finite or above that of the untrained program; a rate
 * above the best one also if it gave up more than half of what the best one gained.
 */
public final class RateCurve {

  /** Share of the best gain that a run must keep not to count as lost. */
  private static final double LEAST_GAIN = 0.5;

  private final double ceiling;
  private final NavigableMap<Double, Double> losses = new TreeMap<>();

  /**
   * @param ceiling loss of the untrained program; NaN or infinite if there is none
   */
  RateCurve(double ceiling) {
    this.ceiling = Double.isFinite(ceiling) ? ceiling : Double.POSITIVE_INFINITY;
  }

  void put(double rate, double loss) {
    losses.put(rate, loss);
  }

  /** Losses by rate, ascending; not finite where a run diverged. */
  public NavigableMap<Double, Double> losses() {
    return Collections.unmodifiableNavigableMap(losses);
  }

  boolean has(double rate) {
    return losses.containsKey(rate);
  }

  private boolean trains(double loss) {
    return Double.isFinite(loss) && loss <= ceiling;
  }

  /** The rate with the lowest loss, of equal ones the smallest; empty if every run failed. */
  public OptionalDouble winner() {
    Optional<Double> best =
        losses.entrySet().stream()
            .filter(e -> trains(e.getValue()))
            .min(
                Map.Entry.<Double, Double>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(Map.Entry::getKey);
    return best.isPresent() ? OptionalDouble.of(best.get()) : OptionalDouble.empty();
  }

  /** The loss at a rate that was tried. */
  double at(double rate) {
    Double loss = losses.get(rate);
    if (loss == null) {
      throw new IllegalArgumentException("rate " + rate + " was not tried");
    }
    return loss;
  }

  /** Whether training failed at a rate that was tried. */
  public boolean failed(double rate) {
    double loss = at(rate);
    OptionalDouble winner = winner();
    if (!trains(loss) || winner.isEmpty()) {
      return !trains(loss);
    }
    double best = at(winner.getAsDouble());
    return rate > winner.getAsDouble()
        && Double.isFinite(ceiling)
        && loss > best + (1 - LEAST_GAIN) * (ceiling - best);
  }

  /** Rates and losses of the runs that did not fail. */
  public NavigableMap<Double, Double> feasible() {
    NavigableMap<Double, Double> kept = new TreeMap<>(losses);
    kept.keySet().removeIf(this::failed);
    return kept;
  }

  /** The lowest rate above the winner at which training failed, if any. */
  OptionalDouble wall() {
    OptionalDouble winner = winner();
    return losses.keySet().stream()
        .filter(rate -> rate > winner.orElse(0) && failed(rate))
        .mapToDouble(rate -> rate)
        .findFirst();
  }

  /** Largest difference between losses of runs that did not fail; 0 without any. */
  double spread() {
    NavigableMap<Double, Double> kept = feasible();
    return kept.isEmpty() ? 0 : Collections.max(kept.values()) - Collections.min(kept.values());
  }

  /** A parabola through the feasible runs within a factor of the winner, if there is a valley. */
  @Nullable Parabola parabola(double factor) {
    OptionalDouble winner = winner();
    if (winner.isEmpty()) {
      return null;
    }
    double centre = winner.getAsDouble();
    return Parabola.through(feasible().subMap(centre / factor, true, centre * factor, true));
  }

  /** The rates around {@code best} whose loss is at most {@code margin} above its own. */
  public double[] within(double best, double margin) {
    return has(best) ? interval(best, at(best) + margin) : new double[] {best, best};
  }

  /**
   * The rates around {@code best} whose loss, interpolated in log rate, is at most {@code loss}.
   */
  private double[] interval(double best, double loss) {
    NavigableMap<Double, Double> kept = feasible();
    return new double[] {
      reach(kept.headMap(best, true).descendingMap(), best, loss),
      reach(kept.tailMap(best, true), best, loss)
    };
  }

  private static double reach(Map<Double, Double> outwards, double best, double limit) {
    double reached = best;
    double before = Double.NaN;
    for (Map.Entry<Double, Double> point : outwards.entrySet()) {
      if (point.getValue() > limit) {
        double share = (limit - before) / (point.getValue() - before);
        return Double.isNaN(share)
            ? reached
            : reached * Math.pow(point.getKey() / reached, Math.max(0, share));
      }
      reached = point.getKey();
      before = point.getValue();
    }
    return reached;
  }
}
