package dev.preflight.recipe.stages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of the recipe as scripts read it.
 *
 * @param decision go, go with warnings, no-go, or not judged
 * @param stages what became of each
 * @param configuration what to train with; null where it did not come to that
 */
public record RecipeResult(
    String decision, List<StageResult> stages, @Nullable Configuration configuration) {

  /** Copies. */
  public RecipeResult {
    stages = List.copyOf(stages);
  }

  /**
   * A stage.
   *
   * @param status passed, warned, failed, not judged; left out, or not reached
   * @param summary what came out
   */
  public record StageResult(
      int number, String stage, String status, String summary, double seconds) {}

  /**
   * What to train with.
   *
   * @param optimizer as the graph describes it
   * @param schedule the rate of every update, as a spec with its peak
   * @param learningRate its peak
   * @param weightDecay null for the optimizer's own
   */
  public record Configuration(
      String optimizer,
      String schedule,
      double learningRate,
      @Nullable Double weightDecay,
      long updates,
      int batchSize,
      long seed) {}
}
