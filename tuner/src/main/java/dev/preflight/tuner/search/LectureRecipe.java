package dev.preflight.tuner.search;

import dev.preflight.tuner.runs.LossCurve;
import dev.preflight.tuner.runs.RunOptions;
import dev.preflight.tuner.runs.Sample;
import java.util.OptionalDouble;

/**
 * The plain recipe of the lectures: the best of four coarse rates on few iterations, then five
 * rates around it at full length. It neither extends its ranges nor looks below them.
 */
final class LectureRecipe {

  /** The fine range: 0.8 to 2 times the coarse winner, in equal steps. */
  private static final double[] FINE = {0.8, 1.1, 1.4, 1.7, 2.0};

  private LectureRecipe() {}

  /**
   * Follows the recipe, and judges its rate by the fresh seeds.
   *
   * @param ours final losses of our own rate with the same fresh seeds
   */
  static SearchResult.Lecture run(
      RunLog log, RunOptions options, int updates, double ceiling, Sample ours) {
    int few = CoarseStage.updates(updates);
    LossCurve grid = LossCurve.keeping(ceiling);
    for (double rate : CoarseStage.RATES) {
      grid.put(rate, log.run(Stage.COARSE, rate, Double.NaN, few, options.seed()).loss());
    }
    OptionalDouble start = grid.winner();
    LossCurve fine = LossCurve.keeping(ceiling);
    if (start.isPresent()) {
      for (double factor : FINE) {
        double rate = BracketSearch.rounded(factor * start.getAsDouble());
        fine.put(rate, log.run(Stage.LECTURE, rate, Double.NaN, updates, options.seed()).loss());
      }
    }
    OptionalDouble winner = fine.winner();
    if (winner.isEmpty()) {
      return new SearchResult.Lecture(
          null, false, Double.POSITIVE_INFINITY, Double.NaN, null, fine.losses().size());
    }
    double rate = winner.getAsDouble();
    Sample losses = log.fresh(Stage.LECTURE_FRESH, rate, Double.NaN, updates, options);
    return new SearchResult.Lecture(
        rate,
        rate == fine.losses().firstKey() || rate == fine.losses().lastKey(),
        losses.mean(),
        losses.sd(),
        PairedDifference.of(losses.values(), ours.values()),
        FINE.length);
  }
}
