package dev.preflight.tuner.runs;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Final losses of runs of one length and the same seeds against their rates, and where the best
 * rate lies.
 *
 * <p>A run has failed if its loss is not finite or above that of the untrained program; a rate
 * above the best one also if it gave up more than half of what the best one gained.
 *
 * <p>There are two policies for a run that ended no better than untrained. The search {@link
 * #keeping keeps} its loss: the run has failed, and where all have, there is no winner. The finder
 * {@link #clamping clamps} it to the untrained loss: among a handful of very short runs it needs a
 * point to draw through and a rate to go on from, and refuses later where nothing was gained.
 */
public final class LossCurve {

  /** Share of the best gain that a run must keep not to count as lost. */
  private static final double LEAST_GAIN = 0.5;

  /** Less curvature than this, in the loss for a decade squared, is rounding. */
  private static final double LEAST_CURVATURE = 1e-12;

  private final double untrained;
  private final boolean clamps;
  private final NavigableMap<Double, Double> losses = new TreeMap<>();

  private LossCurve(double untrained, boolean clamps) {
    this.untrained = Double.isFinite(untrained) ? untrained : Double.POSITIVE_INFINITY;
    this.clamps = clamps;
  }

  /**
   * A curve of losses as they are.
   *
   * @param untrained loss of the untrained program; NaN or infinite if there is none
   */
  public static LossCurve keeping(double untrained) {
    return new LossCurve(untrained, false);
  }

  /** A curve on which no loss is above the untrained one, and NaN is no better than that. */
  public static LossCurve clamping(double untrained) {
    return new LossCurve(untrained, true);
  }

  public void put(double rate, double loss) {
    losses.put(rate, clamps && !(loss < untrained) ? untrained : loss);
  }

  /** Losses by rate, ascending; not finite where a run diverged. */
  public NavigableMap<Double, Double> losses() {
    return Collections.unmodifiableNavigableMap(losses);
  }

  /** Loss of the untrained program; infinite if there is none. */
  public double untrained() {
    return untrained;
  }

  public boolean has(double rate) {
    return losses.containsKey(rate);
  }

  /** The loss at a rate that was tried. */
  public double at(double rate) {
    Double loss = losses.get(rate);
    if (loss == null) {
      throw new IllegalArgumentException("rate " + rate + " was not tried");
    }
    return loss;
  }

  private boolean trains(double loss) {
    return Double.isFinite(loss) && loss <= untrained;
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

  /** The winner, or the lowest rate tried where every run failed. At least one must be tried. */
  public double leader() {
    return winner().orElseGet(losses::firstKey);
  }

  /** The winner's loss; that of the untrained program where there is no winner. */
  public double best() {
    OptionalDouble winner = winner();
    return winner.isPresent() ? at(winner.getAsDouble()) : untrained;
  }

  /** Whether a loss has given up more than half of what the best rate gained; NaN has. */
  public boolean isLost(double loss) {
    double best = best();
    return !(loss <= best + (1 - LEAST_GAIN) * (untrained - best));
  }

  /** Whether training failed at a rate that was tried. */
  public boolean failed(double rate) {
    double loss = at(rate);
    OptionalDouble winner = winner();
    if (!trains(loss) || winner.isEmpty()) {
      return !trains(loss);
    }
    return rate > winner.getAsDouble() && Double.isFinite(untrained) && isLost(loss);
  }

  /** Rates and losses of the runs that did not fail. */
  public NavigableMap<Double, Double> feasible() {
    NavigableMap<Double, Double> kept = new TreeMap<>(losses);
    kept.keySet().removeIf(this::failed);
    return kept;
  }

  /** The lowest rate above the winner at which training failed, if any. */
  public OptionalDouble wall() {
    OptionalDouble winner = winner();
    return losses.keySet().stream()
        .filter(rate -> rate > winner.orElse(0) && failed(rate))
        .mapToDouble(rate -> rate)
        .findFirst();
  }

  /** Largest difference between losses of runs that did not fail; 0 without any. */
  public double spread() {
    NavigableMap<Double, Double> kept = feasible();
    return kept.isEmpty() ? 0 : Collections.max(kept.values()) - Collections.min(kept.values());
  }

  /** A parabola through the feasible runs within a factor of the winner, if there is a valley. */
  public @Nullable Parabola parabola(double factor) {
    OptionalDouble winner = winner();
    if (winner.isEmpty()) {
      return null;
    }
    double centre = winner.getAsDouble();
    return Parabola.through(feasible().subMap(centre / factor, true, centre * factor, true));
  }

  /**
   * The best rate between the rates tried: the vertex of a parabola through log loss against log
   * rate at the leader and its two neighbours, failed or not, or the leader where it has only one.
   */
  public double vertex() {
    double leader = leader();
    Map.Entry<Double, Double> below = losses.lowerEntry(leader);
    Map.Entry<Double, Double> above = losses.higherEntry(leader);
    if (below == null || above == null) {
      return leader;
    }
    Parabola parabola =
        Parabola.fit(losses.subMap(below.getKey(), true, above.getKey(), true), best() > 0);
    return parabola == null || !(parabola.curvature() > LEAST_CURVATURE)
        ? leader
        : Math.min(above.getKey(), Math.max(below.getKey(), parabola.vertex()));
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
