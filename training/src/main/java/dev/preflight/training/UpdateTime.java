package dev.preflight.training;

import dev.preflight.training.data.Batch;
import dev.preflight.training.optimizer.StepSettings;
import java.util.Arrays;

/** How long an update takes on this machine: what every estimate begins with. */
public final class UpdateTime {

  /** Updates that are timed, after one that sets things up. */
  private static final int TIMED = 5;

  /** No more are timed once this many seconds are spent. */
  private static final double ENOUGH = 1;

  private UpdateTime() {}

  /**
   * Median time of a few updates at rate 0, after a first that sets things up.
   *
   * @param trainer is stepped, so that it must be reset before it is used for anything else
   * @return seconds
   */
  public static double of(Trainer trainer, Batch batch) {
    StepSettings settings = StepSettings.of(0);
    trainer.step(batch, settings);
    double[] seconds = new double[TIMED];
    double spent = 0;
    int n = 0;
    while (n < TIMED && spent < ENOUGH) {
      long start = System.nanoTime();
      trainer.step(batch, settings);
      seconds[n] = (System.nanoTime() - start) / 1e9;
      spent += seconds[n];
      n++;
    }
    Arrays.sort(seconds, 0, n);
    return seconds[n / 2];
  }

  /**
   * As above, in a session of its own and on the first batch of an ordinary run.
   *
   * @param batchSize items in a batch, at least 1
   */
  public static double of(TrainingGraph graph, int batchSize) {
    try (Trainer trainer = graph.open(0)) {
      return of(trainer, new TrainingBatches(graph, 0, batchSize).next());
    }
  }
}
