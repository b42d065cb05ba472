package dev.preflight.tuner.search;

import dev.preflight.tuner.runs.RunOptions;
import dev.preflight.tuner.runs.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks an objective, each question once, and remembers what for. */
final class RunLog {

  private record Question(double rate, double weightDecay, int updates, long seed) {}

  private final Objective objective;
  private final Map<Question, SearchResult.Run> asked = new LinkedHashMap<>();

  RunLog(Objective objective) {
    this.objective = objective;
  }

  SearchResult.Run run(Stage stage, double rate, double weightDecay, int updates, long seed) {
    Question question = new Question(rate, weightDecay, updates, seed);
    SearchResult.Run known = asked.get(question);
    if (known == null) {
      double loss = objective.loss(rate, weightDecay, updates, seed);
      known =
          new SearchResult.Run(
              stage,
              rate,
              weightDecay,
              updates,
              seed,
              Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss);
      asked.put(question, known);
    }
    return known;
  }

  /** Final losses of fresh seeds, which no choice of rates has seen. */
  Sample fresh(Stage stage, double rate, double weightDecay, int updates, RunOptions options) {
    List<Double> losses = new ArrayList<>();
    for (int i = 1; i <= options.seeds(); i++) {
      losses.add(run(stage, rate, weightDecay, updates, options.seed() + i).loss());
    }
    return new Sample(losses);
  }

  List<SearchResult.Run> runs() {
    return new ArrayList<>(asked.values());
  }

  SearchResult.Cost cost(int fullLength) {
    return new SearchResult.Cost(
        asked.size(),
        (int) asked.keySet().stream().filter(q -> q.updates() == fullLength).count(),
        asked.keySet().stream().mapToLong(Question::updates).sum());
  }
}
