package dev.preflight.tuner.finder;

import dev.preflight.training.Progress;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingBatches;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.optimizer.StepSettings;
import dev.preflight.tuner.runs.RunInterruptedException;
import java.util.ArrayList;
import java.util.List;

/**
 * The momentum range test (Smith 2018): the rate is fixed, the momentum falls linearly from update
 * to update. Where the loss falls fastest, the momentum suits the rate.
 */
final class MomentumTest {

  /** The ramp goes from here down. */
  static final double HIGH = 0.99;

  static final double LOW = 0.7;

  private final TrainingGraph graph;
  private final Trainer trainer;
  private final int batchSize;

  MomentumTest(TrainingGraph graph, Trainer trainer, int batchSize) {
    this.graph = graph;
    this.trainer = trainer;
    this.batchSize = batchSize;
  }

  /**
   * The losses; the points' "rates" are the momenta.
   *
   * @throws RunInterruptedException if the user asked to stop
   */
  FinderResult.Curve run(long seed, int steps, double rate, Progress progress) {
    trainer.reset(seed);
    TrainingBatches batches = new TrainingBatches(graph, seed, batchSize);
    List<FinderResult.Point> points = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      RunInterruptedException.check(progress);
      double momentum = HIGH - (HIGH - LOW) * i / (steps - 1);
      double loss = trainer.step(batches.next(), StepSettings.of(rate).withMomentum(momentum));
      points.add(new FinderResult.Point(momentum, loss, Double.NaN, Double.NaN));
      progress.advance(i + 1);
      if (!Double.isFinite(loss)) {
        break;
      }
    }
    return new FinderResult.Curve(seed, points, null);
  }
}
