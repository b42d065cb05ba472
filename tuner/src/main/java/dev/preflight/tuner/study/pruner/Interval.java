package dev.preflight.tuner.study.pruner;

import dev.preflight.tuner.study.trial.FrozenTrial;

/**
 * The steps at which a pruner looks.
 *
 * @param warmup steps that are spared; at least 0
 * @param every it looks at the first report of each stretch of this many steps; at least 1
 */
public record Interval(long warmup, long every) {

  public Interval {
    if (warmup < 0 || every < 1) {
      throw new IllegalArgumentException(
          "warmup must be at least 0 and the interval at least 1, were "
              + warmup
              + " and "
              + every);
    }
  }

  /** Every report. */
  public static Interval everyReport() {
    return new Interval(0, 1);
  }

  /** Every report after the first steps. */
  public static Interval after(long warmup) {
    return new Interval(warmup, 1);
  }

  /** Whether the latest report is to be looked at; not if there is none. */
  boolean looksAt(FrozenTrial trial) {
    if (trial.reports().isEmpty()) {
      return false;
    }
    long step = trial.reports().lastKey();
    if (step < warmup) {
      return false;
    }
    long stretch = (step - warmup) / every * every + warmup;
    Long before = trial.reports().lowerKey(step);
    return before == null || before < stretch;
  }
}
