package dev.preflight.cli;

import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.tuner.search.LearningRateSearch;
import dev.preflight.tuner.search.RunStore;
import dev.preflight.tuner.search.SearchOptions;
import dev.preflight.tuner.search.SearchReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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

  private final Console console;

  @Option(
      names = "--updates",
      paramLabel = "N",
      description = "Planned length of the run in updates. Default: one epoch's, at least 300.")
  @Nullable Long updates;

  @Option(
      names = "--schedule",
      paramLabel = "SPEC",
      description =
          "What the rate is the peak of, such as \"warmup(5%%) + cosine\". Default: constant.")
  @Nullable String schedule;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Fresh seeds that confirm the rate, at least 2. Default: 5.")
  @Nullable Integer seeds;

  @Option(names = "--low", paramLabel = "RATE", description = "Lowest rate allowed. Default: 1e-7.")
  @Nullable Double low;

  @Option(
      names = "--high",
      paramLabel = "RATE",
      description = "Highest rate allowed. Default: 100.")
  @Nullable Double high;

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
    this.console = console;
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
  Outcome work(TrainingGraph graph, int batchSize, Progress progress) {
    try (RunStore store = RunStore.in(console.environment().resolve(output.out))) {
      SearchReport report =
          LearningRateSearch.run(graph, searchOptions(batchSize), store, progress);
      return new Outcome(
          report.findings(),
          report.charts(),
          report.tables(),
          report.summary(),
          report.next(),
          report.result(),
          report.interrupted());
    }
  }

  private SearchOptions searchOptions(int batchSize) {
    ScheduleSpec wanted = schedule == null ? DEFAULTS.schedule() : ScheduleSpec.parse(schedule);
    try {
      return new SearchOptions(
          wanted,
          updates == null ? DEFAULTS.updates() : updates,
          seeds == null ? DEFAULTS.seeds() : seeds,
          batchSize > 0 ? batchSize : DEFAULTS.batchSize(),
          options.seed,
          low == null ? DEFAULTS.low() : low,
          high == null ? DEFAULTS.high() : high,
          recipe == Recipe.LECTURE,
          weightDecay);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          String.valueOf(e.getMessage()), "see 'preflight lr-search --help'", e);
    }
  }
}
