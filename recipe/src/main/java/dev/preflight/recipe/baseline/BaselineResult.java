package dev.preflight.recipe.baseline;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of the baselines as scripts read it.
 *
 * @param updates of every trained baseline
 * @param validationItems how many items the metrics are of
 * @param rows those that were measured, simplest first
 */
public record BaselineResult(long updates, int validationItems, List<Row> rows) {

  public BaselineResult {
    rows = List.copyOf(rows);
  }

  /**
   * One that was measured.
   *
   * @param name {@code majority} or {@code mean}, or that of a program
   * @param parameters trainable numbers; 0 for a constant
   * @param learningRate peak of its linear schedule; null for a constant
   * @param metrics on the validation set, at its best checkpoint
   * @param own whether it is the program itself, beside which the others stand
   */
  public record Row(
      String name,
      long parameters,
      @Nullable Double learningRate,
      Map<String, Double> metrics,
      boolean own) {

    public Row {
      metrics = Map.copyOf(metrics);
    }

    /** A metric; NaN where there is none. */
    double metric(String metric) {
      return metrics.getOrDefault(metric, Double.NaN);
    }
  }
}
