package dev.preflight.cli.command;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.reports.Report;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.tuner.finder.FinderOptions;
import dev.preflight.tuner.finder.LearningRateFinder;
import dev.preflight.tuner.runs.RunOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code preflight lr-find}. */
@Command(
    name = "lr-find",
    description = "Finds the learning rate for a run of the planned length, and shows why.")
final class LrFindCommand extends TrainingCommand {
  private static final FinderOptions DEFAULTS = FinderOptions.defaults();

  @Mixin RunLength run = new RunLength();

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Updates of one ramp. Default: the finder's own choice.")
  @Nullable Integer steps;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Initializations to try. Default: the finder's own choice.")
  @Nullable Integer seeds;

  @Option(names = "--quick", description = "The bare ramp: quick, and no more than a hint.")
  boolean quick;

  @Option(
      names = "--low",
      paramLabel = "RATE",
      description = "Lower end of the ramp. Default: the finder's own choice.")
  @Nullable Double low;

  @Option(
      names = "--high",
      paramLabel = "RATE",
      description = "Upper end of the ramp. Default: the finder's own choice.")
  @Nullable Double high;

  @Option(
      names = "--weight-decays",
      paramLabel = "LIST",
      split = ",",
      description = "Weight decays to overlay, such as 0,1e-4,1e-2.")
  List<Double> weightDecays = new ArrayList<>();

  @Option(names = "--momentum-test", description = "Also ramp the momentum at the found rate.")
  boolean momentumTest;

  @Mixin StartOptions start = new StartOptions();

  LrFindCommand(Console console) {
    super(console);
  }

  @Override
  boolean feedsWeightDecay() {
    return !weightDecays.isEmpty();
  }

  @Override
  @Nullable Path start() {
    return start.from;
  }

  @Override
  void validate() {
    requirePositive("--steps", steps);
    requirePositive("--seeds", seeds);
    finderOptions(batchSizeAsked());
  }

  @Override
  long planned(TrainingGraph graph, int batchSize) {
    return LearningRateFinder.planned(graph, finderOptions(batchSize));
  }

  @Override
  Report<?> work(TrainingGraph graph, int batchSize, OutputDirectory directory, Progress progress) {
    return LearningRateFinder.run(graph, finderOptions(batchSize), progress);
  }

  /** 0 is the finder's own choice, which is made by leaving the option out. */
  private static void requirePositive(String option, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw new InputException(
          option + " must be at least 1, was " + value, "leave it out for the finder's own choice");
    }
  }

  private FinderOptions finderOptions(int batchSize) {
    try {
      RunOptions defaults = DEFAULTS.run();
      return new FinderOptions(
          new RunOptions(
              run.length,
              seeds == null ? defaults.seeds() : seeds,
              batchSize > 0 ? batchSize : defaults.batchSize(),
              options.seed,
              low == null ? defaults.low() : low,
              high == null ? defaults.high() : high),
          steps == null ? DEFAULTS.steps() : steps,
          quick,
          weightDecays,
          momentumTest);
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), "see 'preflight lr-find --help'", e);
    }
  }
}
