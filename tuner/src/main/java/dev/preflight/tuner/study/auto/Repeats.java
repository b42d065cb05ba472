package dev.preflight.tuner.study.auto;

import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How much an objective differs between trials of the same parameters.
 *
 * @param deviation the standard deviation of a value, pooled over all repeated points; NaN if none
 *     was repeated
 * @param spread from the best value to the middle one
 * @param count how many trials repeat another one's parameters
 */
public record Repeats(double deviation, double spread, int count) {

  /** Beyond this share of the spread noise misleads a sampler that looks at ranks. */
  private static final double NOISY = 0.1;

  /** The repeats among the first trials. */
  public static Repeats of(History history, int first) {
    Map<Map<String, ?>, List<Double>> byPoint = new LinkedHashMap<>();
    List<Double> losses = new ArrayList<>();
    for (FrozenTrial trial : history.trials()) {
      if (trial.number() < first && trial.state() == TrialState.COMPLETE) {
        double loss = history.directions().get(0).loss(trial.value());
        if (Double.isFinite(loss)) {
          losses.add(loss);
          byPoint.computeIfAbsent(trial.params(), k -> new ArrayList<>()).add(loss);
        }
      }
    }
    double squares = 0;
    int free = 0;
    for (List<Double> values : byPoint.values()) {
      double mean = values.stream().mapToDouble(v -> v).average().orElse(0);
      for (double v : values) {
        squares += (v - mean) * (v - mean);
      }
      free += values.size() - 1;
    }
    double[] sorted = losses.stream().mapToDouble(v -> v).sorted().toArray();
    double spread = sorted.length == 0 ? 0 : sorted[sorted.length / 2] - sorted[0];
    return new Repeats(Math.sqrt(squares / free), spread, Math.max(0, free));
  }

  /** Whether the noise is a large part of what distinguishes good trials from others. */
  boolean noisy() {
    return count > 0 && deviation > NOISY * spread;
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "repeated trials differ by %.3g where the best and the middle one differ by %.3g",
        deviation,
        spread);
  }
}
