package dev.preflight.recipe.ablation;

import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.tuner.comparison.ComparisonOptions;
import dev.preflight.tuner.runs.RunOptions;
import dev.preflight.tuner.search.CoarseStage;
import dev.preflight.tuner.tune.Setting;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What an ablation is asked for.
 *
 * @param run what every run needs; its seeds are the fresh ones that judge, at least {@link
 *     #LEAST_SEEDS}; its rates bound the peaks
 * @param changes at least one, none twice
 * @param schedule of all runs, where the change is not another one
 * @param metric what is judged, on the validation set
 * @param learningRate of all settings; NaN where each gets its own
 */
public record AblationOptions(
    RunOptions run,
    List<Setting> changes,
    ScheduleSpec schedule,
    String metric,
    double learningRate) {

  /** Fewer seeds say nothing about noise. */
  public static final int LEAST_SEEDS = ComparisonOptions.LEAST_SEEDS;

  /** The schedule by default: no tuned shape beats it by more than noise in most studies. */
  public static final String DEFAULT_SCHEDULE = "linear";

  /** What is judged by default. */
  public static final String DEFAULT_METRIC = "loss";

  /** Validates and copies. */
  public AblationOptions {
    changes = List.copyOf(changes);
    RunOptions.require(!changes.isEmpty(), "there is no --change");
    Set<Setting> seen = new HashSet<>();
    for (Setting change : changes) {
      RunOptions.require(seen.add(change), "--change %s stands there twice", change);
    }
    RunOptions.require(
        Double.isNaN(learningRate) || (learningRate > 0 && Double.isFinite(learningRate)),
        "--learning-rate must be above 0, was %s",
        learningRate);
    run.requireTrainable();
    run.requireSeeds(LEAST_SEEDS);
    CoarseStage.requireRange(run);
  }

  /** What every run needs, by default: as of the comparison of schedules. */
  public static RunOptions defaultRun() {
    return ComparisonOptions.defaults().run();
  }
}
