package dev.preflight.tuner.runs;

import dev.preflight.schedules.Goal;
import dev.preflight.schedules.PlannedSchedule;
import dev.preflight.training.Progress;
import dev.preflight.training.Snapshot;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingBatches;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.optimizer.StepSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The engine: trains runs of a TensorFlow program, each from the initial values of its seed, and
 * judges them by the loss on a fixed sample of the validation set.
 *
 * <p>Runs of one seed see the same initial values and the same batches, so that their differences
 * are those of the rates. A run is made in one go ({@link #run}), or in parts ({@link #begin}) with
 * others between. A schedule that follows a metric follows that loss, checked as often as {@link
 * dev.preflight.schedules.Run#checkEvery} says. The user's wish to stop is heard before every
 * update and is a {@link RunInterruptedException}.
 */
public final class TrainedRuns implements Runs {

  /** Most validation examples per judgement: enough to rank rates, cheap against the updates. */
  public static final int SAMPLE = 2000;

  private final TrainingGraph graph;
  private final Trainer trainer;
  private final int batchSize;
  private final Progress progress;
  private final EndMeasure measure;
  private final Dataset sample;
  private final double untrained;
  private final String context;
  private long updates;
  private long evaluated;

  /**
   * @param trainer of the same graph; it is reset for every run
   * @param options of which the batch size counts, and the seed, which chooses the sample
   * @param sample most validation examples per judgement
   */
  public TrainedRuns(
      TrainingGraph graph, Trainer trainer, RunOptions options, int sample, Progress progress) {
    this(graph, trainer, options, sample, EndMeasure.NOTHING, progress);
  }

  /**
   * @param trainer of the same graph; it is reset for every run
   * @param options of which the batch size counts, and the seed, which chooses the sample
   * @param sample most validation examples per judgement
   * @param measure what is asked at the end of every run beside its loss
   */
  public TrainedRuns(
      TrainingGraph graph,
      Trainer trainer,
      RunOptions options,
      int sample,
      EndMeasure measure,
      Progress progress) {
    this.graph = graph;
    this.measure = measure;
    this.trainer = trainer;
    this.batchSize = options.batchSize();
    this.progress = progress;
    this.sample = graph.data().validation().sample(sample, options.seed());
    trainer.reset(options.seed());
    this.untrained = judge();
    this.context =
        RunContext.of(graph, trainer.snapshot().checksum(), this.sample, batchSize)
            + (measure == EndMeasure.NOTHING ? "" : " | measured");
  }

  /** A run that was begun and can go on: its batches, and the state that it left the trainer in. */
  public static final class Part {
    private final RunRequest request;
    private final TrainingBatches batches;
    private final List<Double> checks = new ArrayList<>();
    private @Nullable Snapshot at;
    private double multiplier = 1;
    private int made;
    private double loss = Double.NaN;

    private Part(RunRequest request, TrainingBatches batches) {
      this.request = request;
      this.batches = batches;
    }
  }

  /** Validation loss of the untrained program; infinite if it is not finite. */
  public double untrained() {
    return untrained;
  }

  /**
   * What a run must get below to have learned anything: the loss of a constant guess, or of the
   * untrained program where that is lower or the guess cannot be made.
   */
  public double knowingNothing() {
    double guess = ConstantGuess.loss(graph, trainer, sample);
    return Double.isNaN(guess) ? untrained : Math.min(untrained, guess);
  }

  /** Updates made in all runs. */
  public long updates() {
    return updates;
  }

  /** Validation examples that were judged. */
  public long evaluated() {
    return evaluated;
  }

  /** All that determines a run besides its request, as one text. */
  String context() {
    return context;
  }

  /** A run of no updates yet. */
  public Part begin(RunRequest request) {
    return new Part(request, new TrainingBatches(graph, request.seed(), batchSize));
  }

  @Override
  public RunOutcome run(RunRequest request) {
    return run(request, checkpoint -> true);
  }

  /**
   * Makes a run, or a part of one.
   *
   * @param goesOn hears of every checkpoint, and says whether the run goes on after it
   * @throws RunInterruptedException if the user asked to stop
   */
  public RunOutcome run(RunRequest request, Predicate<RunOutcome.Checkpoint> goesOn) {
    return run(begin(request), false, goesOn);
  }

  /**
   * Goes on with a run that another call stopped at a checkpoint, or begins it.
   *
   * @param kept whether a run that is stopped keeps its state, which takes the memory of all
   *     variables
   * @param goesOn hears of every checkpoint from here, and says whether the run goes on after it
   * @throws RunInterruptedException if the user asked to stop
   */
  public RunOutcome run(Part run, boolean kept, Predicate<RunOutcome.Checkpoint> goesOn) {
    RunRequest request = run.request;
    Snapshot at = run.at;
    if (at == null) {
      trainer.reset(request.seed());
    } else {
      trainer.restore(at);
      run.at = null;
    }
    List<RunOutcome.Checkpoint> checkpoints = new ArrayList<>();
    for (int i = 0; i < request.checkpoints(); i++) {
      if (request.updatesAt(i) <= run.made) {
        continue;
      }
      boolean finite = train(run, request.updatesAt(i));
      RunOutcome.Checkpoint checkpoint = new RunOutcome.Checkpoint(run.made, run.loss);
      checkpoints.add(checkpoint);
      if (!finite) {
        break;
      }
      if (!goesOn.test(checkpoint)) {
        run.at = kept ? trainer.snapshot() : null;
        break;
      }
    }
    boolean whole = run.made == request.updates() && Double.isFinite(run.loss);
    return new RunOutcome(run.made, checkpoints, whole ? measure.of(trainer) : Map.of());
  }

  /** Trains on from where the trainer stands; false if a batch's loss was not finite. */
  private boolean train(Part run, int length) {
    PlannedSchedule schedule = run.request.schedule();
    long every = schedule.spec().isAdaptive() ? schedule.run().checkEvery() : Long.MAX_VALUE;
    boolean finite = true;
    while (run.made < length && finite) {
      finite = step(run);
      run.made++;
      boolean check = finite && run.made % every == 0;
      if (check || run.made == length || !finite) {
        run.loss = finite ? judge() : Double.POSITIVE_INFINITY;
      }
      if (check && run.made > schedule.checksFrom()) {
        run.checks.add(run.loss);
        run.multiplier =
            schedule.multiplier(
                run.checks.stream().mapToDouble(Double::doubleValue).toArray(), Goal.MINIMIZE);
      }
    }
    return finite;
  }

  private boolean step(Part run) {
    RunInterruptedException.check(progress);
    PlannedSchedule schedule = run.request.schedule();
    double momentum = run.request.momentum();
    if (Double.isNaN(momentum) && graph.takesMomentum()) {
      momentum = schedule.momentumAt(run.made).orElse(Double.NaN);
    }
    double loss =
        trainer.step(
            run.batches.next(),
            new StepSettings(
                run.multiplier * schedule.at(run.made), momentum, run.request.weightDecay()));
    updates++;
    progress.advance(updates);
    return Double.isFinite(loss);
  }

  private double judge() {
    double loss = trainer.evaluate(sample).loss();
    evaluated += sample.size();
    return Double.isFinite(loss) ? loss : Double.POSITIVE_INFINITY;
  }
}
