package dev.preflight.tuner.runs;

import dev.preflight.training.Mode;
import dev.preflight.training.Task;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import java.util.stream.IntStream;

/**
 * The loss of saying the same of every example: equal outputs for classes, the mean target for
 * numbers. An untrained net can do worse than that, and what it gains on the way there is no
 * learning: random labels give as much.
 */
final class ConstantGuess {

  private ConstantGuess() {}

  /**
   * The loss of a constant guess on a data set, as one batch.
   *
   * @return NaN where outputs cannot be fed: none are named, the batch size is fixed, the targets
   *     do not have the width of the outputs, or the loss is not finite for them
   */
  static double loss(TrainingGraph graph, Trainer trainer, Dataset data) {
    if (graph.ends().logits() == null || graph.fixedBatchSize().isPresent()) {
      return Double.NaN;
    }
    Batch all = data.batch(IntStream.range(0, data.size()).toArray());
    HostArray outputs = trainer.outputs(all, Mode.EVALUATE);
    float[] guess = new float[outputs.size()];
    if (graph.task() == Task.REGRESSION) {
      if (all.labels().size() != guess.length) {
        return Double.NaN;
      }
      means(all.labels(), guess);
    }
    double loss = trainer.lossGiven(HostArray.ofFloats(guess, outputs.shape()), all);
    return Double.isFinite(loss) ? loss : Double.NaN;
  }

  /** The mean of each column, in every row. */
  private static void means(HostArray labels, float[] into) {
    int rows = labels.rows();
    int width = into.length / rows;
    for (int k = 0; k < width; k++) {
      double sum = 0;
      for (int row = 0; row < rows; row++) {
        sum += labels.get(row * width + k);
      }
      for (int row = 0; row < rows; row++) {
        into[row * width + k] = (float) (sum / rows);
      }
    }
  }
}
