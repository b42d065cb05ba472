package dev.preflight.tuner.study.sampler;

import java.util.Optional;

/**
 * How TPE works; the defaults are Optuna 5's.
 *
 * @param startupTrials trials with a value before anything is modelled; the parameters of the first
 *     ones are drawn evenly
 * @param candidates points drawn from the good density, of which the best is tried; at least 1
 * @param multivariate whether parameters are modelled together; empty for yes with one objective
 *     and no with several
 * @param group whether parameters under conditions are modelled by branch; implies multivariate
 * @param constantLiar whether running trials count as not good
 */
public record TpeOptions(
    int startupTrials,
    int candidates,
    Optional<Boolean> multivariate,
    boolean group,
    boolean constantLiar) {

  public TpeOptions {
    if (startupTrials < 1 || candidates < 1) {
      throw new IllegalArgumentException(
          "startup trials and candidates must be at least 1, were "
              + startupTrials
              + " and "
              + candidates);
    }
    if (group && multivariate.equals(Optional.of(false))) {
      throw new IllegalArgumentException("groups need the multivariate model");
    }
  }

  /** 10 startup trials, 24 candidates, the constant liar. */
  public static TpeOptions defaults() {
    return new TpeOptions(10, 24, Optional.empty(), false, true);
  }

  /** The same, with another model. */
  public TpeOptions withMultivariate(boolean together) {
    return new TpeOptions(startupTrials, candidates, Optional.of(together), group, constantLiar);
  }

  /** The same, by branch. */
  public TpeOptions withGroup() {
    return new TpeOptions(startupTrials, candidates, Optional.empty(), true, constantLiar);
  }

  boolean multivariate(int objectives) {
    return group || multivariate.orElse(objectives == 1);
  }
}
