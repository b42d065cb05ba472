package dev.preflight.tuner.runs;

import dev.preflight.schedules.PlannedSchedule;
import dev.preflight.training.Progress;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.BatchOrder;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.optimizer.StepSettings;
import dev.preflight.training.tensor.TensorFlowInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs of a TensorFlow program, each from the initial values of its seed, judged by the loss on a
 * fixed sample of the validation set.
 */
public final class TrainedRuns implements Runs {

  /** Most validation examples per judgement: enough to rank rates, cheap against the updates. */
  public static final int SAMPLE = 2000;

  private final TrainingGraph graph;
  private final Trainer trainer;
  private final int batchSize;
  private final Progress progress;
  private final Dataset sample;
  private final double untrained;
  private final String context;
  private long done;

  /**
   * @param trainer of the same graph; it is reset for every run
   * @param seed chooses the sample
   */
  public TrainedRuns(
      TrainingGraph graph, Trainer trainer, int batchSize, long seed, Progress progress) {
    this.graph = graph;
    this.trainer = trainer;
    this.batchSize = batchSize;
    this.progress = progress;
    this.sample = graph.data().validation().sample(SAMPLE, seed);
    trainer.reset(seed);
    this.untrained = trainer.evaluate(sample).loss();
    this.context = context(trainer.snapshot().checksum());
  }

  private String context(long initialState) {
    Optimizer o = graph.options().optimizer();
    return String.join(
        " | ",
        "1",
        TensorFlowInfo.get().version(),
        graph.name(),
        graph.fingerprint(),
        Long.toHexString(initialState),
        graph.data().train().fingerprint(),
        sample.fingerprint(),
        graph.optimizer(),
        o.kind().id() + " " + o.momentum() + " " + o.decay() + " " + o.epsilon(),
        "decay " + o.weightDecay() + (graph.takesWeightDecay() ? " fed" : " fixed"),
        graph.options().hyperparameters().values().toString(),
        graph.options().device() + " " + graph.options().threads(),
        "batch " + batchSize);
  }

  /** Validation loss of the untrained program; may be NaN. */
  public double untrained() {
    return untrained;
  }

  /** All that determines a run besides its request, as one text. */
  public String context() {
    return context;
  }

  /** What hears of every update; {@link Progress#begin} starts the count anew. */
  public Progress counting() {
    return new Progress() {
      @Override
      public void begin(String task, long total) {
        done = 0;
        progress.begin(task, total);
      }

      @Override
      public void stage(String name, long total) {
        progress.stage(name, total);
      }

      @Override
      public void advance(long units) {
        progress.advance(units);
      }

      @Override
      public boolean cancelled() {
        return progress.cancelled();
      }
    };
  }

  @Override
  public RunOutcome run(RunRequest request) {
    trainer.reset(request.seed());
    BatchOrder order = new BatchOrder(request.seed(), graph.data().train().size(), batchSize);
    List<RunOutcome.Checkpoint> checkpoints = new ArrayList<>();
    int made = 0;
    for (int i = 0; i < request.checkpoints(); i++) {
      boolean finite = true;
      for (; made < request.updatesAt(i) && finite; made++) {
        finite = step(order, request, made);
      }
      double loss = finite ? trainer.evaluate(sample).loss() : Double.POSITIVE_INFINITY;
      checkpoints.add(
          new RunOutcome.Checkpoint(made, Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss));
      if (!finite) {
        break;
      }
    }
    return new RunOutcome(made, checkpoints);
  }

  private boolean step(BatchOrder order, RunRequest request, int update) {
    if (progress.cancelled()) {
      throw new RunInterruptedException();
    }
    PlannedSchedule schedule = request.schedule();
    double momentum =
        graph.takesMomentum() ? schedule.momentumAt(update).orElse(Double.NaN) : Double.NaN;
    StepSettings settings = new StepSettings(schedule.at(update), momentum, request.weightDecay());
    double loss = trainer.step(graph.data().train().batch(order.next()), settings);
    done++;
    progress.advance(done);
    return Double.isFinite(loss);
  }
}
