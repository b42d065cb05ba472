package dev.preflight.tuner.search;

import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * The lectures' coarse rates on few iterations, a decade apart, and more decades while the best one
 * is the first or the last. Short runs that fail show early which rates are out of the question.
 */
public final class CoarseStage {

  private CoarseStage() {}

  /**
   * Losses of the short runs by rate.
   *
   * @param lowest lowest rate allowed; no higher than 0.1
   * @param highest highest rate allowed; no lower than 0.0001
   * @param ceiling loss of the untrained program; NaN or infinite if there is none
   * @param loss the loss of a short run at a rate, the same whenever asked
   */
  public static RateCurve run(
      double lowest, double highest, double ceiling, DoubleUnaryOperator loss) {
    RateCurve curve = new RateCurve(ceiling);
    for (double rate : SearchOptions.COARSE) {
      if (rate >= lowest && rate <= highest) {
        curve.put(rate, loss.applyAsDouble(rate));
      }
    }
    for (OptionalDouble next = next(curve, lowest, highest);
        next.isPresent();
        next = next(curve, lowest, highest)) {
      curve.put(next.getAsDouble(), loss.applyAsDouble(next.getAsDouble()));
    }
    return curve;
  }

  private static OptionalDouble next(RateCurve curve, double lowest, double highest) {
    double first = curve.losses().firstKey();
    double last = curve.losses().lastKey();
    OptionalDouble winner = curve.winner();
    if (winner.isPresent() && winner.getAsDouble() == last) {
      double above = BracketSearch.rounded(10 * last);
      return above <= highest ? OptionalDouble.of(above) : OptionalDouble.empty();
    }
    if (winner.isEmpty() || winner.getAsDouble() == first) {
      double below = BracketSearch.rounded(first / 10);
      return below >= lowest ? OptionalDouble.of(below) : OptionalDouble.empty();
    }
    return OptionalDouble.empty();
  }
}
