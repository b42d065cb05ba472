package dev.preflight.recipe.ablation;

import dev.preflight.tuner.comparison.ComparisonResult;
import dev.preflight.tuner.runs.RunOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of an ablation as scripts read it.
 *
 * @param schedule of the base
 * @param updates of every run
 * @param seeds fresh seeds, the same for all
 * @param base the program as it is
 * @param changes in the order that they were asked for
 */
public record AblationResult(String schedule, int updates, int seeds, Row base, List<Row> changes) {

  public AblationResult {
    changes = List.copyOf(changes);
  }

  /** The base, then the changes. */
  List<Row> all() {
    List<Row> all = new ArrayList<>(List.of(base));
    all.addAll(changes);
    return all;
  }

  /** What a change does. */
  public enum Effect {
    /** It is the base. */
    BASE,
    /** Better by more than noise. */
    HELPS,
    /** Worse by more than noise. */
    HURTS,
    /** The seeds cannot tell it from the base. */
    TIES,
    /** No rate trains it, or its best one was not found. */
    NOT_JUDGED
  }

  /**
   * The base or a change.
   *
   * @param change as it was asked for; {@code base} for the base
   * @param metric what it was judged by: another one than asked where the loss means another thing
   * @param learningRate its own peak; null if no rate trains
   * @param mean of the metric over the fresh seeds; not finite if a run diverged
   * @param sd standard deviation; NaN if a run diverged
   * @param difference mean of its metric minus the base's with the same seeds; NaN for the base
   * @param interval 95 %, low and high; may be infinite
   * @param pValue after Holm's correction over all changes; NaN where there is none
   * @param values the metric, one per fresh seed; infinite where a run diverged
   * @param metrics means of all metrics over the seeds that did not diverge
   * @param batchSize examples of an update
   * @param sensitivity final loss by peak on the tuning seed
   * @param curves losses along the runs, one list per fresh seed
   */
  public record Row(
      String change,
      Effect effect,
      String metric,
      @Nullable Double learningRate,
      double mean,
      double sd,
      double difference,
      List<Double> interval,
      double pValue,
      List<Double> values,
      Map<String, Double> metrics,
      int batchSize,
      List<ComparisonResult.TuningRun> sensitivity,
      List<List<RunOutcome.Checkpoint>> curves) {

    public Row {
      interval = List.copyOf(interval);
      values = List.copyOf(values);
      metrics = Map.copyOf(metrics);
      sensitivity = List.copyOf(sensitivity);
      curves = List.copyOf(curves);
    }

    /** Runs that diverged. */
    long lost() {
      return values.stream().filter(v -> !Double.isFinite(v)).count();
    }
  }
}
