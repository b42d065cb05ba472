package dev.preflight.tuner.tune;

import dev.preflight.tuner.runs.RunInterruptedException;
import dev.preflight.tuner.runs.RunOutcome;
import dev.preflight.tuner.runs.TrainedRuns;
import dev.preflight.tuner.study.Objective;
import dev.preflight.tuner.study.Trial;
import dev.preflight.tuner.study.TrialPrunedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The validation loss of a program that was trained with a trial's parameters. */
final class TrainingObjective implements Objective.Single {

  /**
   * Each takes the memory of the program's variables; a trial whose run is gone trains it again.
   */
  private static final int MOST_PAUSED = 32;

  private final Benches benches;
  private final ProgramTuning.Plan plan;

  /** Runs that were given up and may be gone on with, by trial; the oldest are forgotten. */
  private final Map<Integer, Paused> paused =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Paused> eldest) {
          return size() > MOST_PAUSED;
        }
      };

  private record Paused(Bench bench, TrainedRuns.Part run) {}

  TrainingObjective(Benches benches, ProgramTuning.Plan plan) {
    this.benches = benches;
    this.plan = plan;
  }

  /**
   * Trains.
   *
   * @throws InterruptedException if the user asked to stop
   */
  @Override
  public double evaluate(Trial trial) throws InterruptedException {
    Map<String, @Nullable Object> params = trial.params();
    Map<String, String> structure = ProgramParameters.structure(params);
    Bench bench = benches.take(structure);
    boolean[] pruned = {false};
    try {
      bench.progress().start(plan.limits().trialTime());
      TrainedRuns runs = bench.runs(plan.batchSize(params));
      TrainedRuns.Part run =
          paused(trial, bench)
              .orElseGet(
                  () ->
                      runs.begin(
                          plan.request(params, bench.graph(), plan.run(), plan.checkpoints())));
      RunOutcome outcome =
          runs.run(run, plan.resuming(), checkpoint -> goesOn(trial, checkpoint, pruned));
      if (pruned[0]) {
        pause(trial, bench, run);
        throw new TrialPrunedException();
      }
      return Ends.loss(outcome);
    } catch (RunInterruptedException e) {
      throw Ends.stopped(bench, plan.limits());
    } finally {
      benches.give(structure, bench);
    }
  }

  /** The run that a trial goes on with, if it is still there. */
  private synchronized Optional<TrainedRuns.Part> paused(Trial trial, Bench bench) {
    Paused before =
        trial.continues().isPresent() ? paused.remove(trial.continues().getAsInt()) : null;
    return before != null && before.bench() == bench ? Optional.of(before.run()) : Optional.empty();
  }

  private synchronized void pause(Trial trial, Bench bench, TrainedRuns.Part run) {
    if (plan.resuming()) {
      paused.put(trial.number(), new Paused(bench, run));
    }
  }

  private boolean goesOn(Trial trial, RunOutcome.Checkpoint checkpoint, boolean[] pruned) {
    if (checkpoint.update() <= trial.lastStep()) {
      return true; // A trial that this one goes on with has reported it.
    }
    if (Double.isFinite(checkpoint.loss())) {
      boolean last = checkpoint.update() >= plan.run().updates();
      pruned[0] = plan.meter().prunes(trial, checkpoint.update(), checkpoint.loss(), last);
    }
    return !pruned[0];
  }
}
