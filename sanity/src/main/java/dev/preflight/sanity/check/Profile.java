package dev.preflight.sanity.check;

/** How much a check-up does; each profile holds the ones before it. */
public enum Profile {
  /** Data, graph and initialization, and overfitting one batch with the user's optimizer. */
  QUICK,
  /** Adds overfitting with an optimizer of ours, the learning-rate range and a short run. */
  STANDARD,
  /** As {@link #STANDARD}; what depends on the initial weights is tried with three seeds. */
  PARANOID;

  /** Whether a check that belongs to {@code other} runs in this profile. */
  public boolean includes(Profile other) {
    return other.compareTo(this) <= 0;
  }
}
