package dev.preflight.tuner.finder;

import dev.preflight.schedules.Schedule;
import dev.preflight.schedules.Schedules;
import dev.preflight.training.Progress;
import dev.preflight.training.Snapshot;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.BatchOrder;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.optimizer.StepSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Short training runs from the initial values of a seed, judged by the loss on a fixed sample of
 * the validation set. Runs of the same seed see the same initial values and the same batches, so
 * that their differences are those of the rates.
 */
public final class ShortRuns {

  /** Validation examples per judgement: enough to rank rates, cheap against the updates. */
  static final int SAMPLE = 500;

  private final TrainingGraph graph;
  private final Trainer trainer;
  private final int batchSize;
  private final Progress progress;
  private final Dataset sample;
  private final List<FinderResult.Run> log = new ArrayList<>();
  private final double untrained;
  private long updates;
  private long evaluated;

  public ShortRuns(
      TrainingGraph graph, Trainer trainer, int batchSize, long seed, Progress progress) {
    this.graph = graph;
    this.trainer = trainer;
    this.batchSize = batchSize;
    this.progress = progress;
    this.sample = graph.data().validation().sample(SAMPLE, seed);
    trainer.reset(seed);
    this.untrained = loss();
  }

  /** A constant-rate run that can be continued. */
  public static final class Constant {
    private final double rate;
    private final long seed;
    private final BatchOrder order;
    private @Nullable Snapshot at;
    private int length;
    private double loss = Double.NaN;

    private Constant(double rate, long seed, BatchOrder order) {
      this.rate = rate;
      this.seed = seed;
      this.order = order;
    }

    public double rate() {
      return rate;
    }

    int length() {
      return length;
    }

    /** Validation loss after {@link #length} updates; infinite if it diverged. */
    public double loss() {
      return loss;
    }
  }

  /** Validation loss of the untrained program. */
  public double untrained() {
    return untrained;
  }

  public long updates() {
    return updates;
  }

  public long evaluated() {
    return evaluated;
  }

  public List<FinderResult.Run> log() {
    return log;
  }

  /** A constant-rate run of no updates yet. */
  public Constant constant(double rate, long seed) {
    return new Constant(rate, seed, new BatchOrder(seed, graph.data().train().size(), batchSize));
  }

  /** Continues a run to {@code length} updates, and judges it there. */
  public void continueTo(Constant run, int length, boolean continuedLater) {
    if (Double.isInfinite(run.loss)) {
      return;
    }
    Snapshot at = run.at;
    if (at == null) {
      trainer.reset(run.seed);
    } else {
      trainer.restore(at);
    }
    boolean finite = true;
    for (int t = run.length; t < length && finite && !progress.cancelled(); t++) {
      finite = step(run.order, run.rate);
    }
    run.length = length;
    run.loss = finite ? loss() : Double.POSITIVE_INFINITY;
    run.at = finite && continuedLater ? trainer.snapshot() : null;
    log.add(new FinderResult.Run("constant", run.rate, length, run.seed, run.loss));
  }

  /** A run with linear decay to zero, compressed to {@code length} updates; its final loss. */
  public double linear(double peak, int length, long seed) {
    trainer.reset(seed);
    BatchOrder order = new BatchOrder(seed, graph.data().train().size(), batchSize);
    Schedule schedule = Schedules.linear(peak, length);
    boolean finite = true;
    for (int t = 0; t < length && finite && !progress.cancelled(); t++) {
      finite = step(order, schedule.at(t));
    }
    double loss = finite ? loss() : Double.POSITIVE_INFINITY;
    log.add(new FinderResult.Run("linear", peak, length, seed, loss));
    return loss;
  }

  private boolean step(BatchOrder order, double rate) {
    double loss = trainer.step(graph.data().train().batch(order.next()), StepSettings.of(rate));
    updates++;
    progress.advance(updates);
    return Double.isFinite(loss);
  }

  private double loss() {
    double loss = trainer.evaluate(sample).loss();
    evaluated += sample.size();
    return Double.isFinite(loss) ? loss : Double.POSITIVE_INFINITY;
  }
}
