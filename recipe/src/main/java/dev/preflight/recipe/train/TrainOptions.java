package dev.preflight.recipe.train;

import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.training.data.Dataset;
import dev.preflight.tuner.runs.Length;
import org.jspecify.annotations.Nullable;

/**
 * What a training run is asked for.
 *
 * @param length planned length; null for the larger of an epoch and 300 updates
 * @param schedule the rate of every update; null leaves it to the graph or the optimizer
 * @param learningRate the peak of the schedule, or the constant rate; NaN for what the schedule
 *     says, or the rate that the program was built with
 * @param weightDecay decoupled weight decay; NaN for the optimizer's own
 * @param batchSize items in a batch, at least 1
 * @param seed of the initial values and the order of the data
 * @param every how often to validate and to save; null for an epoch or a twentieth of the run,
 *     whichever is shorter
 * @param monitor the metric on the validation set that says which checkpoint is the best
 * @param patience validations without improvement that end the run; 0 to go on to the end
 * @param target the metric wanted, an accuracy where there are classes, else a loss; NaN for none
 * @param test opened once, at the end; null for none. In the form of the program's data
 */
public record TrainOptions(
    @Nullable Length length,
    @Nullable ScheduleSpec schedule,
    double learningRate,
    double weightDecay,
    int batchSize,
    long seed,
    @Nullable Length every,
    String monitor,
    int patience,
    double target,
    @Nullable Dataset test) {

  /** What is monitored where nothing is said. */
  public static final String DEFAULT_MONITOR = "loss";

  /** Validates. */
  public TrainOptions {
    require(batchSize >= 1, "batch size must be at least 1, was " + batchSize);
    require(patience >= 0, "patience must be at least 0, was " + patience);
    require(!(learningRate < 0) && !Double.isInfinite(learningRate), "rate " + learningRate);
    require(!(weightDecay < 0) && !Double.isInfinite(weightDecay), "weight decay " + weightDecay);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Everything at its default. */
  public static TrainOptions of(int batchSize, long seed) {
    return new TrainOptions(
        null,
        null,
        Double.NaN,
        Double.NaN,
        batchSize,
        seed,
        null,
        DEFAULT_MONITOR,
        0,
        Double.NaN,
        null);
  }

  /** With another length. */
  public TrainOptions withLength(@Nullable Length value) {
    return new TrainOptions(
        value,
        schedule,
        learningRate,
        weightDecay,
        batchSize,
        seed,
        every,
        monitor,
        patience,
        target,
        test);
  }

  /** With another schedule, whose peak is the rate. */
  public TrainOptions withSchedule(@Nullable ScheduleSpec value, double rate) {
    return new TrainOptions(
        length, value, rate, weightDecay, batchSize, seed, every, monitor, patience, target, test);
  }

  /** With another weight decay. */
  public TrainOptions withWeightDecay(double value) {
    return new TrainOptions(
        length,
        schedule,
        learningRate,
        value,
        batchSize,
        seed,
        every,
        monitor,
        patience,
        target,
        test);
  }

  /** With another metric to monitor, and patience. */
  public TrainOptions withMonitor(String value, int newPatience) {
    return new TrainOptions(
        length,
        schedule,
        learningRate,
        weightDecay,
        batchSize,
        seed,
        every,
        value,
        newPatience,
        target,
        test);
  }

  /** With a target, and a test set. */
  public TrainOptions withTarget(double value, @Nullable Dataset newTest) {
    return new TrainOptions(
        length,
        schedule,
        learningRate,
        weightDecay,
        batchSize,
        seed,
        every,
        monitor,
        patience,
        value,
        newTest);
  }

  /** Validated every so often. */
  public TrainOptions withEvery(@Nullable Length value) {
    return new TrainOptions(
        length,
        schedule,
        learningRate,
        weightDecay,
        batchSize,
        seed,
        value,
        monitor,
        patience,
        target,
        test);
  }
}
