package dev.preflight.sanity.check;

import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.BatchOrder;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.optimizer.StepSettings;
import java.util.SplittableRandom;

/** Ordinary training batches, in the order of a seed, augmented as the program wants. */
public final class ShortRun {

  private final Lab lab;
  private final Dataset train;
  private final BatchOrder order;
  private final SplittableRandom random;

  /** Starts at the first batch of the lab's seed. */
  public ShortRun(Lab lab) {
    this.lab = lab;
    this.train = lab.graph().data().train();
    this.order = new BatchOrder(lab.seed(), train.size(), lab.batchSize());
    this.random = new SplittableRandom(lab.seed());
  }

  /** The next batch; after the last item the order starts anew. */
  public Batch next() {
    Batch batch = train.batch(order.next());
    return lab.graph().augmentation().map(a -> a.apply(batch, random)).orElse(batch);
  }

  /** Makes a few updates. */
  public void steps(Trainer trainer, int count, double learningRate) {
    for (int i = 0; i < count; i++) {
      lab.checkpoint();
      trainer.step(next(), StepSettings.of(learningRate));
    }
  }

  /**
   * A rate that moves weights visibly without throwing them away, near the user's: for checks that
   * ask whether something moves, not how well.
   */
  public static double probingRate(Lab lab) {
    double rate = lab.hasLearningRate() ? lab.learningRate() : 1e-3;
    return Math.min(1e-2, Math.max(1e-3, rate));
  }
}
