package dev.preflight.tuner.search;

import dev.preflight.tuner.runs.RunInterruptedException;

/**
 * What a search minimizes: the loss that a training run of a given length ends with.
 *
 * <p>A pure function of its arguments: asked again, it answers the same. Runs of the same seed
 * share their initial values and their batches, so that differences between rates are those of the
 * rates.
 */
@FunctionalInterface
interface Objective {

  /**
   * The final validation loss of one run.
   *
   * @param rate learning rate, or peak of the schedule; above 0
   * @param weightDecay decoupled weight decay, at least 0; NaN for the optimizer's own
   * @param updates length of the run, at least 1
   * @param seed seed of the initial values and of the order of the data
   * @return the loss; NaN or infinite if the run diverged
   * @throws RunInterruptedException if the user asked to stop
   */
  double loss(double rate, double weightDecay, int updates, long seed);

  /**
   * The loss of the untrained program: a run that ends above it has failed. Infinite where every
   * finite loss is a success.
   */
  default double ceiling() {
    return Double.POSITIVE_INFINITY;
  }
}
