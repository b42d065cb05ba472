package dev.preflight.recipe.stages;

import dev.preflight.sanity.check.Allowance;
import dev.preflight.training.program.TrainingProgram;
import dev.preflight.tuner.runs.Length;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the recipe is asked for.
 *
 * @param length planned length of the long run; null for the larger of an epoch and 300 updates
 * @param share of it that is trained in the last stages, in (0, 1]
 * @param batchSize items in a batch, at least 2
 * @param seed that all others are derived from
 * @param learningRate to go on with where the stages that find one are left out; NaN for none
 * @param target the accuracy wanted; NaN for none
 * @param from first stage
 * @param to last stage
 * @param skip stages to leave out
 * @param allowed findings of checks that are accepted, by id
 * @param baselines programs to stand beside the net at the end, where they fit the data
 */
public record RecipeOptions(
    @Nullable Length length,
    double share,
    int batchSize,
    long seed,
    double learningRate,
    double target,
    Stage from,
    Stage to,
    Set<Stage> skip,
    Map<String, Allowance> allowed,
    List<TrainingProgram> baselines) {

  /** Validates and copies. */
  public RecipeOptions {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("--share must be in (0, 1], was " + share);
    }
    if (from.compareTo(to) > 0) {
      throw new IllegalArgumentException(
          "--from " + from.word() + " comes after --to " + to.word());
    }
    skip = Set.copyOf(skip);
    allowed = Map.copyOf(allowed);
    baselines = List.copyOf(baselines);
  }

  /** Whether a stage is to be made. */
  boolean wants(Stage stage) {
    return stage.compareTo(from) >= 0 && stage.compareTo(to) <= 0 && !skip.contains(stage);
  }
}
