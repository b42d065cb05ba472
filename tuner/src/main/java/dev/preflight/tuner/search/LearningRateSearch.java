package dev.preflight.tuner.search;

import dev.preflight.reports.Report;
import dev.preflight.schedules.PlannedSchedule;
import dev.preflight.schedules.Run;
import dev.preflight.training.Progress;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.tuner.runs.RunOptions;
import dev.preflight.tuner.runs.RunRequest;
import dev.preflight.tuner.runs.RunStore;
import dev.preflight.tuner.runs.Runs;
import dev.preflight.tuner.runs.StoredRuns;
import dev.preflight.tuner.runs.TrainedRuns;

/**
 * Finds the learning rate by training: the lectures' coarse-to-fine recipe, made sound.
 *
 * <p>The recipe (four coarse rates on few iterations, then 0.8 to 2 times the best) errs upwards,
 * because short runs prefer higher rates, and its fine range does not look below. So the fine rates
 * lie on a logarithmic grid and must bracket the winner by a factor of 3.2 on both sides; a
 * parabola in log rate averages the noise of its points; fresh seeds confirm the choice. Costs
 * about sixteen runs of full length and two for each fresh seed. When a rate is wanted in less than
 * one run, use {@link dev.preflight.tuner.finder.LearningRateFinder}.
 */
public final class LearningRateSearch {

  private LearningRateSearch() {}

  /** Searches without keeping runs on disk. */
  public static Report<SearchResult> run(
      TrainingGraph graph, SearchOptions options, Progress progress) {
    return run(graph, options, RunStore.inMemory(), progress);
  }

  /**
   * Searches; runs that the store has are not trained again.
   *
   * <p>Deterministic for a seed on CPU: a search that was stopped and started again with the same
   * store gives the same result bit for bit.
   *
   * @throws InputException if the schedule does not fit a run of that length, or weight decay is
   *     asked for and the graph cannot be fed one
   */
  public static Report<SearchResult> run(
      TrainingGraph graph, SearchOptions options, RunStore store, Progress progress) {
    if (options.weightDecay() && !graph.takesWeightDecay()) {
      throw new InputException(
          "weight decay cannot be fed to " + graph.name(),
          "leave the weight decay out of the search");
    }
    RunOptions run = options.run();
    int updates = run.trainable(graph);
    PlannedSchedule schedule =
        SearchOptions.planned(options.schedule(), Run.of(updates, run.epoch(graph)));
    try (Trainer trainer = graph.open(run.seed())) {
      TrainedRuns trained = new TrainedRuns(graph, trainer, run, TrainedRuns.SAMPLE, progress);
      StoredRuns runs = new StoredRuns(trained, store, progress);
      runs.expect(RateSearch.expected(options, updates), RateSearch.stages(options));
      Objective objective = new ScheduleObjective(runs, schedule, trained.untrained());
      RateSearch.Outcome outcome =
          new RateSearch(objective, options, updates, runs::begin).search();
      return SearchReport.of(graph, outcome, objective.ceiling(), options, runs.restored());
    }
  }

  /** Updates that a search takes, about; fewer where the store has some of its runs. */
  public static long planned(TrainingGraph graph, SearchOptions options) {
    return RateSearch.expected(options, options.run().trainable(graph));
  }

  /** The final loss of a schedule, compressed where the run is shorter than planned. */
  private record ScheduleObjective(Runs runs, PlannedSchedule schedule, double untrained)
      implements Objective {

    @Override
    public double loss(double rate, double weightDecay, int updates, long seed) {
      PlannedSchedule wanted = schedule.withPeak(rate).compressedTo(updates);
      return runs.run(new RunRequest(wanted, weightDecay, seed, 1)).loss();
    }

    @Override
    public double ceiling() {
      return untrained;
    }
  }
}
