package dev.preflight.tuner.tune;

import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.training.Progress;
import dev.preflight.tuner.insight.TuneResult;
import dev.preflight.tuner.study.Trial;
import dev.preflight.tuner.study.trial.FrozenTrial;
import java.util.concurrent.atomic.LongAdder;

/** Tells what the tuner costs from what the trials cost, and shows how far the study is. */
final class Meter {
  private final Progress progress;
  private final int total;
  private final LongAdder trialNanos = new LongAdder();
  private final LongAdder wholeNanos = new LongAdder();

  /** Of the tuner's, while objectives were at work. */
  private final LongAdder tunerNanos = new LongAdder();

  private int finished;
  private double best = Double.NaN;

  Meter(TuneLimits limits, Progress progress) {
    this.progress = progress;
    this.total = limits.study().total().orElse(0);
  }

  /** The study begins, with so many trials done before. */
  void begin(long before) {
    progress.begin("trials", Math.max(0, total - before));
  }

  boolean cancelled() {
    return progress.cancelled();
  }

  /**
   * Keeps a report, and asks whether the trial is better given up.
   *
   * @param last whether the trial is over in any case
   */
  boolean prunes(Trial trial, long step, double value, boolean last) {
    long start = System.nanoTime();
    try {
      trial.report(step, value);
      return !last && trial.shouldPrune();
    } finally {
      tunerNanos.add(System.nanoTime() - start);
    }
  }

  /** A trial's objective took so long, with what the tuner did meanwhile. */
  void objective(long nanos) {
    trialNanos.add(nanos);
  }

  /** A worker took so long for asking, the objective and telling. */
  void whole(long nanos) {
    wholeNanos.add(nanos);
  }

  /** Seconds of all trials, and of the tuner beside them. */
  TuneResult.Seconds seconds() {
    double trials = (trialNanos.sum() - tunerNanos.sum()) / 1e9;
    return new TuneResult.Seconds(trials, Math.max(0, wholeNanos.sum() / 1e9 - trials));
  }

  /** A trial has ended. */
  synchronized void ended(FrozenTrial trial, double bestValue) {
    finished++;
    progress.advance(finished);
    if (Double.isFinite(bestValue) && bestValue != best) {
      best = bestValue;
      progress.note(
          Sentence.of(
              "trial %d is the best so far: %s", trial.number(), Numbers.format(bestValue)));
    }
  }
}
