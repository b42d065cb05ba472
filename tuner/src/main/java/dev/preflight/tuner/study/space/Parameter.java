package dev.preflight.tuner.study.space;

import java.util.Optional;

/**
 * A parameter of a declared space.
 *
 * @param name what the objective calls it; not empty
 * @param distribution the values it may take
 * @param condition when there is such a parameter at all; empty for always
 */
public record Parameter(String name, Distribution distribution, Optional<Condition> condition) {

  /** A parameter that every trial has. */
  public static Parameter of(String name, Distribution distribution) {
    return new Parameter(name, distribution, Optional.empty());
  }

  /** The same parameter, in trials that meet the condition only. */
  public Parameter when(Condition needed) {
    return new Parameter(name, distribution, Optional.of(needed));
  }
}
