package dev.preflight.tuner.study.pruner;

import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;

/** Gives up a trial whose latest report is not a number, too small or too large. */
public final class ThresholdPruner implements Pruner {
  private final double lower;
  private final double upper;
  private final Interval interval;

  /**
   * @param lower least value that is fine; -infinity for any
   * @param upper greatest value that is fine, at least {@code lower}; infinity for any
   */
  public ThresholdPruner(double lower, double upper, Interval interval) {
    if (!(lower <= upper)) {
      throw new IllegalArgumentException(
          "the lower threshold " + lower + " must not be above the upper one " + upper);
    }
    this.lower = lower;
    this.upper = upper;
    this.interval = interval;
  }

  @Override
  public String name() {
    return "threshold";
  }

  @Override
  public Decision decide(History history, FrozenTrial trial) {
    if (!interval.looksAt(trial)) {
      return Decision.KEEP;
    }
    double latest = trial.reports().lastEntry().getValue();
    return Decision.of(!(latest >= lower && latest <= upper));
  }
}
