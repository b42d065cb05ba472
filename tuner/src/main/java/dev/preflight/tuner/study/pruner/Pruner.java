package dev.preflight.tuner.study.pruner;

import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import java.util.OptionalInt;

/**
 * Decides after each report whether a trial goes on. It keeps nothing that the history does not
 * tell. Studies of one objective only.
 */
public interface Pruner {

  /**
   * Judges a trial by its latest report.
   *
   * @param history the study so far; the trial itself may be among the running ones
   * @param trial the trial with all its reports
   */
  Decision decide(History history, FrozenTrial trial);

  /** Name for tables and provenance, such as {@code median}. */
  String name();

  /**
   * A trial that was given up and is better gone on with than a new one begun; empty for a new one,
   * as mostly.
   *
   * @return its number: it is pruned, and nobody has gone on with it yet
   */
  default OptionalInt resumes(History history) {
    return OptionalInt.empty();
  }

  /** Whether {@link #resumes} ever names a trial, so that objectives keep where they stopped. */
  default boolean resuming() {
    return false;
  }

  /** What the sampler of a trial of this number may see of the history: all of it, mostly. */
  default History visible(History history, int trial) {
    return history;
  }
}
