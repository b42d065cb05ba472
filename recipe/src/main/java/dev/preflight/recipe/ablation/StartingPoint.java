package dev.preflight.recipe.ablation;

import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import java.util.Arrays;
import java.util.List;

/**
 * Where a run starts: the same weights with another loss are proof that the loss is another one.
 *
 * @param names of the trainable variables
 * @param weights hash of their values
 * @param loss of the untrained program on the sample that judges
 */
record StartingPoint(List<String> names, int weights, double loss) {

  /** Losses of the same weights may differ by so much, relatively: sums in another order. */
  private static final double ROUNDING = 1e-4;

  static StartingPoint of(TrainingGraph graph, Trainer trainer, double loss) {
    List<String> names = graph.trainable();
    int hash =
        Arrays.hashCode(
            trainer.variables(names).stream()
                .mapToInt(v -> Arrays.hashCode(v.toFloats()))
                .toArray());
    return new StartingPoint(names, hash, loss);
  }

  /** Whether the same weights have another loss there. */
  boolean measuresOtherwise(StartingPoint other) {
    return names.equals(other.names)
        && weights == other.weights
        && Math.abs(loss - other.loss) > ROUNDING * Math.max(Math.abs(loss), Math.abs(other.loss));
  }
}
