package dev.preflight.tuner.tune;

/**
 * What a trial of a program is.
 *
 * @param schedule of the rate where none is searched, such as {@code constant}
 * @param checkpoints validations along a trial; at least 1
 * @param resource what a pruner gives a trial little or much of
 */
public record TrialPlan(String schedule, int checkpoints, Resource resource) {

  /** Validations along a trial, evenly spaced, the last at its end. */
  public static final int DEFAULT_CHECKPOINTS = 10;

  /** What a trial gets more and more of. */
  public enum Resource {
    /** One run, judged along its way. */
    UPDATES,
    /** Runs on 12.5, 25, 50 and 100 % of the training data, for as large a share of the updates. */
    DATA
  }

  public TrialPlan {
    if (checkpoints < 1) {
      throw new IllegalArgumentException("checkpoints must be at least 1, was " + checkpoints);
    }
  }

  /** A constant rate, judged ten times along its way. */
  public static TrialPlan defaults() {
    return new TrialPlan("constant", DEFAULT_CHECKPOINTS, Resource.UPDATES);
  }

  /** The last step of a whole trial. */
  public long length(int updates) {
    return resource == Resource.DATA ? 100 : updates;
  }
}
