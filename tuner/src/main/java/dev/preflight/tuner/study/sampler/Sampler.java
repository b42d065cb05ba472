package dev.preflight.tuner.study.sampler;

import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.trial.ParameterValue;
import java.util.Map;

/**
 * Chooses parameters of trials from the trials so far.
 *
 * <p>A sampler keeps nothing that the history does not tell: what it caches only makes it faster.
 * The same history and the same random numbers give the same parameters. It belongs to one study,
 * and may be called by several threads.
 */
public interface Sampler {

  /**
   * The parameters that belong together, chosen at the beginning of a trial.
   *
   * @return values by name; empty if every parameter is to be chosen on its own
   */
  Map<String, ParameterValue> joint(TrialContext trial);

  /**
   * One parameter that {@link #joint} left out.
   *
   * @return its internal value
   */
  double independent(TrialContext trial, String name, Distribution distribution);

  /** Name for tables and provenance, such as {@code tpe}. */
  String name();
}
