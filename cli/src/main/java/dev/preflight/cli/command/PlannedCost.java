package dev.preflight.cli.command;

import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;

/**
 * What training will cost.
 *
 * @param updates how many, about
 * @param batchSize examples in each
 * @param seconds of one, measured here
 */
record PlannedCost(long updates, int batchSize, double seconds) {

  /** One sentence. */
  String text() {
    return Sentence.of(
        "Plans about %,d updates with %d examples each, %s an update here: about %s, and what"
            + " evaluating takes beside it (--timeout ends it sooner).",
        updates,
        batchSize,
        Numbers.each(seconds),
        Numbers.seconds(Math.max(1, Math.rint((double) updates * seconds))));
  }
}
