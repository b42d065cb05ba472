package dev.preflight.tuner.search;

import dev.preflight.tuner.runs.Sample;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/** Fresh seeds decide between the rate that was chosen and the best one beside it. */
final class Confirmations {

  /** Most that the smaller rate of a tie may be worse, in standard deviations over the seeds. */
  private static final double TIE_COST = 0.5;

  /** Rates closer than this are too alike to learn from. */
  private static final double SAME_RATE = 1.3;

  /**
   * The runner-up is within this factor of the winner, a little more than a step: a rate at the rim
   * of the bracket has nothing beyond it to compare to.
   */
  private static final double NEAR = 2.4;

  private Confirmations() {}

  /**
   * The confirmation of a bracket that has a winner.
   *
   * @param fresh final losses of a rate with the fresh seeds, the same seeds for every rate
   */
  static SearchResult.Confirmation of(BracketSearch.Found fine, DoubleFunction<Sample> fresh) {
    double first = fine.chosen();
    OptionalDouble second =
        fine.curve().feasible().entrySet().stream()
            .filter(e -> e.getKey() > first * SAME_RATE || e.getKey() < first / SAME_RATE)
            .filter(e -> e.getKey() < first * NEAR && e.getKey() > first / NEAR)
            .min(Comparator.comparingDouble(e -> e.getValue()))
            .map(e -> OptionalDouble.of(e.getKey()))
            .orElse(OptionalDouble.empty());
    Sample ours = fresh.apply(first);
    if (second.isEmpty()) {
      return new SearchResult.Confirmation(
          first, null, ours.losses(), List.of(), null, false, first);
    }
    double other = second.getAsDouble();
    Sample theirs = fresh.apply(other);
    PairedDifference difference = PairedDifference.of(ours.values(), theirs.values());
    boolean tie = ours.failed() == theirs.failed() && difference.isTie();
    boolean firstIsBetter =
        ours.failed() != theirs.failed() ? ours.failed() < theirs.failed() : difference.mean() < 0;
    boolean firstIsTaken = tie ? takenInATie(first < other, ours, theirs) : firstIsBetter;
    double taken = firstIsTaken ? first : other;
    return new SearchResult.Confirmation(
        first, other, ours.losses(), theirs.losses(), difference, tie, taken);
  }

  /**
   * Whether a tie goes to the first: to the smaller rate, unless that costs much. A few pairs leave
   * zero in the interval of differences that nobody would give away.
   */
  private static boolean takenInATie(boolean firstIsSmaller, Sample first, Sample second) {
    double cost = firstIsSmaller ? first.mean() - second.mean() : second.mean() - first.mean();
    boolean dear = cost > TIE_COST * Math.hypot(first.sd(), second.sd()) / Math.sqrt(2);
    return firstIsSmaller != dear;
  }
}
