package dev.preflight.recipe.train;

import org.jspecify.annotations.Nullable;

/**
 * Where a run stands on disk; all else it needs follows from its log and its checkpoint.
 *
 * @param key all that determines the run: a run goes on only where this is the same
 * @param updates updates made
 * @param logBytes bytes of the log that belong to it
 * @param last name of the checkpoint of these updates
 * @param best name of the best checkpoint so far; null before the first validation
 * @param bestAt its updates
 * @param ended why it is over; null while it is not
 */
record SavedRun(
    String key,
    long updates,
    long logBytes,
    String last,
    @Nullable String best,
    long bestAt,
    @Nullable Ended ended) {

  /** Why a run was over. */
  enum Ended {
    /** All updates were made. */
    LENGTH,
    /** The monitored metric stopped to improve. */
    PATIENCE,
    /** The loss, or the monitored metric, was not finite. */
    NON_FINITE
  }
}
