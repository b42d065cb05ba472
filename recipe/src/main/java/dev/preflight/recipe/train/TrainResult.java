package dev.preflight.recipe.train;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a training run as scripts read it.
 *
 * @param updates updates made
 * @param planned updates planned
 * @param ended why it is over; null if it was stopped
 * @param monitor the metric that chose the best checkpoint
 * @param best the best checkpoint; null if nothing was validated
 * @param checkpoint prefix of the last one
 * @param train metrics of the best on a sample of the training set
 * @param validation on the validation set
 * @param test on the test set; null without one
 * @param schedule the rates, as a spec; null where they were the program's own
 * @param log the file with all curves
 * @param events the directory of TensorBoard's event files
 */
public record TrainResult(
    long updates,
    long planned,
    @Nullable String ended,
    String monitor,
    @Nullable Best best,
    String checkpoint,
    Map<String, Double> train,
    Map<String, Double> validation,
    @Nullable Map<String, Double> test,
    @Nullable String schedule,
    String log,
    String events) {

  /**
   * A checkpoint.
   *
   * @param value of the monitored metric
   * @param checkpoint its prefix, for {@code --from} and for TensorFlow
   */
  public record Best(long updates, double value, String checkpoint) {}
}
