package dev.preflight.tuner.study.evolution;

import dev.preflight.tuner.study.sampler.Draws;
import dev.preflight.tuner.study.sampler.Sampler;
import dev.preflight.tuner.study.sampler.TrialContext;
import dev.preflight.tuner.study.sampler.Uniforms;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.StudyException;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Regularized evolution, for the search of architectures: of the youngest trials some are drawn,
 * and the best of these has a child that differs in one parameter. However good a trial is, it dies
 * of age, so that what lives on is what comes out well again and again.
 *
 * <p>Source: Real et al., "Regularized evolution for image classifier architecture search", AAAI
 * 2019, arXiv:1802.01548; there 100 live and 25 are drawn for 20,000 trials, here 32 and 8 for
 * hundreds.
 */
public final class RegularizedEvolutionSampler implements Sampler {

  private static final int ALIVE = 32;
  private static final int DRAWN = 8;

  @Override
  public String name() {
    return "evolution";
  }

  /**
   * @throws StudyException if the study has several objectives
   */
  @Override
  public Map<String, ParameterValue> joint(TrialContext trial) {
    List<Direction> directions = trial.history().directions();
    if (directions.size() > 1) {
      throw new StudyException(
          "evolution has one objective, and the study " + directions.size(), "take nsga-ii");
    }
    List<FrozenTrial> complete =
        trial.history().trials().stream()
            .filter(t -> t.state() == TrialState.COMPLETE && t.violation() <= 0)
            .filter(t -> !t.params().isEmpty())
            .toList();
    if (complete.size() < ALIVE) {
      return Map.of();
    }
    List<FrozenTrial> alive = complete.subList(complete.size() - ALIVE, complete.size());
    Uniforms uniforms = trial.uniforms();
    FrozenTrial parent = alive.get((int) (uniforms.next() * ALIVE));
    for (int i = 1; i < DRAWN; i++) {
      FrozenTrial other = alive.get((int) (uniforms.next() * ALIVE));
      Direction direction = directions.get(0);
      boolean better = direction.loss(other.value()) < direction.loss(parent.value());
      parent = better ? other : parent;
    }
    return child(parent, uniforms);
  }

  /** One parameter changed, of those that can be. */
  private static Map<String, ParameterValue> child(FrozenTrial parent, Uniforms uniforms) {
    Map<String, ParameterValue> child = new LinkedHashMap<>(parent.params());
    List<String> names =
        child.entrySet().stream()
            .filter(entry -> !entry.getValue().distribution().single())
            .map(Map.Entry::getKey)
            .toList();
    if (!names.isEmpty()) {
      String changed = names.get((int) (uniforms.next() * names.size()));
      child.computeIfPresent(changed, (name, value) -> Breeding.mutated(value, uniforms));
    }
    return child;
  }

  @Override
  public double independent(TrialContext trial, String name, Distribution distribution) {
    return Draws.uniform(distribution, trial.uniforms());
  }
}
