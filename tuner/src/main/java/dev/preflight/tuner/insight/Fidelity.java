package dev.preflight.tuner.insight;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;

/**
 * Whether early reports tell the order of the ends: the rank correlation (Kendall's tau) between
 * what complete trials reported at a step and what they came to. Only complete trials are seen,
 * which are those that were ahead, so that it is an underestimate where much is pruned.
 */
final class Fidelity {

  /** Fewer pairs of trials say nothing about their order. */
  static final int LEAST = 8;

  /** Below this one of four pairs or more is in the wrong order. */
  static final double SAFE = 0.5;

  private Fidelity() {}

  /**
   * The rank correlation at each step that enough complete trials reported.
   *
   * @return tau by step; the last step is left out, where it is 1
   */
  static NavigableMap<Long, Double> byStep(List<FrozenTrial> trials, Direction direction) {
    List<FrozenTrial> complete =
        trials.stream()
            .filter(t -> t.state() == TrialState.COMPLETE && !t.reports().isEmpty())
            .filter(t -> Double.isFinite(t.value()))
            .toList();
    NavigableMap<Long, Double> taus = new TreeMap<>();
    if (complete.size() < LEAST) {
      return taus;
    }
    long last = complete.stream().mapToLong(t -> t.reports().lastKey()).max().orElseThrow();
    for (long step : complete.get(0).reports().keySet()) {
      List<FrozenTrial> reported =
          complete.stream()
              .filter(t -> Double.isFinite(t.reports().getOrDefault(step, Double.NaN)))
              .toList();
      if (step < last && reported.size() >= LEAST) {
        double[] early =
            reported.stream()
                .mapToDouble(t -> direction.loss(t.reports().getOrDefault(step, Double.NaN)))
                .toArray();
        double[] end = reported.stream().mapToDouble(t -> direction.loss(t.value())).toArray();
        taus.put(step, new KendallsCorrelation().correlation(early, end));
      }
    }
    return taus;
  }

  static Finding finding(List<FrozenTrial> trials, Direction direction, String resource) {
    NavigableMap<Long, Double> taus = byStep(trials, direction);
    if (taus.isEmpty()) {
      return Finding.of(TuneRules.PRUNING, Status.SKIP, "Whether pruning was safe is not known")
          .why(Sentence.of("Fewer than %d complete trials reported along the way.", LEAST))
          .skipped(Skip.UNMEASURED)
          .fix("Run more trials, or some without a pruner.")
          .build();
    }
    long step = taus.firstKey();
    for (FrozenTrial trial : trials) {
      if (trial.state() == TrialState.PRUNED && !trial.reports().isEmpty()) {
        Long at = taus.floorKey(trial.reports().lastKey());
        step = at == null ? step : at;
        break;
      }
    }
    double tau = taus.getOrDefault(step, 1.0);
    boolean safe = tau >= SAFE;
    return Finding.of(
            TuneRules.PRUNING,
            safe ? Status.PASS : Status.WARN,
            Sentence.of(
                "%s: the order at %s %d agrees with that at the end by tau %s",
                safe ? "Early reports tell the end" : "Pruning this early is not safe here",
                resource,
                step,
                Numbers.format(tau)))
        .measured(tau)
        .expected(Sentence.of("at least %s", Numbers.format(SAFE)))
        .why(safe ? null : "Learning curves cross: what is ahead early is not ahead in the end.")
        .fix(safe ? null : "Prune later, or not at all: --pruner none.")
        .build();
  }
}
