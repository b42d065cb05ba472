package dev.preflight.sanity.check;

/**
 * The run that a check-up is for.
 *
 * @param learningRate the rate it is meant to have; NaN for the graph's own
 * @param updates its length, at least 1: a graph's own schedule is judged at its highest within it
 * @param keepsSchedule whether the short run (R01) leaves a graph's own schedule on, rather than
 *     holding the rate that is judged
 */
public record PlannedRun(double learningRate, long updates, boolean keepsSchedule) {

  /** The length where none is planned. */
  public static final long DEFAULT_UPDATES = 300;

  public PlannedRun {
    if (Double.isInfinite(learningRate) || learningRate < 0) {
      throw new IllegalArgumentException(
          "learningRate must be finite and not negative, was " + learningRate);
    }
    if (updates < 1) {
      throw new IllegalArgumentException("updates must be at least 1, was " + updates);
    }
    if (keepsSchedule && !Double.isNaN(learningRate)) {
      throw new IllegalArgumentException(
          "a run either keeps the graph's own schedule or has a learning rate, not both");
    }
  }

  /** A short run at the graph's own rate, held. */
  public static PlannedRun defaults() {
    return new PlannedRun(Double.NaN, DEFAULT_UPDATES, false);
  }

  /** The same at another rate; NaN for the graph's own. */
  public PlannedRun withLearningRate(double value) {
    return new PlannedRun(value, updates, keepsSchedule);
  }

  /** The same at another length. */
  public PlannedRun withUpdates(long value) {
    return new PlannedRun(learningRate, value, keepsSchedule);
  }

  /** The same, a graph's own schedule left on or not. */
  public PlannedRun keepingSchedule(boolean value) {
    return new PlannedRun(learningRate, updates, value);
  }
}
