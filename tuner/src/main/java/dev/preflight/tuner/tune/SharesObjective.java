package dev.preflight.tuner.tune;

import dev.preflight.schedules.Run;
import dev.preflight.tuner.runs.RunInterruptedException;
import dev.preflight.tuner.runs.RunOutcome;
import dev.preflight.tuner.runs.TrainedRuns;
import dev.preflight.tuner.study.Objective;
import dev.preflight.tuner.study.Trial;
import dev.preflight.tuner.study.TrialPrunedException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The validation loss of a program that was trained on more and more of the training data, anew for
 * each share and for that share of the updates. Reports go by percent of the data.
 */
final class SharesObjective implements Objective.Single {

  /** Each twice the one before; together they cost 1.875 whole runs. */
  static final List<Double> SHARES = List.of(0.125, 0.25, 0.5, 1.0);

  /** Stands among what shapes a bench; no hyperparameter has a blank in its name. */
  static final String SHARE = "share of the data";

  private final Benches benches;
  private final ProgramTuning.Plan plan;

  SharesObjective(Benches benches, ProgramTuning.Plan plan) {
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
    double loss = Double.NaN;
    for (double share : SHARES) {
      loss = loss(params, share);
      boolean last = share == 1;
      if (plan.meter().prunes(trial, Math.round(100 * share), loss, last)) {
        throw new TrialPrunedException();
      }
    }
    return loss;
  }

  private double loss(Map<String, @Nullable Object> params, double share)
      throws InterruptedException {
    Map<String, String> structure = new TreeMap<>(ProgramParameters.structure(params));
    if (share < 1) {
      structure.put(SHARE, Double.toString(share));
    }
    Bench bench = benches.take(structure);
    try {
      bench.progress().start(plan.limits().trialTime());
      TrainedRuns runs = bench.runs(plan.batchSize(params));
      int updates = (int) Math.max(1, Math.round(share * plan.run().updates()));
      Run run = Run.of(updates, Math.max(1, Math.round(share * plan.run().updatesPerEpoch())));
      RunOutcome outcome = runs.run(plan.request(params, bench.graph(), run, 1));
      return Ends.loss(outcome);
    } catch (RunInterruptedException e) {
      throw Ends.stopped(bench, plan.limits());
    } finally {
      benches.give(structure, bench);
    }
  }
}
