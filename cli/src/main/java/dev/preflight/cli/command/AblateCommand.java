package dev.preflight.cli.command;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.recipe.ablation.Ablation;
import dev.preflight.recipe.ablation.AblationOptions;
import dev.preflight.reports.Report;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.schedules.ScheduleSyntaxException;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.tuner.runs.RunStore;
import dev.preflight.tuner.tune.Setting;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code preflight ablate}. */
@Command(
    name = "ablate",
    description = {
      "One change at a time: trains the program and each single change with as many updates, each "
          + "at its own rate, on the same seeds, and says what helps, hurts or ties.",
      "With --learning-rate all train at that rate: faster, but it favours the base."
    })
final class AblateCommand extends TrainingCommand {

  @Mixin SearchLimits limits = new SearchLimits();

  @Option(
      names = "--change",
      required = true,
      paramLabel = "NAME=VALUE",
      description =
          "A single change: a hyperparameter of the program, optimizer, batch_size, momentum, "
              + "weight_decay, schedule or learning_rate. May be repeated; each is held against the "
              + "program as it is.")
  List<String> changes = List.of();

  @Option(
      names = "--schedule",
      paramLabel = "SPEC",
      description = "The schedule of all runs, each at its own peak. Default: ${DEFAULT-VALUE}.",
      defaultValue = AblationOptions.DEFAULT_SCHEDULE)
  String schedule = AblationOptions.DEFAULT_SCHEDULE;

  @Option(
      names = "--metric",
      paramLabel = "METRIC",
      description =
          "What is judged on the validation set: loss, accuracy, balanced_accuracy, f1; mae and r2 "
              + "for a regression. Default: ${DEFAULT-VALUE}.",
      defaultValue = AblationOptions.DEFAULT_METRIC)
  String metric = AblationOptions.DEFAULT_METRIC;

  AblateCommand(Console console) {
    super(console);
  }

  @Override
  boolean feedsWeightDecay() {
    return ablationOptions(batchSizeAsked()).changes().stream().anyMatch(Setting::feedsWeightDecay);
  }

  @Override
  void validate() {
    ablationOptions(batchSizeAsked());
  }

  @Override
  long planned(TrainingGraph graph, int batchSize) {
    return Ablation.planned(graph, ablationOptions(batchSize));
  }

  @Override
  Report<?> work(TrainingGraph graph, int batchSize, OutputDirectory directory, Progress progress) {
    try (RunStore store = RunStore.in(directory.directory())) {
      return Ablation.run(graph, ablationOptions(batchSize), store, progress);
    }
  }

  private AblationOptions ablationOptions(int batchSize) {
    try {
      return new AblationOptions(
          limits.over(AblationOptions.defaultRun(), batchSize, options.seed),
          changes.stream().map(Setting::parse).toList(),
          ScheduleSpec.parse(schedule),
          metric,
          options.learningRate == null ? Double.NaN : options.learningRate);
    } catch (ScheduleSyntaxException e) {
      throw e; // It shows the place in the text.
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), "see 'preflight ablate --help'", e);
    }
  }
}
