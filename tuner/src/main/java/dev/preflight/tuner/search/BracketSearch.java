package dev.preflight.tuner.search;

import dev.preflight.tuner.runs.LossCurve;
import dev.preflight.tuner.runs.Parabola;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best rate between worse ones: points on a logarithmic grid until two on both sides of
 * the winner have been tried, then a parabola in log rate, whose vertex is tried too.
 *
 * <p>One point on either side would stop too early, since a single run is noisy: points at 1.8 and
 * at 3.2 times the winner, and as far below, must be worse. A side ends at the first rate that
 * fails or at the limit of the rates. Costs seven runs where the start is near the best rate.
 */
public final class BracketSearch {

  /** Distance between neighbouring rates of the grid. */
  public static final double STEP = 1.8;

  /** Rates within this factor of the winner shape the parabola; a little more than two steps. */
  public static final double REACH = 3.3;

  /** Points on each side of the winner that must have been tried. */
  private static final int ROOM = 2;

  private static final int MOST_POINTS = 40;

  /** Rates are written with three digits, so that what is copied is what was run. */
  private static final MathContext DIGITS = new MathContext(3);

  private final double start;
  private final double lowest;
  private final double highest;
  private final DoubleUnaryOperator loss;
  private final LossCurve curve;

  private BracketSearch(
      double start, double lowest, double highest, double ceiling, DoubleUnaryOperator loss) {
    this.start = start;
    this.lowest = lowest;
    this.highest = highest;
    this.loss = loss;
    this.curve = LossCurve.keeping(ceiling);
  }

  /**
   * What was found.
   *
   * @param code where the best rate lies
   * @param winner best rate of the grid; NaN if all failed
   * @param vertex lowest point of the parabola, tried; NaN if there is none between rates tried
   * @param chosen the vertex, or the winner where the vertex is no better than the winner's
   *     neighbours; NaN if all failed
   * @param parabola through the points around the winner; null if there is no valley
   * @param curve every rate tried with its loss
   */
  public record Found(
      VerdictCode code,
      double winner,
      double vertex,
      double chosen,
      @Nullable Parabola parabola,
      LossCurve curve) {}

  /**
   * Searches.
   *
   * @param start first rate, within the limits
   * @param lowest lowest rate allowed, above 0
   * @param highest highest rate allowed
   * @param ceiling loss of the untrained program; NaN or infinite if there is none
   * @param loss the loss of a run at a rate, the same whenever asked
   */
  public static Found search(
      double start, double lowest, double highest, double ceiling, DoubleUnaryOperator loss) {
    if (!(lowest > 0 && lowest <= start && start <= highest)) {
      throw new IllegalArgumentException(
          "rates must ascend from a positive one, were " + lowest + ", " + start + ", " + highest);
    }
    return new BracketSearch(start, lowest, highest, ceiling, loss).search();
  }

  /** A rate in three significant digits. */
  public static double rounded(double rate) {
    return new BigDecimal(rate).round(DIGITS).doubleValue();
  }

  private double rate(int index) {
    return rounded(start * Math.pow(STEP, index));
  }

  private boolean allowed(int index) {
    return rate(index) >= lowest && rate(index) <= highest;
  }

  private void tryRate(double rate) {
    curve.put(rate, loss.applyAsDouble(rate));
  }

  private Found search() {
    tryRate(rate(0));
    if (allowed(1)) {
      tryRate(rate(1));
    }
    for (int i = 0; i < MOST_POINTS; i++) {
      OptionalDouble next = next();
      if (next.isEmpty()) {
        break;
      }
      tryRate(next.getAsDouble());
    }
    OptionalDouble best = curve.winner();
    if (best.isEmpty()) {
      return new Found(VerdictCode.ALL_INFEASIBLE, Double.NaN, Double.NaN, Double.NaN, null, curve);
    }
    double winner = best.getAsDouble();
    VerdictCode code = code(winner);
    Parabola parabola = curve.parabola(REACH);
    double vertex = vertex(parabola, winner);
    if (Double.isNaN(vertex)) {
      return new Found(code, winner, vertex, winner, parabola, curve);
    }
    double least = worseNeighbour(winner);
    if (!curve.has(vertex)) {
      tryRate(vertex);
    }
    double chosen = curve.at(vertex) <= least ? vertex : winner;
    return new Found(code, winner, vertex, chosen, parabola, curve);
  }

  /** The next rate the bracket needs: the nearest one missing, above first. */
  private OptionalDouble next() {
    OptionalDouble best = curve.winner();
    if (best.isEmpty()) {
      double below = rate(indexOf(curve.losses().firstKey()) - 1);
      return below >= lowest ? OptionalDouble.of(below) : OptionalDouble.empty();
    }
    int winner = indexOf(best.getAsDouble());
    for (int distance = 1; distance <= ROOM; distance++) {
      for (int side : new int[] {1, -1}) {
        int index = winner + side * distance;
        boolean shut =
            side > 0 && distance > 1 && curve.has(rate(index - 1)) && curve.failed(rate(index - 1));
        if (allowed(index) && !shut && !curve.has(rate(index))) {
          return OptionalDouble.of(rate(index));
        }
      }
    }
    return OptionalDouble.empty();
  }

  private int indexOf(double rate) {
    return (int) Math.round(Math.log(rate / start) / Math.log(STEP));
  }

  private VerdictCode code(double winner) {
    Double above = curve.losses().higherKey(winner);
    Double below = curve.losses().lowerKey(winner);
    if (above == null) {
      return VerdictCode.EDGE_HIGH_STABLE;
    }
    if (below == null) {
      // Even beside a wall: nothing is known of lower rates.
      return VerdictCode.EDGE_LOW;
    }
    return curve.failed(above) ? VerdictCode.EDGE_AT_INSTABILITY : VerdictCode.INTERIOR;
  }

  /** The vertex, if it lies between the winner's neighbours; NaN otherwise. */
  private double vertex(@Nullable Parabola parabola, double winner) {
    Double below = curve.losses().lowerKey(winner);
    Double above = curve.losses().higherKey(winner);
    if (parabola == null || below == null || above == null) {
      return Double.NaN;
    }
    double vertex = rounded(parabola.vertex());
    boolean inside = vertex >= below && vertex <= above && !curve.failed(above);
    return inside ? vertex : Double.NaN;
  }

  private double worseNeighbour(double winner) {
    double worst = curve.at(winner);
    for (Double rate :
        new Double[] {curve.losses().lowerKey(winner), curve.losses().higherKey(winner)}) {
      worst = rate == null ? worst : Math.max(worst, curve.at(rate));
    }
    return worst;
  }
}
