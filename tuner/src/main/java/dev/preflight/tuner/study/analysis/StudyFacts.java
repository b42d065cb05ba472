package dev.preflight.tuner.study.analysis;

import dev.preflight.tuner.study.gp.ResponseSurface;
import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be said of a study.
 *
 * @param surface of the objective around the best trial; empty for several objectives or too few
 *     trials
 * @param edges parameters whose best value is the end of their range
 * @param indifferent parameters that do not matter
 * @param tradeOff the strongest one
 * @param failures where trials fail
 * @param outlook what more trials would bring; empty for several objectives
 * @param importance by parameter, {@link PedAnova}; empty for several objectives
 * @param alike how many complete trials are as good as the best for all that noise lets see; 0 if
 *     no noise is seen
 */
public record StudyFacts(
    Optional<ResponseSurface> surface,
    List<Edge> edges,
    List<Indifference> indifferent,
    Optional<TradeOff> tradeOff,
    Optional<FailureRegion> failures,
    Optional<Outlook> outlook,
    Map<String, Double> importance,
    int alike) {

  /** Two values differ by more than so many deviations in one pair of twenty. */
  public static final double HIDDEN = 1.96 * Math.sqrt(2);

  /** The facts of a study. */
  public static StudyFacts of(History history, Optional<SearchSpace> space) {
    Optional<FailureRegion> failures = FailureRegion.of(history.trials());
    if (history.directions().size() > 1) {
      return new StudyFacts(
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          failures,
          Optional.empty(),
          Map.of(),
          0);
    }
    Direction direction = history.directions().get(0);
    List<FrozenTrial> complete =
        history.trials().stream()
            .filter(t -> t.state() == TrialState.COMPLETE && t.violation() <= 0)
            .filter(t -> Double.isFinite(t.value()))
            .toList();
    Optional<ResponseSurface> surface = ResponseSurface.of(history, space);
    double noise = surface.map(s -> s.noise().orElse(0)).orElse(0.0);
    double[] losses = complete.stream().mapToDouble(t -> direction.loss(t.value())).toArray();
    double best = Arrays.stream(losses).min().orElse(0);
    int alike =
        noise == 0 ? 0 : (int) Arrays.stream(losses).filter(l -> l - best < HIDDEN * noise).count();
    return new StudyFacts(
        surface,
        surface.map(Edge::of).orElse(List.of()),
        surface.map(Indifference::of).orElse(List.of()),
        TradeOff.of(complete, t -> direction.loss(t.value())),
        failures,
        Optional.of(Outlook.of(losses, noise)),
        PedAnova.of(complete, t -> direction.loss(t.value())),
        alike);
  }
}
