package dev.preflight.tuner.tune;

import dev.preflight.tuner.study.Limits;
import java.time.Duration;
import java.util.Optional;

/**
 * How much is tried.
 *
 * @param study when the study stops
 * @param jobs trials side by side; at least 1
 * @param trialTime longest time of one trial; empty for any
 */
public record TuneLimits(Limits study, int jobs, Optional<Duration> trialTime) {

  /** Trials of a study where nothing is said. */
  public static final int DEFAULT_TRIALS = 40;

  /** Trials in a row that come to nothing before the study gives up. */
  public static final int DEFAULT_FAILURES = 10;

  public TuneLimits {
    if (jobs < 1) {
      throw new IllegalArgumentException("jobs must be at least 1, was " + jobs);
    }
  }
}
