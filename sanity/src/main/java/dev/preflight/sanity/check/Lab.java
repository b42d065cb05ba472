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
import dev.preflight.training.optimizer.OwnSchedule;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What checks work with: the graph, trainers at its initial weights, fixed batches, and
 * measurements that several checks share and that are made once.
 */
public final class Lab implements AutoCloseable {

  /** Examples that initial outputs and losses are measured on, where there is time. */
  private static final int INITIAL_SAMPLE = 256;

  /** Fewer than these say too little of the spread of initial outputs. */
  private static final int SMALLEST_SAMPLE = 64;

  /** Examples that the graph is probed with. */
  public static final int PROBE = 16;

  /** Examples of the batch that is to be memorized, where there is time. */
  public static final int BENCH = 16;

  private final TrainingGraph graph;
  private final CheckupOptions options;
  private final DataLab dataLab;
  private final Set<String> chosen;
  private final Picker picker;
  private final Map<Integer, Batch> batches = new HashMap<>();
  private final Map<Integer, Batch> samples = new HashMap<>();
  private final Map<Measurement<?>, Object> outcomes = new HashMap<>();
  private int memorized = BENCH;
  private OwnSchedule.@Nullable Course course;
  private @Nullable Trainer initial;
  private @Nullable Trainer bench;

  /** What a measurement threw. */
  private record Broken(RuntimeException cause) {}

  /**
   * A lab of one seed.
   *
   * @param graph what is checked; it stays open when the lab is closed
   * @param seed of the initial weights and of everything that is drawn
   * @param chosen ids of the checks of this check-up
   */
  public Lab(
      TrainingGraph graph,
      CheckupOptions options,
      Progress progress,
      long seed,
      Set<String> chosen) {
    this.graph = graph;
    this.options = options;
    this.dataLab = new DataLab(graph, options, progress, seed);
    this.chosen = Set.copyOf(chosen);
    this.picker = new Picker(graph, seed);
  }

  /** The graph under test. */
  public TrainingGraph graph() {
    return graph;
  }

  /** What checks of the data alone work with; it shares charts, tables and pictures with this. */
  public DataLab dataLab() {
    return dataLab;
  }

  /** The seed of the initial weights and of everything that is drawn. */
  public long seed() {
    return dataLab.seed();
  }

  /** Whether labels are classes, not numbers to predict. */
  public boolean classifies() {
    return graph.task() == Task.CLASSIFICATION;
  }

  /** Whether outputs can be read. */
  public boolean namesOutputs() {
    return graph.ends().logits() != null;
  }

  /**
   * The learning rate to judge: the one that is meant, else the highest of the graph's own over the
   * planned updates; NaN if that cannot be read.
   */
  public double learningRate() {
    double meant = options.run().learningRate();
    return Double.isNaN(meant)
        ? ownCourse().map(OwnSchedule.Course::peak).orElse(graph.learningRate())
        : meant;
  }

  /** What the graph's own schedule does over the planned updates; empty where it has none. */
  public Optional<OwnSchedule.Course> ownCourse() {
    if (course == null) {
      course = graph.ownSchedule().map(own -> own.course(options.run().updates())).orElse(null);
    }
    return Optional.ofNullable(course);
  }

  /** Whether the short run leaves the graph's own schedule on. */
  public boolean keepsSchedule() {
    return options.run().keepsSchedule();
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
      trainer = graph.open(seed());
      initial = trainer;
    }
    return trainer;
  }

  /** A trainer to step, freshly at the initial weights; valid until the next call. */
  public Trainer bench() {
    Trainer trainer = bench;
    if (trainer == null) {
      trainer = graph.open(seed());
      bench = trainer;
    } else {
      trainer.reset(seed());
    }
    return trainer;
  }

  /**
   * A fixed training batch, stratified by class, without repeated inputs where possible. Larger or
   * smaller than asked for if the graph fixes the batch size or there are fewer items.
   */
  public Batch batch(int size) {
    int actual = graph.fixedBatchSize().orElse(Math.min(size, graph.data().train().size()));
    return batches.computeIfAbsent(actual, picker::batch);
  }

  /**
   * Measures on fewer examples from now on, because there is no time for more. What is memorized of
   * them means the same; the lectures do it with two.
   *
   * @param examples in the batch that is to be memorized, at least 2
   */
  public void spare(int examples) {
    memorized = examples;
  }

  /** The batch that is to be memorized. */
  public Batch memorizedBatch() {
    return batch(memorized);
  }

  /** How many examples an exact identity is tested on: it holds for few as for many. */
  public int exactProbe() {
    return Math.min(PROBE, memorized);
  }

  /** How many examples initial outputs and losses are measured on. */
  public int initialSample() {
    return memorized < BENCH ? SMALLEST_SAMPLE : INITIAL_SAMPLE;
  }

  /** A fixed training batch drawn at random, of the size that {@link #batch} would have. */
  public Batch sample(int size) {
    return samples.computeIfAbsent(batch(size).size(), picker::sample);
  }

  /** Indices of training items in random order: all of them, or 20,000 where there are more. */
  public int[] shuffledItems() {
    return picker.shuffled();
  }

  /**
   * The mode in which an untrained net shows what it will do: training, where it has moving
   * statistics, for those start at values that fit no layer and let a deep net grow without bound;
   * else evaluation, in which nothing is drawn. Evaluation too where outputs are only to be had
   * there.
   */
  public Mode untrainedMode() {
    boolean given = graph.givesOutputs(Mode.TRAIN) || !namesOutputs();
    return graph.statistics().isEmpty() || !given ? Mode.EVALUATE : Mode.TRAIN;
  }

  /** Outputs of a batch at the initial weights, in {@link #untrainedMode}. */
  public HostArray initialOutputs(Batch batch) {
    return initial().outputs(batch, untrainedMode());
  }

  /** Loss of a batch at the initial weights, in {@link #untrainedMode}. */
  public double initialLoss(Batch batch) {
    return initial().loss(batch, untrainedMode());
  }

  /**
   * What a measurement gives: made when it is first asked for, and kept for the life of the lab. A
   * measurement may ask for others. One that threw is not tried again but throws the same.
   */
  public <T> T once(Measurement<T> measurement) {
    Object outcome = outcomes.get(measurement);
    if (outcome == null) {
      outcome = outcome(measurement);
      outcomes.put(measurement, outcome);
    }
    if (outcome instanceof Broken broken) {
      throw broken.cause;
    }
    @SuppressWarnings("unchecked") // the map holds under a measurement what that measurement made
    T made = (T) outcome;
    return made;
  }

  private <T> Object outcome(Measurement<T> measurement) {
    try {
      return measurement.make(this);
    } catch (Interrupted e) {
      throw e;
    } catch (RuntimeException e) {
      return new Broken(e);
    }
  }

  /**
   * What another check measures, if that check is part of this check-up, whether or not it has run.
   * Empty if it is not, or if the measurement broke, which is for the other check to report.
   */
  public <T> Optional<T> ifChosen(String id, Measurement<T> measurement) {
    if (!chosen.contains(id)) {
      return Optional.empty();
    }
    try {
      return Optional.of(once(measurement));
    } catch (Interrupted e) {
      throw e;
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Adds a chart to the check-up. */
  public void chart(Chart chart) {
    dataLab.chart(chart);
  }

  /** Adds a table to the check-up. */
  public void table(Table table) {
    dataLab.table(table);
  }

  /** A long piece of work begins. */
  public void begin(String task, long total) {
    dataLab.begin(task, total);
  }

  /** One more update is done; unwinds the check if it is to stop. */
  public void advance(long done) {
    dataLab.advance(done);
  }

  /** Unwinds the check if the user asked to stop, or the time limit has passed. */
  public void checkpoint() {
    dataLab.checkpoint();
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
