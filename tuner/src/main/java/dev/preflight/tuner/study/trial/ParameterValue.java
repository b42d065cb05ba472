package dev.preflight.tuner.study.trial;

import dev.preflight.tuner.study.space.Distribution;
import org.jspecify.annotations.Nullable;

/**
 * The value that a trial has for a parameter.
 *
 * @param internal the value as it is stored: a number, or the index of a choice
 */
public record ParameterValue(Distribution distribution, double internal) {

  /** The value as the objective gets it: a {@link Double}, a {@link Long} or a choice. */
  public @Nullable Object value() {
    return distribution.external(internal);
  }
}
