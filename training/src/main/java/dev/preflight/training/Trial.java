package dev.preflight.training;

import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.InputException;
import dev.preflight.training.optimizer.StepSettings;
import dev.preflight.training.program.Ends;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs a graph once, in a session that is thrown away: what is named as its ends on one batch, and
 * one update. What cannot be run is said at once and once, not by every check that needs it.
 */
final class Trial {

  /** Few, since this comes before every command; a graph that wants more gets an ordinary batch. */
  private static final int EXAMPLES = 8;

  private static final String LABEL_OUTSIDE = "Received a label value";

  private Trial() {}

  /**
   * Runs it.
   *
   * @return the loss; 0 where the data cannot be read, which their checks tell
   * @throws InputException if it does not run, with the reason
   */
  static double run(TrainingGraph graph) {
    int size = graph.fixedBatchSize().orElse(EXAMPLES);
    try {
      return once(graph, size);
    } catch (InputException e) {
      if (graph.fixedBatchSize().isPresent()) {
        throw e;
      }
      try {
        return once(graph, TrainingBatches.DEFAULT_SIZE);
      } catch (InputException again) {
        throw e;
      }
    }
  }

  private static double once(TrainingGraph graph, int size) {
    Dataset data = graph.data().train();
    Batch batch;
    try {
      batch = data.batch(IntStream.range(0, size).map(i -> i % data.size()).toArray());
    } catch (InputException e) {
      return 0; // A fault of the data, not of the graph: the checks of the data name all of them.
    }
    try (Trainer trainer = graph.open(0)) {
      double loss = trainer.loss(batch, Mode.EVALUATE);
      trainer.tensors(ends(graph.ends()), batch, Mode.EVALUATE);
      double rate = graph.learningRate();
      trainer.stepWithNorm(batch, StepSettings.of(Double.isFinite(rate) ? rate : 0));
      if (graph.ends().functions() != null && graph.drivesOwnTrainOp()) {
        RateProof.require(graph, trainer, batch);
      }
      return loss;
    } catch (InputException e) {
      if (!String.valueOf(e.getMessage()).contains(LABEL_OUTSIDE)) {
        throw e;
      }
      return 0; // A fault of the data again.
    }
  }

  private static List<String> ends(Ends ends) {
    List<String> named = new ArrayList<>(List.of(ends.loss()));
    Stream.of(ends.logits(), ends.perExampleLoss(), ends.regularization())
        .filter(end -> end != null)
        .forEach(named::add);
    named.addAll(ends.activations());
    return named;
  }
}
