package dev.preflight.tuner.search;

import static dev.preflight.tuner.runs.RunOptions.require;

import dev.preflight.tuner.runs.LossCurve;
import dev.preflight.tuner.runs.RunOptions;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * The lectures' coarse rates on few iterations, a decade apart, and more decades while the best one
 * is the first or the last. Short runs that fail show early which rates are out of the question.
 */
public final class CoarseStage {

  /** The coarse rates of the lectures, from which the search starts. */
  public static final List<Double> RATES = List.of(0.1, 0.01, 0.001, 0.0001);

  /** Coarse runs have this share of the planned updates: few iterations. */
  private static final int SHARE = 6;

  /** Coarse runs have at least this many updates, where the planned run has them. */
  private static final int LEAST_UPDATES = 20;

  private static final double FALLBACK = 0.01;

  private CoarseStage() {}

  /** Length of the coarse runs for a planned run of so many updates. */
  public static int updates(int planned) {
    return Math.min(planned, Math.max(LEAST_UPDATES, planned / SHARE));
  }

  /** Refuses lowest and highest rates between which there is nothing to search. */
  public static void requireRange(RunOptions run) {
    require(
        run.low() > 0 && run.high() >= 10 * run.low() && run.high() <= 1e6,
        "rates must span a decade from a positive one to at most 1e6, were %s, %s",
        run.low(),
        run.high());
    require(
        run.low() <= RATES.get(0) && run.high() >= RATES.get(RATES.size() - 1),
        "rates must include one of %s, were %s to %s",
        RATES,
        run.low(),
        run.high());
  }

  /**
   * Losses of the short runs by rate.
   *
   * @param lowest lowest rate allowed; no higher than 0.1
   * @param highest highest rate allowed; no lower than 0.0001
   * @param ceiling loss of the untrained program; NaN or infinite if there is none
   * @param loss the loss of a short run at a rate, the same whenever asked
   */
  public static LossCurve run(
      double lowest, double highest, double ceiling, DoubleUnaryOperator loss) {
    LossCurve curve = LossCurve.keeping(ceiling);
    for (double rate : RATES) {
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

  /**
   * The rate that a finer search starts from: the best of the coarse ones, or {@value #FALLBACK},
   * within the limits, where none trains.
   *
   * @param lowest lowest rate allowed; no higher than 0.1
   * @param highest highest rate allowed; no lower than 0.0001
   * @param ceiling loss of the untrained program; NaN or infinite if there is none
   * @param loss the loss of a short run at a rate, the same whenever asked
   */
  public static double start(
      double lowest, double highest, double ceiling, DoubleUnaryOperator loss) {
    return run(lowest, highest, ceiling, loss)
        .winner()
        .orElse(Math.max(lowest, Math.min(FALLBACK, highest)));
  }

  private static OptionalDouble next(LossCurve curve, double lowest, double highest) {
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
