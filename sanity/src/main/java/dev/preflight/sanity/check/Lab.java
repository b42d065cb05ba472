package dev.preflight.sanity.check;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Table;
import dev.preflight.training.Mode;
import dev.preflight.training.Progress;
import dev.preflight.training.Task;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.optimizer.StepSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What checks work with: the graph, trainers at its initial weights, fixed batches, and
 * measurements that several checks share and that are made once.
 */
public final class Lab implements AutoCloseable {

  /** Examples that initial outputs and losses are measured on. */
  public static final int INITIAL_SAMPLE = 256;

  /** Examples that the graph is probed with. */
  public static final int PROBE = 16;

  private final TrainingGraph graph;
  private final CheckupOptions options;
  private final Progress progress;
  private final long seed;
  private final Picker picker;
  private final Map<Integer, Batch> batches = new HashMap<>();
  private final Map<Integer, Batch> samples = new HashMap<>();
  private final Map<Integer, LossProbe> probes = new HashMap<>();
  private final List<Chart> charts = new ArrayList<>();
  private final List<Table> tables = new ArrayList<>();
  private @Nullable Trainer initial;
  private @Nullable Trainer bench;
  private @Nullable Memorization toolMemorization;
  private double divergesFrom = Double.NaN;

  public Lab(TrainingGraph graph, CheckupOptions options, Progress progress, long seed) {
    this.graph = graph;
    this.options = options;
    this.progress = progress;
    this.seed = seed;
    this.picker = new Picker(graph, seed);
  }

  public TrainingGraph graph() {
    return graph;
  }

  CheckupOptions options() {
    return options;
  }

  public long seed() {
    return seed;
  }

  public boolean classifies() {
    return graph.task() == Task.CLASSIFICATION;
  }

  /** Whether outputs can be read. */
  public boolean namesOutputs() {
    return graph.ends().logits() != null;
  }

  /** The learning rate to judge; NaN if none is given and the graph's own cannot be read. */
  public double learningRate() {
    return Double.isNaN(options.learningRate()) ? graph.learningRate() : options.learningRate();
  }

  /** Whether there is a rate above 0 to judge. */
  public boolean hasLearningRate() {
    return learningRate() > 0 && Double.isFinite(learningRate());
  }

  /** Items per ordinary batch: what was asked for, what the graph insists on, what there is. */
  public int batchSize() {
    return graph
        .fixedBatchSize()
        .orElse(Math.min(options.batchSize(), graph.data().train().size()));
  }

  /** Number of classes, or of numbers to predict, that a row of labels stands for. */
  public OptionalInt classes() {
    return graph.rawData().classes();
  }

  /** A trainer at the initial weights. Not to be stepped; see {@link #bench}. */
  public Trainer initial() {
    Trainer trainer = initial;
    if (trainer == null) {
      trainer = graph.open(seed);
      initial = trainer;
    }
    return trainer;
  }

  /** A trainer to step, freshly at the initial weights; valid until the next call. */
  public Trainer bench() {
    Trainer trainer = bench;
    if (trainer == null) {
      trainer = graph.open(seed);
      bench = trainer;
    } else {
      trainer.reset(seed);
    }
    return trainer;
  }

  /** The rate with the optimizer's own momentum and weight decay. */
  StepSettings settings(double learningRate) {
    return StepSettings.of(learningRate);
  }

  /**
   * A fixed training batch, stratified by class, without repeated inputs where possible. Larger or
   * smaller than asked for if the graph fixes the batch size or there are fewer items.
   */
  public Batch batch(int size) {
    int actual = graph.fixedBatchSize().orElse(Math.min(size, graph.data().train().size()));
    return batches.computeIfAbsent(actual, picker::batch);
  }

  /** A fixed training batch drawn at random, of the size that {@link #batch} would have. */
  public Batch sample(int size) {
    return samples.computeIfAbsent(batch(size).size(), picker::sample);
  }

  /** Outputs of a batch at the initial weights in evaluation mode. */
  public HostArray initialOutputs(Batch batch) {
    return initial().outputs(batch, Mode.EVALUATE);
  }

  /**
   * What feeding outputs tells about the loss of {@link #batch batches} of a size; null where the
   * program names no outputs, or they are not one row per example.
   */
  public @Nullable LossProbe probe(int size) {
    if (!namesOutputs()) {
      return null;
    }
    Batch batch = batch(size);
    LossProbe known = probes.get(batch.size());
    if (known == null) {
      HostArray outputs = initialOutputs(batch);
      if (outputs.rank() < 1 || outputs.rank() > 2 || outputs.rows() != batch.size()) {
        return null;
      }
      known = LossProbe.of(initial(), batch, outputs, classifies(), seed);
      probes.put(batch.size(), known);
    }
    return known;
  }

  /** The form of the loss for batches of a size; null where it is not known. */
  public @Nullable LossForm form(int size) {
    LossProbe probe = probe(size);
    return probe == null ? null : probe.form().orElse(null);
  }

  /**
   * The part of the initial loss of a batch that is regularization: as named, or as found by
   * feeding outputs, or as the gap to the per-example losses. NaN where none of these can be had.
   */
  public double regularization(Batch batch) {
    if (graph.ends().regularization() != null) {
      return initial().regularization(batch);
    }
    LossForm form = form(batch.size());
    if (form != null) {
      return form.offset();
    }
    if (graph.ends().perExampleLoss() != null) {
      HostArray losses = initial().perExampleLoss(batch, Mode.EVALUATE);
      double gap = initial().loss(batch, Mode.EVALUATE) - Fit.mean(losses.toDoubles());
      return Math.abs(gap) < 1e-4 ? 0 : gap;
    }
    return Double.NaN;
  }

  /** How one batch was memorized with an optimizer of ours, if it was. */
  public @Nullable Memorization toolMemorization() {
    return toolMemorization;
  }

  public void toolMemorization(Memorization value) {
    toolMemorization = value;
  }

  /** The rate from which a sweep diverged, infinite if it did not; NaN if none was made. */
  public double divergesFrom() {
    return divergesFrom;
  }

  public void divergesFrom(double learningRate) {
    divergesFrom = learningRate;
  }

  /** Adds a chart to the check-up. */
  public void chart(Chart chart) {
    charts.add(chart);
  }

  /** Adds a table to the check-up. */
  public void table(Table table) {
    tables.add(table);
  }

  public List<Chart> charts() {
    return charts;
  }

  public List<Table> tables() {
    return tables;
  }

  /** A long piece of work begins. */
  public void begin(String task, long total) {
    progress.begin(task, total);
  }

  /** One more update is done; unwinds the check if the user asked to stop. */
  public void advance(long done) {
    progress.advance(done);
    checkpoint();
  }

  /** Unwinds the check if the user asked to stop. */
  public void checkpoint() {
    if (progress.cancelled()) {
      throw new Interrupted();
    }
  }

  @Override
  public void close() {
    if (initial != null) {
      initial.close();
    }
    if (bench != null) {
      bench.close();
    }
  }
}
