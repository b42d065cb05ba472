package dev.preflight.tuner.runs;

import dev.preflight.training.TrainingBatches;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.tensor.TensorFlowInfo;
import java.util.ArrayList;
import java.util.List;

/** All that determines a run besides what is asked of it: program, data, optimizer, TensorFlow. */
public final class RunContext {

  private RunContext() {}

  /**
   * As one text, which is equal for equal contexts alone.
   *
   * @param initialState checksum of the initial values
   * @param judged what the run is judged on
   */
  public static String of(TrainingGraph graph, long initialState, Dataset judged, int batchSize) {
    Optimizer o = graph.options().optimizer();
    List<String> parts =
        new ArrayList<>(
            List.of(
                "1",
                TensorFlowInfo.get().version() + (TensorFlowInfo.get().oneDnn() ? " oneDNN" : ""),
                graph.name(),
                graph.fingerprint(),
                Long.toHexString(initialState),
                graph.data().train().fingerprint(),
                judged.fingerprint(),
                graph.optimizer(),
                o.kind().id() + " " + o.momentum() + " " + o.decay() + " " + o.epsilon(),
                "decay " + o.weightDecay() + (graph.takesWeightDecay() ? " fed" : " fixed"),
                graph.options().hyperparameters().values().toString(),
                graph.options().device() + " " + graph.options().threads()));
    TrainingBatches.augmentationFingerprint(graph, batchSize).ifPresent(parts::add);
    parts.add("batch " + batchSize);
    return String.join(" | ", parts);
  }
}
