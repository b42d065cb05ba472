package dev.preflight.recipe.train;

import dev.preflight.recipe.train.TrainResult.Best;
import dev.preflight.reports.Advice;
import dev.preflight.reports.Call;
import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Measure;
import dev.preflight.reports.Report;
import dev.preflight.reports.Status;
import dev.preflight.reports.Table;
import dev.preflight.reports.Verb;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.curves.CurveOptions;
import dev.preflight.sanity.curves.CurveWatch;
import dev.preflight.sanity.curves.CurvesResult;
import dev.preflight.sanity.metrics.Classified;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.events.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a run came to: its curves judged, its best checkpoint measured, the diagnosis. */
record TrainReport(
    TrainingGraph graph,
    Trainer trainer,
    TrainOptions options,
    RunFiles files,
    String monitor,
    long planned,
    Rates rates) {

  Report<TrainResult> of(
      SavedRun saved, History history, Dataset sample, CurveOptions curveOptions) {
    boolean interrupted = saved.ended() == null;
    List<Finding> findings = new ArrayList<>();
    rates.misfit().ifPresent(findings::add);
    List<Chart> charts = new ArrayList<>();
    List<Table> tables = new ArrayList<>();
    if (history.series(Measured.LOSS).size() > 0) {
      Report<CurvesResult> curves = CurveWatch.judge(history.log(), curveOptions);
      findings.addAll(curves.findings());
      charts.addAll(curves.charts());
    }
    Best best = best(saved, history);
    Measured train = null;
    Measured validation = null;
    Measured test = null;
    if (best != null) {
      trainer.load(files.best(String.valueOf(saved.best())).toAbsolutePath());
      train = Measured.of(graph, trainer, sample);
      validation = Measured.of(graph, trainer, graph.data().validation());
      Dataset items = options.test();
      if (items != null && !interrupted) {
        test = Measured.of(graph, trainer, graph.fitted(items));
      }
      findings.addAll(Diagnosis.of(train, validation, test, options.target()));
      findings.addAll(HiddenUnits.of(graph, trainer, sample));
      tables.add(MetricTables.metrics(train, validation, test));
      if (validation.classified() != null) {
        tables.addAll(MetricTables.classes(validation.classified(), graph.rawData().classNames()));
        charts.addAll(MetricTables.charts(validation.classified(), graph.rawData().classNames()));
      }
    }
    TrainResult result =
        new TrainResult(
            saved.updates(),
            planned,
            saved.ended() == null ? null : saved.ended().name().toLowerCase(Locale.ROOT),
            monitor,
            best,
            files.last(saved.last()).toString(),
            train == null ? Map.of() : train.metrics(),
            validation == null ? Map.of() : validation.metrics(),
            test == null ? null : test.metrics(),
            rates.text(),
            files.directory().resolve(History.FILE).toString(),
            files.directory().resolve(RunFiles.EVENTS).toString());
    return new Report<>(
            findings,
            charts,
            tables,
            summary(saved, best, findings),
            next(findings, interrupted),
            result,
            interrupted)
        .withPictures(
            validation == null || validation.classified() == null
                ? List.of()
                : MetricTables.pictures(validation.classified(), graph.rawData().classNames()))
        .withMeasures(validation == null ? List.of() : measures(validation));
  }

  /** What the best checkpoint reaches on the validation set. */
  private static List<Measure> measures(Measured validation) {
    List<Measure> measures = new ArrayList<>();
    Classified classified = validation.classified();
    validation
        .metrics()
        .forEach(
            (name, value) ->
                measures.add(
                    classified != null && name.equals(Measured.ACCURACY)
                        ? Measure.ofShare(
                            "val_" + name, Measure.Items.of(classified.size(), classified.right()))
                        : Measure.of("val_" + name, value, Measured.isError(name))));
    return measures;
  }

  private @Nullable Best best(SavedRun saved, History history) {
    String name = saved.best();
    if (name == null) {
      return null;
    }
    Series metric = history.series("val_" + monitor);
    double value = Double.NaN;
    for (int i = 0; i < metric.size(); i++) {
      value = metric.step(i) == saved.bestAt() ? metric.value(i) : value;
    }
    return new Best(saved.bestAt(), value, files.best(name).toString());
  }

  private String summary(SavedRun saved, @Nullable Best best, List<Finding> findings) {
    String made = made(saved);
    String kept =
        best == null
            ? "; nothing was validated."
            : Sentence.of(". Best val_%s %s at update %,d.", monitor, best.value(), best.updates());
    Optional<Finding> worst =
        findings.stream()
            .filter(f -> f.status() == Status.FAIL)
            .findFirst()
            .or(() -> findings.stream().filter(f -> f.status() == Status.WARN).findFirst());
    return made + kept + worst.map(f -> " " + f.title()).orElse("");
  }

  private String made(SavedRun saved) {
    SavedRun.Ended ended = saved.ended();
    if (ended == null) {
      return Sentence.of("Stopped after %,d of %,d updates", saved.updates(), planned);
    }
    return switch (ended) {
      case LENGTH -> Sentence.of("Trained %,d updates", saved.updates());
      case PATIENCE ->
          Sentence.of(
              "Ended early after %,d of %,d updates: val_%s did not improve any more",
              saved.updates(), planned, monitor);
      case NON_FINITE ->
          Sentence.of(
              "Ended after %,d of %,d updates: the loss is not finite", saved.updates(), planned);
    };
  }

  private static List<Advice> next(List<Finding> findings, boolean interrupted) {
    List<Advice> advice = new ArrayList<>();
    if (interrupted) {
      advice.add(Advice.of("Start the same command again: it goes on where it was stopped."));
    }
    for (Status status : List.of(Status.FAIL, Status.WARN, Status.INFO)) {
      findings.stream()
          .filter(f -> f.status() == status && f.fix() != null && advice.size() < 3)
          .map(f -> Advice.of(f.label() + ": " + f.fix()))
          .forEach(advice::add);
    }
    if (advice.isEmpty()) {
      advice.add(
          new Advice(
              "Compare schedules for a longer run at its own rate.", Call.of(Verb.SCHEDULES)));
    }
    return advice;
  }
}
