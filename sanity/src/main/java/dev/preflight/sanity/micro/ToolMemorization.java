package dev.preflight.sanity.micro;

import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Measurement;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.optimizer.StepSettings;

/** How one batch is memorized with Adam at a rate that is known to work, or at a lower one. */
final class ToolMemorization {

  /** Updates at most, at each rate. */
  static final int BUDGET = 1_000;

  static final double RATE = 3e-3;

  /** Tried where {@link #RATE} does not memorize the batch. */
  static final double LOWER_RATE = 3e-4;

  /**
   * The better of the two rates.
   *
   * <p>It throws {@link InputException} where our optimizer cannot be added to the graph.
   */
  static final Measurement<Memorization> ONCE = ToolMemorization::measure;

  private ToolMemorization() {}

  private static Memorization measure(Lab lab) {
    Optimizer adam = Optimizer.of(Optimizer.Kind.ADAM).withLearningRate(RATE);
    try (TrainingGraph graph = lab.graph().sibling(adam);
        Trainer trainer = graph.open(lab.seed())) {
      Memorization first = memorize(lab, trainer, RATE);
      if (first.reached()) {
        return first;
      }
      trainer.reset(lab.seed());
      return better(first, memorize(lab, trainer, LOWER_RATE));
    }
  }

  private static Memorization memorize(Lab lab, Trainer trainer, double rate) {
    return Memorization.of(
        lab, trainer, StepSettings.of(rate).withWeightDecay(0), BUDGET, "overfit with Adam");
  }

  private static Memorization better(Memorization a, Memorization b) {
    return b.reached() || b.accuracy() > a.accuracy() || b.best() < a.best() ? b : a;
  }
}
