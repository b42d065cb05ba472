package dev.preflight.recipe.train;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.sanity.curves.CurveOptions;
import dev.preflight.sanity.curves.CurveWatch;
import dev.preflight.schedules.Run;
import dev.preflight.training.Progress;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingBatches;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.events.EventWriter;
import dev.preflight.training.events.RunLog;
import dev.preflight.training.events.Series;
import dev.preflight.tuner.runs.Length;
import dev.preflight.tuner.runs.RunContext;
import dev.preflight.tuner.runs.RunOptions;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Trains a program once, to the end.
 *
 * <p>It validates and saves every so often, keeps the best checkpoint, watches the curves, and goes
 * on where it was stopped: the weights are bit for bit those of a run that was not (on CPU). A run
 * that is over is only reported again.
 */
public final class Training implements AutoCloseable {

  /** Most points of a series in the log: of longer runs it holds means over a few updates. */
  private static final int POINTS = 10_000;

  /** Most training items that are evaluated beside the validation set. */
  private static final int SAMPLE = 2_000;

  /** The log is judged anew when it has grown by this factor: many looks find by chance. */
  private static final double GROWN = 1.1;

  private final TrainingGraph graph;
  private final TrainOptions options;
  private final RunFiles files;
  private final Progress progress;
  private final long planned;
  private final long every;
  private final int block;
  private final String monitor;
  private final Rates rates;
  private final Dataset sample;
  private final Trainer trainer;
  private final String key;
  private final Set<String> told = new HashSet<>();
  private long judged;

  private Training(TrainingGraph graph, TrainOptions options, RunFiles files, Progress progress) {
    this.graph = graph;
    this.options = options;
    this.files = files;
    this.progress = progress;
    this.planned = planned(graph, options);
    this.every = every(graph, options, planned);
    this.block = (int) Math.max(1, (planned + POINTS - 1) / POINTS);
    this.monitor = Measured.named(options.monitor(), "--monitor", graph);
    this.rates = Rates.of(graph, options, planned, every);
    this.sample = graph.data().train().sample(SAMPLE, options.seed());
    this.trainer = graph.open(options.seed());
    this.key = key();
  }

  /** The planned updates. */
  public static long planned(TrainingGraph graph, TrainOptions options) {
    int epoch = TrainingBatches.perEpoch(graph, options.batchSize());
    Length length = options.length();
    return length == null ? Math.max(RunOptions.DEFAULT_UPDATES, epoch) : length.in(epoch);
  }

  private static long every(TrainingGraph graph, TrainOptions options, long planned) {
    int epoch = TrainingBatches.perEpoch(graph, options.batchSize());
    Length every = options.every();
    return every == null ? Run.of(planned, epoch).checkEvery() : Math.max(1, every.in(epoch));
  }

  private String key() {
    return String.join(
        " | ",
        RunContext.of(
            graph, trainer.snapshot().checksum(), graph.data().validation(), options.batchSize()),
        "updates " + planned,
        "validated every " + every,
        "schedule " + (rates.text() == null ? "of its own" : rates.text()),
        "weight decay " + options.weightDecay(),
        "monitor " + monitor,
        "patience " + options.patience(),
        "seed " + options.seed());
  }

  /**
   * Trains, or goes on.
   *
   * @param directory an existing one, for checkpoints, log and TensorBoard's events
   * @param restart whether a run that stands there is deleted first
   * @throws dev.preflight.training.data.InputException if another run stands there, the schedule
   *     does not fit, or there is no such metric
   */
  public static Report<TrainResult> run(
      TrainingGraph graph,
      TrainOptions options,
      Path directory,
      boolean restart,
      Progress progress) {
    try (RunFiles files = RunFiles.in(directory)) {
      if (restart) {
        files.clear();
      }
      try (Training training = new Training(graph, options, files, progress)) {
        return training.run();
      }
    }
  }

  private Report<TrainResult> run() {
    SavedRun saved = files.saved(key).orElse(null);
    try (History history = History.in(files.directory(), saved == null ? 0 : saved.logBytes())) {
      if (saved != null) {
        progress.note(
            saved.ended() == null
                ? "Goes on after update " + saved.updates() + "."
                : "This run is over: it is reported again.");
      }
      if (saved == null || saved.ended() == null) {
        saved = train(history, saved);
      }
      return new TrainReport(graph, trainer, options, files, monitor, planned, rates)
          .of(saved, history, sample, curveOptions(history));
    }
  }

  private SavedRun train(History history, @Nullable SavedRun from) {
    SavedRun saved = from;
    if (saved != null) {
      trainer.load(files.last(saved.last()).toAbsolutePath());
    }
    TrainingBatches batches = new TrainingBatches(graph, options.seed(), options.batchSize());
    batches.skip(trainer.updates());
    rates.follow(monitored(history), Measured.isError(monitor));
    progress.begin("train", planned);
    SavedRun.Ended ended = null;
    try (EventWriter events =
        EventWriter.in(files.directory().resolve(RunFiles.EVENTS), trainer.updates())) {
      double sum = 0;
      int summed = 0;
      while (ended == null && !progress.cancelled()) {
        long update = trainer.updates();
        boolean validates = (update + 1) % every == 0 || update + 1 == planned;
        Map<String, Double> values = new LinkedHashMap<>();
        Batch batch = batches.next();
        double loss =
            validates
                ? watchedStep(batch, update, values, events)
                : trainer.step(batch, rates.at(update));
        sum += loss;
        summed++;
        boolean finite = Double.isFinite(loss);
        if (summed == block || validates || !finite) {
          values.put("loss", sum / summed);
          values.put("learning_rate", rates.rate(update));
          sum = 0;
          summed = 0;
        }
        if (validates && finite) {
          values.putAll(validated());
        }
        if (!values.isEmpty()) {
          history.add(update + 1, values);
          values.forEach((name, value) -> events.scalar(name, update + 1, value));
        }
        progress.advance(update + 1);
        ended = ended(finite, history, update + 1);
        if (validates || ended != null) {
          rates.follow(monitored(history), Measured.isError(monitor));
          events.flush();
          watch(history);
          saved = save(history, saved, ended);
        }
      }
    }
    return saved != null && saved.updates() == trainer.updates()
        ? saved
        : save(history, saved, ended);
  }

  /** An update that is looked at: the gradient, and how far the weights move. */
  private double watchedStep(
      Batch batch, long update, Map<String, Double> values, EventWriter events) {
    List<String> names = graph.trainable();
    List<HostArray> before = trainer.variables(names);
    Trainer.Step step =
        graph.showsGradients()
            ? trainer.stepWithNorm(batch, rates.at(update))
            : new Trainer.Step(trainer.step(batch, rates.at(update)), Double.NaN);
    List<HostArray> after = trainer.variables(names);
    if (graph.showsGradients()) {
      values.put("gradient_norm", step.gradientNorm());
    }
    double moved = 0;
    double length = 0;
    for (int i = 0; i < names.size(); i++) {
      float[] a = before.get(i).toFloats();
      float[] b = after.get(i).toFloats();
      for (int j = 0; j < a.length; j++) {
        double change = (double) b[j] - a[j];
        moved += change * change;
        length += (double) a[j] * a[j];
      }
      events.histogram("weights/" + names.get(i), update + 1, b);
    }
    values.put("update_ratio", Math.sqrt(moved / length));
    return step.loss();
  }

  private Map<String, Double> validated() {
    Map<String, Double> values = new LinkedHashMap<>();
    Measured.of(graph, trainer, sample)
        .metrics()
        .forEach(
            (name, value) -> {
              if (!name.equals(Measured.LOSS)) {
                values.put(name, value);
              }
            });
    Measured.of(graph, trainer, graph.data().validation())
        .metrics()
        .forEach((name, value) -> values.put("val_" + name, value));
    return values;
  }

  private Series monitored(History history) {
    return history.series("val_" + monitor);
  }

  /** Why the run is over after this update; null if it is not. */
  private SavedRun.@Nullable Ended ended(boolean finite, History history, long updates) {
    if (!finite) {
      return SavedRun.Ended.NON_FINITE;
    }
    if (options.patience() > 0) {
      switch (Patience.after(monitored(history), Measured.isError(monitor), options.patience())) {
        case DIVERGED -> {
          return SavedRun.Ended.NON_FINITE;
        }
        case PATIENCE -> {
          return SavedRun.Ended.PATIENCE;
        }
        case NO -> {}
      }
    }
    return updates >= planned ? SavedRun.Ended.LENGTH : null;
  }

  private SavedRun save(
      History history, @Nullable SavedRun before, SavedRun.@Nullable Ended ended) {
    Series metric = monitored(history);
    boolean validatedNow = metric.size() > 0 && metric.step(metric.size() - 1) == trainer.updates();
    boolean isBest = validatedNow && Patience.isBestLast(metric, Measured.isError(monitor));
    return files.save(trainer, key, history.flush(), before, isBest, ended);
  }

  private CurveOptions curveOptions(History history) {
    // A run that was stopped early has validated nothing.
    boolean classifies = history.series("val_" + Measured.ACCURACY).size() > 0;
    return new CurveOptions(
        "loss",
        null,
        classifies ? Measured.ACCURACY : null,
        classifies ? "val_" + Measured.ACCURACY : null,
        "learning_rate",
        graph.data().validation().size(),
        classifies ? options.target() : Double.NaN);
  }

  /** Says what the curves show, once each. */
  private void watch(History history) {
    RunLog log = history.log();
    if (log.points() < GROWN * judged) {
      return;
    }
    judged = log.points();
    for (Finding finding : CurveWatch.soFar(log, curveOptions(history))) {
      if (told.add(finding.id() + finding.status())) {
        progress.note("update " + trainer.updates() + ": " + finding.id() + " " + finding.title());
      }
    }
  }

  @Override
  public void close() {
    trainer.close();
  }
}
