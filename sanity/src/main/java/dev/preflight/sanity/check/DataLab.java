package dev.preflight.sanity.check;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Pictures;
import dev.preflight.reports.Table;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.program.Augmentation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What checks of the data work with: the data as it was read, whether or not there is a graph, and
 * the sheet that all checks of a check-up put their charts, tables and pictures on.
 */
public final class DataLab {

  private final TrainingData data;
  private final TrainingData fed;
  private final Optional<Augmentation> augmentation;
  private final OptionalInt outputs;
  private final CheckupOptions options;
  private final Progress progress;
  private final long seed;
  private final long started = System.nanoTime();
  private final List<Chart> charts = new ArrayList<>();
  private final List<Table> tables = new ArrayList<>();
  private final List<Pictures> pictures = new ArrayList<>();

  /**
   * A lab for data alone.
   *
   * @param seed of everything that is drawn
   */
  public DataLab(TrainingData data, CheckupOptions options, Progress progress, long seed) {
    this(data, data, Optional.empty(), OptionalInt.empty(), options, progress, seed);
  }

  /** A lab for the data of a graph. */
  DataLab(TrainingGraph graph, CheckupOptions options, Progress progress, long seed) {
    this(
        graph.rawData(),
        graph.data(),
        graph.augmentation(),
        graph.outputs(),
        options,
        progress,
        seed);
  }

  private DataLab(
      TrainingData data,
      TrainingData fed,
      Optional<Augmentation> augmentation,
      OptionalInt outputs,
      CheckupOptions options,
      Progress progress,
      long seed) {
    this.data = data;
    this.fed = fed;
    this.augmentation = augmentation;
    this.outputs = outputs;
    this.options = options;
    this.progress = progress;
    this.seed = seed;
  }

  /** The data as it was read, before it is fitted to a graph. */
  public TrainingData data() {
    return data;
  }

  /** The data as the graph is fed with it; as it was read where there is no graph. */
  public TrainingData fed() {
    return fed;
  }

  /** What changes training batches at random; empty where nothing does. */
  public Optional<Augmentation> augmentation() {
    return augmentation;
  }

  /** How to run the check-up. */
  public CheckupOptions options() {
    return options;
  }

  /** The seed of everything that is drawn. */
  public long seed() {
    return seed;
  }

  /** Number of outputs of the graph; empty if there is none, or it does not say. */
  public OptionalInt outputs() {
    return outputs;
  }

  /** Number of classes, or of numbers to predict, that a row of labels stands for. */
  public OptionalInt classes() {
    return data.classes();
  }

  /** Whether labels are classes, not numbers to predict. */
  public boolean classifies() {
    return data.classes().isPresent();
  }

  /** Adds a chart to the check-up. */
  public void chart(Chart chart) {
    charts.add(chart);
  }

  /** Adds a table to the check-up. */
  public void table(Table table) {
    tables.add(table);
  }

  /** Adds pictures to the check-up; where pictures are not wanted, drops them. */
  public void pictures(Pictures added) {
    if (options.pictures()) {
      pictures.add(added);
    }
  }

  /** The charts so far, in the order they were added. */
  public List<Chart> charts() {
    return charts;
  }

  /** The tables so far, in the order they were added. */
  public List<Table> tables() {
    return tables;
  }

  /** The pictures so far, in the order they were added. */
  public List<Pictures> pictures() {
    return pictures;
  }

  /** Time that is left of the limit; negative where it has passed. */
  public Duration left() {
    return options.timeLimit().minusNanos(System.nanoTime() - started);
  }

  /** A long piece of work begins. */
  public void begin(String task, long total) {
    progress.begin(task, total);
  }

  /** One more unit of it is done; unwinds the check if it is to stop. */
  public void advance(long done) {
    progress.advance(done);
    checkpoint();
  }

  /** Unwinds the check if the user asked to stop, or the time limit has passed. */
  public void checkpoint() {
    if (progress.cancelled()) {
      throw new Interrupted(false);
    }
    if (left().isNegative()) {
      throw new Interrupted(true);
    }
  }
}
