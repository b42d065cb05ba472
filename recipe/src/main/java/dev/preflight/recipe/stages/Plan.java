package dev.preflight.recipe.stages;

import dev.preflight.recipe.baseline.BaselineOptions;
import dev.preflight.recipe.baseline.Baselines;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.Checks;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.program.TrainingProgram;
import dev.preflight.tuner.comparison.ComparisonOptions;
import dev.preflight.tuner.comparison.ScheduleComparison;
import dev.preflight.tuner.finder.FinderOptions;
import dev.preflight.tuner.finder.LearningRateFinder;
import dev.preflight.tuner.runs.Length;
import dev.preflight.tuner.runs.RunOptions;
import dev.preflight.tuner.search.LearningRateSearch;
import dev.preflight.tuner.search.SearchOptions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How long each stage is.
 *
 * @param length planned updates of the long run
 * @param search updates of a run in the stages that compare many
 * @param trained updates of the run that is made
 * @param baselines programs that stand beside the net at the end
 */
record Plan(
    TrainingGraph graph,
    RecipeOptions options,
    long length,
    int search,
    long trained,
    List<TrainingProgram> baselines) {

  /** Passes over the data in a run of the stages that compare many: a few. */
  private static final int EPOCHS = 2;

  /** Seeds in the stages that compare many. */
  private static final int SEARCH_SEEDS = 2;

  /** As many as a comparison needs. */
  private static final int COMPARISON_SEEDS = ComparisonOptions.LEAST_SEEDS;

  /** Shapes cannot be told apart on fewer updates. */
  private static final int LEAST_COMPARED = 100;

  /** Updates that checking a graph takes, about, at an ordinary batch. */
  private static final int CHECKING = 150;

  static Plan of(TrainingGraph graph, RecipeOptions options) {
    RunOptions run = run(options, COMPARISON_SEEDS);
    long length = run.planned(graph);
    long epochs = (long) EPOCHS * run.epoch(graph);
    int search = (int) Math.min(length, Math.max(RunOptions.DEFAULT_UPDATES, epochs));
    List<TrainingProgram> others =
        options.baselines().stream().filter(p -> !p.name().equals(graph.name())).toList();
    return new Plan(
        graph,
        options,
        length,
        search,
        Math.max(1, Math.round(options.share() * length)),
        options.wants(Stage.DIAGNOSIS) ? Baselines.fitting(graph, others) : List.of());
  }

  /** The baselines are trained as long as the net is. */
  BaselineOptions baseline() {
    return new BaselineOptions(Length.updates(trained), options.batchSize(), options.seed());
  }

  private static RunOptions run(RecipeOptions options, int seeds) {
    return RunOptions.of(seeds, SearchOptions.DEFAULT_LOW, SearchOptions.DEFAULT_HIGH)
        .withLength(options.length())
        .withBatchSize(options.batchSize())
        .withSeed(options.seed());
  }

  FinderOptions finder() {
    return FinderOptions.defaults()
        .withRun(
            r ->
                r.withLength(options.length())
                    .withBatchSize(options.batchSize())
                    .withSeed(options.seed()));
  }

  SearchOptions fine() {
    return SearchOptions.defaults()
        .withRun(r -> run(options, SEARCH_SEEDS).withUpdates(search))
        .withSchedule(ScheduleSpec.parse("linear"))
        .withWeightDecay(graph.takesWeightDecay());
  }

  ComparisonOptions comparison() {
    return ComparisonOptions.defaults()
        .withRun(r -> run(options, COMPARISON_SEEDS).withUpdates(compared()))
        .withoutSettling();
  }

  /**
   * Updates of the runs that compare shapes: half of a search run, for there are many of them. The
   * peak that the winner is trained at is that of the search.
   */
  int compared() {
    return Math.min(search, Math.max(LEAST_COMPARED, search / 2));
  }

  /** The checks of a stage. */
  static Set<String> checks(Stage stage) {
    return Checks.catalogue().stream()
        .map(CheckInfo::id)
        .filter(
            id ->
                switch (stage) {
                  case DATA -> id.startsWith("D");
                  case GRAPH -> id.startsWith("G");
                  case BATCH -> id.equals("M01") || id.equals("M02");
                  case SUBSET -> id.equals("M03");
                  default -> false;
                })
        .collect(Collectors.toSet());
  }

  /** Updates that a stage takes, about. */
  long updates(Stage stage) {
    return switch (stage) {
      case DATA -> 0;
      case GRAPH, BATCH -> CHECKING;
      case SUBSET -> 400;
      case COARSE -> LearningRateFinder.planned(graph, finder());
      case FINE -> LearningRateSearch.planned(graph, fine());
      case SCHEDULES -> ScheduleComparison.planned(graph, comparison());
      case TRAIN -> trained;
      case DIAGNOSIS ->
          DataCurve.updates(Math.min(search, trained))
              + Baselines.planned(graph, baselines, baseline());
    };
  }

  /** The whole plan, with times measured on a few updates. */
  String text(double secondsAnUpdate) {
    StringBuilder text =
        new StringBuilder(
            Sentence.of(
                "The recipe for %s and %,d updates of %,d items, %s an update here:%n",
                graph.name(), length, options.batchSize(), Numbers.each(secondsAnUpdate)));
    double total = 0;
    for (Stage stage : Stage.values()) {
      double seconds = Math.max(1, updates(stage) * secondsAnUpdate);
      boolean wanted = options.wants(stage);
      total += wanted ? seconds : 0;
      text.append(
          Sentence.of(
              "  %d  %-42s %s%n",
              stage.number(),
              stage.title(),
              wanted
                  ? Sentence.of(
                      "about %s, %,d updates", Numbers.seconds(Math.rint(seconds)), updates(stage))
                  : "left out"));
    }
    return text.append(
            Sentence.of(
                "About %s in all, and what evaluating takes beside it. It stops at the first stage"
                    + " that fails, and goes on where it was stopped.",
                Numbers.seconds(Math.rint(total))))
        .toString();
  }
}
