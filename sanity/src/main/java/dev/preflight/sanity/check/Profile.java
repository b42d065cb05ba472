package dev.preflight.sanity.check;

import java.time.Duration;

/** How much a check-up does; each profile holds the ones before it. */
public enum Profile {
  /** Data, graph and initialization, and overfitting one batch with the user's optimizer. */
  QUICK(1),
  /** Adds overfitting with an optimizer of ours, the learning-rate range and a short run. */
  STANDARD(5),
  /** As {@link #STANDARD}; what depends on the initial weights is tried with three seeds. */
  PARANOID(20);

  private final int minutes;

  Profile(int minutes) {
    this.minutes = minutes;
  }

  /** The time that it may take where nothing else is said. */
  public Duration timeLimit() {
    return Duration.ofMinutes(minutes);
  }

  /** Whether a check that belongs to {@code other} runs in this profile. */
  public boolean includes(Profile other) {
    return other.compareTo(this) <= 0;
  }
}
