package dev.preflight.tuner.tune;

import dev.preflight.training.Progress;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.tuner.runs.RunOptions;
import dev.preflight.tuner.runs.TrainedRuns;
import java.util.HashMap;
import java.util.Map;

/** A graph that trials of one structure are trained on, one after another. */
final class Bench implements AutoCloseable {
  private final TrainingGraph graph;
  private final boolean owned;
  private final Trainer trainer;
  private final RunOptions options;
  private final Map<Integer, TrainedRuns> byBatchSize = new HashMap<>();
  private final TrialProgress progress;

  /**
   * @param owned whether the graph is closed with the bench
   */
  Bench(TrainingGraph graph, boolean owned, RunOptions options, Progress progress) {
    this.graph = graph;
    this.owned = owned;
    this.options = options;
    this.trainer = graph.open(options.seed());
    this.progress = new TrialProgress(progress);
  }

  TrainingGraph graph() {
    return graph;
  }

  TrialProgress progress() {
    return progress;
  }

  /** The engine for batches of a size. */
  TrainedRuns runs(int batchSize) {
    return byBatchSize.computeIfAbsent(
        batchSize,
        size ->
            new TrainedRuns(
                graph, trainer, options.withBatchSize(size), TrainedRuns.SAMPLE, progress));
  }

  @Override
  public void close() {
    trainer.close();
    if (owned) {
      graph.close();
    }
  }
}
