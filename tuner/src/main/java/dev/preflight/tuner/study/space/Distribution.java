package dev.preflight.tuner.study.space;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which values a parameter may take, as in Optuna.
 *
 * <p>A value has two forms. The <em>external</em> one is what the objective gets: a {@link Double},
 * a {@link Long}, or a choice. The <em>internal</em> one is what is stored and modelled: the number
 * itself (not its logarithm), or the index of the choice.
 */
public sealed interface Distribution
    permits FloatDistribution, IntDistribution, CategoricalDistribution {

  /** Whether there is one value only, so that nothing is to be searched. */
  boolean single();

  /** Whether an internal value is one of these; false for NaN. */
  boolean contains(double internal);

  /** The external form of an internal value. */
  @Nullable Object external(double internal);

  /**
   * The internal form of an external value.
   *
   * @throws StudyException if it is not a value of this distribution
   */
  double internal(@Nullable Object external);

  /** How many values there are; empty for a continuous range. */
  OptionalLong size();

  /**
   * Whether a study may give a parameter this distribution in one trial and the other in another.
   */
  boolean compatibleWith(Distribution other);
}
