package dev.preflight.cli.command;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.reports.Report;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.tuner.runs.RunStore;
import dev.preflight.tuner.search.LearningRateSearch;
import dev.preflight.tuner.search.SearchOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code preflight lr-search}. */
@Command(
    name = "lr-search",
    description = {
      "Finds the learning rate by training, coarse to fine, and confirms it with fresh seeds.",
      "Finished runs are kept in the --out directory: a search that was stopped goes on there."
    })
final class LrSearchCommand extends TrainingCommand {
  private static final SearchOptions DEFAULTS = SearchOptions.defaults();

  /** Which recipes to follow. */
  enum Recipe {
    /** The bracketed search alone. */
    SOUND,
    /** The lectures' plain recipe as well, beside it. */
    LECTURE
  }

  @Mixin SearchLimits limits = new SearchLimits();

  @Option(
      names = "--schedule",
      paramLabel = "SPEC",
      description =
          "What the rate is the peak of, such as \"warmup(5%%) + cosine\". Default: constant.")
  @Nullable String schedule;

  @Option(
      names = "--weight-decay",
      description = "Then search the weight decay, from none to 1e-2, and look at the rate again.")
  boolean weightDecay;

  @Option(
      names = "--recipe",
      paramLabel = "sound|lecture",
      description =
          "Whether to run the lectures' plain recipe too, to show it beside. Default:"
              + " ${DEFAULT-VALUE}.",
      defaultValue = "sound")
  Recipe recipe = Recipe.SOUND;

  LrSearchCommand(Console console) {
    super(console);
  }

  @Override
  boolean feedsWeightDecay() {
    return weightDecay;
  }

  @Override
  void validate() {
    searchOptions(batchSizeAsked());
  }

  @Override
  long planned(TrainingGraph graph, int batchSize) {
    return LearningRateSearch.planned(graph, searchOptions(batchSize));
  }

  @Override
  Report<?> work(TrainingGraph graph, int batchSize, OutputDirectory directory, Progress progress) {
    try (RunStore store = RunStore.in(directory.directory())) {
      return LearningRateSearch.run(graph, searchOptions(batchSize), store, progress);
    }
  }

  private SearchOptions searchOptions(int batchSize) {
    ScheduleSpec wanted = schedule == null ? DEFAULTS.schedule() : ScheduleSpec.parse(schedule);
    try {
      return new SearchOptions(
          limits.over(DEFAULTS.run(), batchSize, options.seed),
          wanted,
          recipe == Recipe.LECTURE,
          weightDecay);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          String.valueOf(e.getMessage()), "see 'preflight lr-search --help'", e);
    }
  }
}
