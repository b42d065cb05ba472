package dev.preflight.recipe.ablation;

import dev.preflight.tuner.comparison.OwnRate;
import dev.preflight.tuner.runs.RunOutcome;
import dev.preflight.tuner.search.BracketSearch;
import dev.preflight.tuner.search.VerdictCode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The base or a change, trained.
 *
 * @param name as it was asked for
 * @param found the search for its rate; null where the rate was given
 * @param own the rate with the runs of the fresh seeds
 * @param batchSize examples of an update
 * @param start the weights and the loss before the first update of the tuning seed
 */
record Judged(
    String name,
    BracketSearch.@Nullable Found found,
    OwnRate own,
    int batchSize,
    StartingPoint start) {

  /** Of a setting that was not trained. */
  static Judged none(int batchSize) {
    return new Judged(
        "base",
        null,
        new OwnRate(Double.NaN, List.of()),
        batchSize,
        new StartingPoint(List.of(), 0, Double.NaN));
  }

  /** Whether its rate is one that a search chose within what it may choose, or was given. */
  boolean counts() {
    return !own.outcomes().isEmpty()
        && (found == null
            || found.code() == VerdictCode.INTERIOR
            || found.code() == VerdictCode.EDGE_AT_INSTABILITY);
  }

  /**
   * A metric, one value per fresh seed.
   *
   * @return infinite where a run diverged; empty if no rate trains
   */
  List<Double> values(String metric) {
    return own.outcomes().stream()
        .map(o -> o.metrics().getOrDefault(metric, Double.POSITIVE_INFINITY))
        .toList();
  }

  /** Means over the runs that did not diverge. */
  Map<String, Double> metrics() {
    Map<String, Double> means = new TreeMap<>();
    List<RunOutcome> whole = own.outcomes().stream().filter(o -> !o.metrics().isEmpty()).toList();
    for (RunOutcome outcome : whole) {
      outcome
          .metrics()
          .forEach((name, value) -> means.merge(name, value / whole.size(), Double::sum));
    }
    return means;
  }
}
