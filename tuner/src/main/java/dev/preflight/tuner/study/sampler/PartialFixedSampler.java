package dev.preflight.tuner.study.sampler;

import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.trial.ParameterValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds some parameters and leaves the others to another sampler. */
public final class PartialFixedSampler implements Sampler {
  private final Map<String, @Nullable Object> fixed;
  private final Sampler base;

  /**
   * @param fixed values by name, in the external form
   * @param base chooses the others
   */
  public PartialFixedSampler(Map<String, ?> fixed, Sampler base) {
    this.fixed = Collections.unmodifiableMap(new LinkedHashMap<>(fixed));
    this.base = base;
  }

  @Override
  public String name() {
    return base.name() + " with " + String.join(", ", fixed.keySet()) + " fixed";
  }

  @Override
  public Map<String, ParameterValue> joint(TrialContext trial) {
    Map<String, ParameterValue> values = new LinkedHashMap<>(base.joint(trial));
    values.keySet().removeAll(fixed.keySet());
    return values;
  }

  /**
   * @throws dev.preflight.tuner.study.space.StudyException if the value that is held is not one of
   *     the distribution
   */
  @Override
  public double independent(TrialContext trial, String name, Distribution distribution) {
    return fixed.containsKey(name)
        ? distribution.internal(fixed.get(name))
        : base.independent(trial, name, distribution);
  }
}
