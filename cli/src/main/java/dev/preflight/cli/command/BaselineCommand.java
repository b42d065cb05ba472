package dev.preflight.cli.command;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.Environment;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.cli.process.ProgramClasses;
import dev.preflight.recipe.baseline.BaselineOptions;
import dev.preflight.recipe.baseline.Baselines;
import dev.preflight.reports.Report;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingBatches;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.program.Programs;
import dev.preflight.training.program.TrainingProgram;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code preflight baseline}. */
@Command(
    name = "baseline",
    description = {
      "Something to beat, on the data of a program: a constant answer, logistic or linear "
          + "regression, and the built-in nets that fit, each at a rate of its own.",
      "The program itself is not trained; 'preflight run' shows it beside them."
    })
final class BaselineCommand extends TrainingCommand {

  private final Environment environment;

  @Mixin RunLength run = new RunLength();

  BaselineCommand(Console console) {
    super(console);
    this.environment = console.environment();
  }

  @Override
  void validate() {
    baselineOptions(Math.max(1, batchSizeAsked()));
  }

  @Override
  long planned(TrainingGraph graph, int batchSize) {
    return Baselines.planned(graph, fitting(graph), baselineOptions(batchSize));
  }

  @Override
  Report<?> work(TrainingGraph graph, int batchSize, OutputDirectory directory, Progress progress) {
    return Baselines.run(
        graph, fitting(graph), null, baselineOptions(batchSize), directory.directory(), progress);
  }

  private List<TrainingProgram> fitting(TrainingGraph graph) {
    return Baselines.fitting(
        graph, Programs.all(ProgramClasses.loader(options.classpath(), environment)));
  }

  private BaselineOptions baselineOptions(int batchSize) {
    return new BaselineOptions(
        run.length, batchSize > 0 ? batchSize : TrainingBatches.DEFAULT_SIZE, options.seed);
  }
}
