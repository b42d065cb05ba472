package dev.preflight.tuner.study.sampler;

import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.trial.ParameterValue;
import java.util.Map;

/** Draws every parameter evenly from its range, whatever happened before. */
public final class RandomSampler implements Sampler {

  @Override
  public Map<String, ParameterValue> joint(TrialContext trial) {
    return Map.of();
  }

  @Override
  public double independent(TrialContext trial, String name, Distribution distribution) {
    return Draws.uniform(distribution, trial.uniforms());
  }

  @Override
  public String name() {
    return "random";
  }
}
