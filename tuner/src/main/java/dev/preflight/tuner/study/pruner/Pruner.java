package dev.preflight.tuner.study.pruner;

import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;

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

  /** What the sampler of a trial of this number may see of the history: all of it, mostly. */
  default History visible(History history, int trial) {
    return history;
  }
}
