package dev.preflight.cli.command;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.Environment;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.cli.process.ProgramClasses;
import dev.preflight.recipe.stages.Recipe;
import dev.preflight.recipe.stages.RecipeOptions;
import dev.preflight.recipe.stages.Stage;
import dev.preflight.reports.Report;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingBatches;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.UpdateTime;
import dev.preflight.training.data.InputException;
import dev.preflight.training.program.Programs;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code preflight run}. */
@Command(
    name = "run",
    description = {
      "Follows the lectures' recipe, stage by stage, from the data to the diagnosis: one verdict, "
          + "one report.",
      "Stages: 1 data, 2 graph, 3 batch, 4 subset, 5 coarse, 6 fine, 7 schedules, 8 train, "
          + "9 diagnosis. It stops at the first that fails; finished stages are kept in --out."
    })
final class RunCommand extends TrainingCommand {

  private final Environment environment;

  @Mixin RunLength run = new RunLength();

  @Option(
      names = "--share",
      paramLabel = "X",
      description =
          "Share of the planned length that stage 8 trains, in (0, 1]. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1")
  double share = 1;

  @Option(
      names = "--from",
      paramLabel = "STAGE",
      description = "Begin with this stage: its number or its word.")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "STAGE", description = "End with this stage.")
  @Nullable String to;

  @Option(
      names = "--skip",
      paramLabel = "STAGES",
      split = ",",
      description = "Leave these stages out, such as fine,schedules.")
  List<String> skip = List.of();

  @Option(
      names = "--target",
      paramLabel = "X",
      description = "The accuracy wanted, such as 0.95: tells underfit from overfit.")
  double target = Double.NaN;

  @Option(
      names = "--allow",
      paramLabel = "ID[:DATE]=REASON",
      description = "Accept what a check finds, as in 'preflight check'. May be repeated.")
  Map<String, String> allow = new LinkedHashMap<>();

  @Option(
      names = "--checkpoint",
      paramLabel = "CHECKPOINT",
      description =
          "A TensorFlow checkpoint to start from: its prefix, or a directory of them. Default: the "
              + "initial values.")
  @Nullable Path checkpoint;

  @Option(
      names = "--no-baselines",
      description = "Leave out the constant answer, the regression and the nets to beat.")
  boolean withoutBaselines;

  RunCommand(Console console) {
    super(console);
    this.environment = console.environment();
  }

  @Override
  @Nullable Path start() {
    return checkpoint;
  }

  @Override
  boolean feedsWeightDecay() {
    return true;
  }

  @Override
  void validate() {
    recipeOptions(batchSizeAsked());
  }

  @Override
  long planned(TrainingGraph graph, int batchSize) {
    return Recipe.planned(graph, recipeOptions(batchSize));
  }

  @Override
  String plan(TrainingGraph graph, int batchSize) {
    return Recipe.plan(graph, recipeOptions(batchSize), UpdateTime.of(graph, size(batchSize)));
  }

  @Override
  boolean tellsItsPlan() {
    return true;
  }

  private static int size(int batchSize) {
    return batchSize > 0 ? batchSize : TrainingBatches.DEFAULT_SIZE;
  }

  @Override
  Report<?> work(TrainingGraph graph, int batchSize, OutputDirectory directory, Progress progress) {
    progress.note(plan(graph, batchSize));
    return Recipe.run(graph, recipeOptions(batchSize), directory.directory(), progress);
  }

  private RecipeOptions recipeOptions(int batchSize) {
    try {
      return new RecipeOptions(
          run.length,
          share,
          size(batchSize),
          options.seed,
          options.learningRate == null ? Double.NaN : options.learningRate,
          target,
          from == null ? Stage.DATA : Stage.of(from),
          to == null ? Stage.DIAGNOSIS : Stage.of(to),
          skip.stream().map(Stage::of).collect(Collectors.toSet()),
          Allowances.of(allow),
          withoutBaselines
              ? List.of()
              : Programs.all(ProgramClasses.loader(options.classpath(), environment)));
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), "see 'preflight run --help'", e);
    }
  }
}
