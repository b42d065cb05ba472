package dev.preflight.tuner.comparison;

import dev.preflight.tuner.runs.LossCurve;
import dev.preflight.tuner.runs.RunOutcome;
import dev.preflight.tuner.runs.Sample;
import dev.preflight.tuner.search.BracketSearch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleFunction;

/**
 * A setting judged by fresh seeds at the rate that was found for it.
 *
 * @param rate what it was judged at; NaN if no rate trains
 * @param outcomes one per fresh seed; empty if no rate trains
 */
public record OwnRate(double rate, List<RunOutcome> outcomes) {

  /** A setting whose judged runs fail is judged again one step lower, so many times. */
  private static final int STEPS_BACK = 2;

  /** Rates beyond an outer one that are tried while that is the best, at most. */
  private static final int STEPS_OUT = 2;

  public OwnRate {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * Judges a setting at the rate that its search chose, or at a lower one where runs fail there.
   *
   * @param judge the runs of all fresh seeds at a rate
   */
  public static OwnRate judged(BracketSearch.Found found, DoubleFunction<List<RunOutcome>> judge) {
    double rate = found.chosen();
    if (Double.isNaN(rate)) {
      return new OwnRate(rate, List.of());
    }
    OwnRate best = new OwnRate(rate, judge.apply(rate));
    for (int step = 0; step < STEPS_BACK && best.failed() > 0; step++) {
      Double lower = found.curve().losses().lowerKey(best.rate);
      if (lower == null) {
        break;
      }
      OwnRate again = new OwnRate(lower, judge.apply(lower));
      if (again.failed() >= best.failed()) {
        break;
      }
      best = again;
    }
    return best;
  }

  /**
   * Judges a setting at a rate that all fresh seeds choose: the one that a single seed chose and
   * its neighbours, a step further while the best is an outer one, and the vertex of the parabola
   * through the means. The rate of a single seed is off by a fifth or so, which moves a loss by
   * more than the noise of the mean over the seeds; two settings that are the same would differ.
   *
   * @param untrained loss of the untrained program
   * @param low lowest rate allowed
   * @param high highest rate allowed
   * @param judge the runs of all fresh seeds at a rate
   */
  public static OwnRate refined(
      BracketSearch.Found found,
      double untrained,
      double low,
      double high,
      DoubleFunction<List<RunOutcome>> judge) {
    if (Double.isNaN(found.chosen())) {
      return new OwnRate(Double.NaN, List.of());
    }
    Map<Double, List<RunOutcome>> runs = new HashMap<>();
    LossCurve means = LossCurve.keeping(untrained);
    DoubleConsumer attempt =
        asked -> {
          double rate = BracketSearch.rounded(asked);
          if (rate >= low && rate <= high && !means.has(rate)) {
            OwnRate there = new OwnRate(rate, judge.apply(rate));
            runs.put(rate, there.outcomes);
            means.put(rate, there.losses().mean());
          }
        };
    attempt.accept(found.chosen());
    attempt.accept(found.chosen() / BracketSearch.STEP);
    attempt.accept(found.chosen() * BracketSearch.STEP);
    for (int step = 0; step < STEPS_OUT; step++) {
      double leader = means.leader();
      if (leader == means.losses().lastKey()) {
        attempt.accept(leader * BracketSearch.STEP);
      }
      if (leader == means.losses().firstKey()) {
        attempt.accept(leader / BracketSearch.STEP);
      }
    }
    attempt.accept(means.vertex());
    OptionalDouble best = means.winner();
    if (best.isPresent()) {
      double rate = best.getAsDouble();
      return new OwnRate(rate, runs.getOrDefault(rate, List.of()));
    }
    return judged(found, rate -> runs.computeIfAbsent(rate, judge::apply));
  }

  private Sample losses() {
    return new Sample(outcomes.stream().map(RunOutcome::loss).toList());
  }

  private int failed() {
    return losses().failed();
  }
}
