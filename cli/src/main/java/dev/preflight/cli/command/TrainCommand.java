package dev.preflight.cli.command;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.Environment;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.recipe.train.TrainOptions;
import dev.preflight.recipe.train.Training;
import dev.preflight.reports.Report;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.schedules.ScheduleSyntaxException;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingBatches;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.source.DataSpec;
import dev.preflight.tuner.runs.Length;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code preflight train}. */
@Command(
    name = "train",
    description = {
      "Trains to the end: with a schedule, validation, early stopping, checkpoints, TensorBoard "
          + "events, and its curves watched.",
      "Checkpoints are TensorFlow's; a run that was stopped goes on where it was, bit for bit on "
          + "the CPU."
    })
final class TrainCommand extends TrainingCommand {

  private final Environment environment;

  @Mixin RunLength run = new RunLength();

  @Option(
      names = "--schedule",
      paramLabel = "SPEC",
      description =
          "The rate of every update, such as \"warmup(5%%) + cosine(peak=0.1)\" or \"warmup(5%%) + "
              + "plateau(factor=0.5, patience=5)\"; --learning-rate is its peak. Default: the "
              + "program's own rate.")
  @Nullable String schedule;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "Decoupled weight decay. Default: the optimizer's own.")
  @Nullable Double weightDecay;

  @Option(
      names = "--every",
      paramLabel = "LENGTH",
      converter = RunLength.Converter.class,
      description =
          "How often to validate and to save: updates, or epochs such as 1ep. Default: an epoch or "
              + "a twentieth of the run, whichever is shorter.")
  @Nullable Length every;

  @Option(
      names = "--monitor",
      paramLabel = "METRIC",
      description =
          "What on the validation set says which checkpoint is the best: loss, accuracy, "
              + "balanced_accuracy, f1; mae and r2 for a regression. Default: ${DEFAULT-VALUE}.",
      defaultValue = TrainOptions.DEFAULT_MONITOR)
  String monitor = TrainOptions.DEFAULT_MONITOR;

  @Option(
      names = "--early-stopping",
      paramLabel = "N",
      description = "End after so many validations without improvement. Default: never.")
  int patience;

  @Option(
      names = "--target",
      paramLabel = "X",
      description = "The accuracy wanted, such as 0.95: tells underfit from overfit.")
  double target = Double.NaN;

  @Option(
      names = "--test",
      paramLabel = "SPEC",
      description = "The test set, as for --data; all of its items. It is opened once, at the end.")
  @Nullable String test;

  @Option(names = "--restart", description = "Delete a run that stands in --out, and begin anew.")
  boolean restart;

  @Mixin StartOptions start = new StartOptions();

  TrainCommand(Console console) {
    super(console);
    this.environment = console.environment();
  }

  @Override
  @Nullable Path start() {
    return start.from;
  }

  @Override
  boolean feedsWeightDecay() {
    return weightDecay != null;
  }

  @Override
  void validate() {
    trainOptions(Math.max(1, batchSizeAsked()));
  }

  @Override
  long planned(TrainingGraph graph, int batchSize) {
    return Training.planned(graph, trainOptions(size(batchSize)));
  }

  private static int size(int batchSize) {
    return batchSize > 0 ? batchSize : TrainingBatches.DEFAULT_SIZE;
  }

  @Override
  Report<?> work(TrainingGraph graph, int batchSize, OutputDirectory directory, Progress progress) {
    TrainOptions asked = trainOptions(size(batchSize));
    Dataset items = test == null ? null : DataSpec.openWhole(test, environment.directory());
    return Training.run(
        graph, asked.withTarget(target, items), directory.directory(), restart, progress);
  }

  private TrainOptions trainOptions(int batchSize) {
    try {
      ScheduleSpec wanted = schedule == null ? null : ScheduleSpec.parse(schedule);
      return new TrainOptions(
          run.length,
          wanted,
          options.learningRate == null ? Double.NaN : options.learningRate,
          weightDecay == null ? Double.NaN : weightDecay,
          batchSize,
          options.seed,
          every,
          monitor,
          patience,
          target,
          null);
    } catch (ScheduleSyntaxException e) {
      throw e; // It shows the place in the text.
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), "see 'preflight train --help'", e);
    }
  }
}
