package dev.preflight.tuner.comparison;

import dev.preflight.reports.Report;
import dev.preflight.schedules.PlannedSchedule;
import dev.preflight.schedules.Run;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.training.Progress;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.tuner.runs.RunOptions;
import dev.preflight.tuner.runs.RunOutcome;
import dev.preflight.tuner.runs.RunRequest;
import dev.preflight.tuner.runs.RunStore;
import dev.preflight.tuner.runs.Runs;
import dev.preflight.tuner.runs.StoredRuns;
import dev.preflight.tuner.runs.TrainedRuns;
import dev.preflight.tuner.search.SearchOptions;

/**
 * Compares learning-rate schedules by training: same updates, same seeds, each at its own peak.
 *
 * <p>At a shared rate the rate decides which schedule wins, so each is a shape whose peak is tuned
 * by the same search. All are then judged by fresh seeds, paired, against linear decay; those that
 * the seeds cannot tell apart share a group. What differs is judged again at a rate that all seeds
 * choose, before it is said. Costs about eight runs and one for each seed, per schedule, and two to
 * five for each seed of one that differs.
 */
public final class ScheduleComparison {

  private ScheduleComparison() {}

  /** Compares without keeping runs on disk. */
  public static Report<ComparisonResult> run(
      TrainingGraph graph, ComparisonOptions options, Progress progress) {
    return run(graph, options, RunStore.inMemory(), progress);
  }

  /**
   * Compares; runs that the store has are not trained again.
   *
   * <p>Deterministic for a seed on CPU: a comparison that was stopped and started again with the
   * same store gives the same result bit for bit.
   *
   * @throws InputException if a schedule does not fit a run of that length
   */
  public static Report<ComparisonResult> run(
      TrainingGraph graph, ComparisonOptions options, RunStore store, Progress progress) {
    RunOptions run = options.run();
    int updates = run.trainable(graph);
    Run plan = Run.of(updates, run.epoch(graph));
    options.schedules().forEach(schedule -> SearchOptions.planned(schedule, plan));
    try (Trainer trainer = graph.open(run.seed())) {
      TrainedRuns trained = new TrainedRuns(graph, trainer, run, TrainedRuns.SAMPLE, progress);
      StoredRuns runs = new StoredRuns(trained, store, progress);
      runs.expect(
          ComparisonProtocol.expected(options, updates), ComparisonProtocol.stages(options));
      ScheduledRuns scheduled = new TrainedSchedules(runs, plan, trained.untrained());
      ComparisonProtocol.Outcome outcome =
          new ComparisonProtocol(scheduled, options, updates, runs::begin).compare();
      return ComparisonReport.of(graph, outcome, plan, run.seed(), runs.restored());
    }
  }

  /** Updates that a comparison takes, about; fewer where the store has some of its runs. */
  public static long planned(TrainingGraph graph, ComparisonOptions options) {
    return ComparisonProtocol.expected(options, options.run().trainable(graph));
  }

  private record TrainedSchedules(Runs runs, Run plan, double untrained) implements ScheduledRuns {

    @Override
    public RunOutcome run(
        ScheduleSpec schedule, double peak, int updates, long seed, int checkpoints) {
      PlannedSchedule planned = schedule.withPeak(peak).resolve(plan).compressedTo(updates);
      return runs.run(new RunRequest(planned, Double.NaN, seed, checkpoints));
    }

    @Override
    public double ceiling() {
      return untrained;
    }
  }
}
