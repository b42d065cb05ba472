package dev.preflight.tuner.study.evolution;

import dev.preflight.tuner.study.sampler.Draws;
import dev.preflight.tuner.study.sampler.Sampler;
import dev.preflight.tuner.study.sampler.TrialContext;
import dev.preflight.tuner.study.sampler.Uniforms;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * NSGA-II for several objectives: children of two good trials, each found by a tournament of two,
 * in a {@link Population} that takes in one trial at a time. The first trials are drawn evenly.
 *
 * <p>A trial costs the population's size squared, however many trials there were. A parameter that
 * only one parent has is taken from it; one that neither has is drawn evenly.
 */
public final class Nsga2Sampler implements Sampler {

  /** As in Optuna; Deb's own experiments took 100, for 25,000 trials. */
  private static final int POPULATION = 50;

  private static final double CROSSING = 0.9;

  private @Nullable Population population;

  @Override
  public String name() {
    return "nsga-ii";
  }

  @Override
  public synchronized Map<String, ParameterValue> joint(TrialContext trial) {
    Population current = population;
    if (current == null) {
      current = new Population(POPULATION, trial.history().directions());
      population = current;
    }
    List<FrozenTrial> members = current.after(trial.history().trials());
    if (members.size() < POPULATION) {
      return Map.of();
    }
    Uniforms uniforms = trial.uniforms();
    Map<String, ParameterValue> first = chosen(members, uniforms).params();
    Map<String, ParameterValue> second = chosen(members, uniforms).params();
    boolean crosses = uniforms.next() < CROSSING;
    Map<String, ParameterValue> child = new LinkedHashMap<>(first);
    second.forEach(
        (name, value) ->
            child.merge(name, value, (a, b) -> crosses ? Breeding.crossed(a, b, uniforms) : a));
    double chance = 1.0 / Math.max(1, child.size());
    child.replaceAll(
        (name, value) -> uniforms.next() < chance ? Breeding.mutated(value, uniforms) : value);
    return child;
  }

  /** The better of two; members are sorted. */
  private static FrozenTrial chosen(List<FrozenTrial> members, Uniforms uniforms) {
    int a = (int) (uniforms.next() * members.size());
    int b = (int) (uniforms.next() * members.size());
    return members.get(Math.min(a, b));
  }

  @Override
  public double independent(TrialContext trial, String name, Distribution distribution) {
    return Draws.uniform(distribution, trial.uniforms());
  }
}
