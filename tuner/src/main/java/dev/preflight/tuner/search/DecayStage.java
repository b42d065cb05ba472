package dev.preflight.tuner.search;

import dev.preflight.tuner.runs.RunOptions;
import dev.preflight.tuner.runs.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The weight decays at the rate found, then half and twice the rate with the best of them, and
 * fresh seeds that say whether that is better than none.
 */
final class DecayStage {

  private DecayStage() {}

  /**
   * What was found.
   *
   * @param adopted losses of the fresh seeds; null where it is no better beyond the noise
   */
  record Outcome(SearchResult.DecaySearch result, @Nullable Sample adopted) {}

  /**
   * Searches the weight decay.
   *
   * @param without losses of the rate with the same fresh seeds, the weight decay as it was
   */
  static Outcome run(RunLog log, RunOptions options, int updates, double rate, Sample without) {
    List<SearchResult.Run> tried = new ArrayList<>();
    for (double value : SearchOptions.WEIGHT_DECAYS) {
      tried.add(log.run(Stage.WEIGHT_DECAY, rate, value, updates, options.seed()));
    }
    Comparator<SearchResult.Run> byLoss = Comparator.comparingDouble(SearchResult.Run::loss);
    SearchResult.Run lowest = tried.stream().min(byLoss).orElseThrow();
    List<SearchResult.Run> again = new ArrayList<>();
    for (double factor : new double[] {0.5, 2}) {
      double other = BracketSearch.rounded(factor * rate);
      again.add(log.run(Stage.RATE_AGAIN, other, lowest.weightDecay(), updates, options.seed()));
    }
    SearchResult.Run second = again.stream().min(byLoss).orElseThrow();
    SearchResult.Run choice = second.loss() < lowest.loss() ? second : lowest;
    PairedDifference difference = null;
    Sample adopted = null;
    if (choice.weightDecay() > 0 || choice.learningRate() != rate) {
      Sample with =
          log.fresh(
              Stage.WEIGHT_DECAY_FRESH,
              choice.learningRate(),
              choice.weightDecay(),
              updates,
              options);
      difference = PairedDifference.of(with.values(), without.values());
      boolean better = with.failed() <= without.failed() && difference.high() < 0;
      adopted = better ? with : null;
    }
    return new Outcome(
        new SearchResult.DecaySearch(
            List.copyOf(tried),
            List.copyOf(again),
            choice.weightDecay(),
            choice.learningRate(),
            difference,
            adopted != null),
        adopted);
  }
}
