package dev.preflight.recipe.ablation;

import dev.preflight.recipe.train.Measured;
import dev.preflight.reports.Report;
import dev.preflight.schedules.PlannedSchedule;
import dev.preflight.schedules.Run;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.training.Progress;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.InputException;
import dev.preflight.tuner.comparison.OwnRate;
import dev.preflight.tuner.runs.RunInterruptedException;
import dev.preflight.tuner.runs.RunOptions;
import dev.preflight.tuner.runs.RunOutcome;
import dev.preflight.tuner.runs.RunRequest;
import dev.preflight.tuner.runs.RunStore;
import dev.preflight.tuner.runs.StoredRuns;
import dev.preflight.tuner.runs.TrainedRuns;
import dev.preflight.tuner.search.BracketSearch;
import dev.preflight.tuner.search.CoarseStage;
import dev.preflight.tuner.search.SearchOptions;
import dev.preflight.tuner.tune.Setting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change at a time: the base and every single change, trained for as many updates, each at its
 * own rate, and judged by the same fresh seeds in pairs.
 *
 * <p>At a shared rate the base wins, for the rate is its own. The rate of a setting is chosen by
 * all of the seeds, since that of one seed is off by more than the effects that are looked for.
 * Costs about eight runs and four for each seed, for the base and for every change.
 */
public final class Ablation {

  /** Evaluations along a judged run. */
  static final int CHECKPOINTS = 10;

  /** Most validation items that metrics are measured on at the end of a run. */
  private static final int MEASURED = 10_000;

  /** Rates that all fresh seeds are trained at, mostly: a few, and the vertex between them. */
  private static final int REFINED = 4;

  /** Stages of a setting: coarse rates, tuned, judged. */
  private static final int STAGES = 3;

  private final TrainingGraph base;
  private final AblationOptions options;
  private final int updates;
  private final RunStore store;
  private final Progress progress;

  private Ablation(TrainingGraph base, AblationOptions options, RunStore store, Progress progress) {
    this.base = base;
    this.options = options;
    this.updates = options.run().trainable(base);
    this.store = store;
    this.progress = progress;
  }

  /** Updates that it takes, about; fewer where the store has some of its runs. */
  public static long planned(TrainingGraph graph, AblationOptions options) {
    int updates = options.run().trainable(graph);
    return (1L + options.changes().size()) * ofOne(options, updates);
  }

  private static long ofOne(AblationOptions options, int updates) {
    long judged = (long) options.run().seeds() * updates;
    return Double.isNaN(options.learningRate())
        ? 6L * CoarseStage.updates(updates) + 8L * updates + REFINED * judged
        : judged;
  }

  /**
   * Trains and judges; runs that the store has are not trained again.
   *
   * @param base the program as it is; weight decay must be possible to feed where a change is one
   * @throws InputException if the program cannot have one of the changes, or has no such metric
   */
  public static Report<AblationResult> run(
      TrainingGraph base, AblationOptions options, RunStore store, Progress progress) {
    return new Ablation(base, options, store, progress).run();
  }

  private Report<AblationResult> run() {
    String metric = Measured.named(options.metric(), "--metric", base);
    Run plan = Run.of(updates, options.run().epoch(base));
    SearchOptions.planned(options.schedule(), plan);
    options.changes().forEach(change -> change.require(base, plan));
    List<Judged> judged = new ArrayList<>();
    boolean interrupted = false;
    try {
      judged.add(judged(null));
      for (Setting change : options.changes()) {
        judged.add(judged(change));
      }
    } catch (RunInterruptedException e) {
      interrupted = true;
    }
    return new AblationReport(base, options, metric, updates, interrupted).of(judged);
  }

  private Judged judged(@Nullable Setting change) {
    String name = change == null ? "base" : change.toString();
    progress.note(change == null ? "The base." : "The change " + name + ".");
    if (change == null || !change.structural()) {
      return judged(base, name, change);
    }
    try (TrainingGraph changed = base.rebuilt(change.options(base.options()), base.rawData())) {
      return judged(changed, name, change);
    }
  }

  private Judged judged(TrainingGraph graph, String name, @Nullable Setting change) {
    RunOptions run =
        options
            .run()
            .withBatchSize(
                change == null
                    ? options.run().batchSize()
                    : change.batchSize().orElse(options.run().batchSize()));
    try (Trainer trainer = graph.open(run.seed())) {
      Dataset measured = graph.data().validation().sample(MEASURED, run.seed());
      TrainedRuns trained =
          new TrainedRuns(
              graph,
              trainer,
              run,
              TrainedRuns.SAMPLE,
              t -> Measured.of(graph, t, measured).metrics(),
              progress);
      StartingPoint start = StartingPoint.of(graph, trainer, trained.untrained());
      StoredRuns runs = new StoredRuns(trained, store, progress);
      Contestant contestant = new Contestant(runs, run, trained.untrained(), change);
      runs.expect(ofOne(options, updates), STAGES);
      double given = contestant.given();
      BracketSearch.Found found = Double.isNaN(given) ? contestant.tuned() : null;
      long judging = (long) run.seeds() * updates;
      runs.begin(name + ": fresh seeds", found == null ? judging : REFINED * judging);
      OwnRate own =
          found == null
              ? new OwnRate(given, contestant.fresh(given))
              : OwnRate.refined(
                  found, trained.untrained(), run.low(), run.high(), contestant::fresh);
      return new Judged(name, found, own, run.batchSize(), start);
    }
  }

  /** A setting with the runs that it is trained by. */
  private final class Contestant {
    private final StoredRuns runs;
    private final RunOptions run;
    private final double untrained;
    private final @Nullable Setting change;

    Contestant(StoredRuns runs, RunOptions run, double untrained, @Nullable Setting change) {
      this.runs = runs;
      this.run = run;
      this.untrained = untrained;
      this.change = change;
    }

    /** The rate that was said; NaN for none. */
    double given() {
      return change == null
          ? options.learningRate()
          : change.learningRate().orElse(options.learningRate());
    }

    BracketSearch.Found tuned() {
      int few = CoarseStage.updates(updates);
      runs.begin("coarse rates", 4L * few);
      double start =
          CoarseStage.start(
              run.low(), run.high(), untrained, rate -> outcome(rate, few, run.seed(), 1).loss());
      runs.begin("fine rates", 7L * updates);
      return BracketSearch.search(
          start,
          run.low(),
          run.high(),
          untrained,
          rate -> outcome(rate, updates, run.seed(), 1).loss());
    }

    List<RunOutcome> fresh(double rate) {
      List<RunOutcome> outcomes = new ArrayList<>();
      for (int i = 1; i <= run.seeds(); i++) {
        outcomes.add(outcome(rate, updates, run.seed() + i, Math.min(CHECKPOINTS, updates)));
      }
      return outcomes;
    }

    private RunOutcome outcome(double rate, int length, long seed, int checkpoints) {
      ScheduleSpec spec =
          change == null
              ? options.schedule()
              : change.schedule().map(ScheduleSpec::parse).orElse(options.schedule());
      Run plan = Run.of(updates, options.run().epoch(base));
      PlannedSchedule planned = spec.withPeak(rate).resolve(plan).compressedTo(length);
      double decay = change == null ? Double.NaN : change.weightDecay().orElse(Double.NaN);
      double momentum = change == null ? Double.NaN : change.momentum().orElse(Double.NaN);
      return runs.run(new RunRequest(planned, decay, momentum, seed, checkpoints));
    }
  }
}
