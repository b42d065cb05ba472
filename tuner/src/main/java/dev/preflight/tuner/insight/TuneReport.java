package dev.preflight.tuner.insight;

import dev.preflight.reports.Advice;
import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.tuner.study.Ending;
import dev.preflight.tuner.study.Study;
import dev.preflight.tuner.study.analysis.StudyFacts;
import dev.preflight.tuner.study.auto.AutoSampler;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.Failure;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import dev.preflight.tuner.study.trial.Snapshot;
import dev.preflight.tuner.study.trial.TrialState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a study says about itself. */
public final class TuneReport {

  /** A share of failures that is worth a word. */
  private static final double MANY_FAILURES = 0.5;

  private final Study study;
  private final List<FrozenTrial> trials;
  private final Ending ending;
  private final History history;
  private final StudyFacts facts;

  private TuneReport(Study study, Ending ending) {
    this.study = study;
    this.trials = study.trials();
    this.ending = ending;
    this.history = new Snapshot(study.options().name(), study.options().directions(), trials);
    this.facts = StudyFacts.of(history, study.options().space());
  }

  private List<Chart> charts() {
    List<Chart> charts = new ArrayList<>(TuneCharts.of(study, trials));
    charts.addAll(FactCharts.of(history, facts));
    return charts;
  }

  /**
   * The report.
   *
   * @param before trials that were there when it started
   * @param resource what a step of a report is
   */
  public static Report<TuneResult> of(
      Study study,
      String place,
      Ending ending,
      int before,
      String resource,
      TuneResult.Seconds seconds) {
    TuneReport report = new TuneReport(study, ending);
    List<Finding> findings = new ArrayList<>();
    findings.add(report.best());
    report.failures().ifPresent(findings::add);
    findings.addAll(StudyAdvice.of(report.facts));
    if (study.options().sampler() instanceof AutoSampler auto) {
      findings.add(StudyAdvice.sampler(auto.phases(report.history, study.options().space())));
    }
    if (!study.options().pruner().name().equals("none")) {
      findings.add(Fidelity.finding(report.trials, study.options().directions().get(0), resource));
    }
    if (before > 0) {
      findings.add(
          Finding.of(
                  TuneRules.RESUMED,
                  Status.INFO,
                  Sentence.of(
                      "%d of %d trials are from an earlier start", before, report.trials.size()))
              .where(place)
              .fix("Name another study by --study to begin anew.")
              .build());
    }
    if (ending == Ending.STOPPED) {
      findings.add(
          Finding.of(TuneRules.STOPPED, Status.SKIP, "The study was stopped before its end")
              .why("It was told to stop.")
              .skipped(Skip.UNMEASURED)
              .fix("Start the same command again: it goes on.")
              .build());
    }
    return new Report<>(
            findings,
            report.charts(),
            List.of(TuneTables.of(report.trials)),
            report.summary(),
            report.next(),
            report.result(place, seconds),
            ending == Ending.STOPPED)
        .withSuggestions(study.best().map(BestConfiguration::of).stream().toList());
  }

  private boolean single() {
    return study.options().directions().size() == 1;
  }

  private Finding best() {
    if (!single()) {
      List<FrozenTrial> front = study.bestTrials();
      return Finding.of(
              TuneRules.BEST_TRIAL,
              front.isEmpty() ? Status.FAIL : Status.PASS,
              Sentence.of("%d trials are on the front of the objectives", front.size()))
          .measured((double) front.size())
          .build();
    }
    Optional<FrozenTrial> best = study.best();
    if (best.isEmpty()) {
      boolean stopped = ending == Ending.STOPPED;
      return Finding.of(
              TuneRules.BEST_TRIAL,
              stopped ? Status.SKIP : Status.FAIL,
              Sentence.of("None of %d trials came to its end", trials.size()))
          .skipped(stopped ? Skip.NEEDED : null)
          .why(lastFailure().orElse("Every trial was given up early."))
          .fix("Look at the failures in the table, and narrow the space.")
          .build();
    }
    FrozenTrial trial = best.get();
    return Finding.of(
            TuneRules.BEST_TRIAL,
            Status.PASS,
            Sentence.of(
                "Trial %d is the best of %d: %s",
                trial.number(), trials.size(), Numbers.format(trial.value())))
        .measured(trial.value())
        .where(params(trial))
        .build();
  }

  private Optional<String> lastFailure() {
    return trials.stream()
        .flatMap(t -> t.failure().stream())
        .map(Failure::text)
        .reduce((a, b) -> b);
  }

  static String params(FrozenTrial trial) {
    List<String> texts = new ArrayList<>();
    trial.params().forEach((name, value) -> texts.add(name + "=" + text(value.value())));
    return String.join(", ", texts);
  }

  private static String text(@Nullable Object value) {
    return value instanceof Double number ? Numbers.format(number) : String.valueOf(value);
  }

  private Optional<Finding> failures() {
    List<FrozenTrial> failed =
        trials.stream().filter(t -> t.state() == TrialState.FAIL && Study.counts(t)).toList();
    if (failed.isEmpty()) {
      return Optional.empty();
    }
    Map<Failure.Reason, Integer> reasons = new LinkedHashMap<>();
    failed.forEach(t -> t.failure().ifPresent(f -> reasons.merge(f.reason(), 1, Integer::sum)));
    List<String> counts = new ArrayList<>();
    reasons.forEach((reason, count) -> counts.add(count + " " + reason.text()));
    long ended = trials.stream().filter(t -> t.state().finished()).count();
    double share = (double) failed.size() / ended;
    return Optional.of(
        Finding.of(
                TuneRules.FAILURES,
                share > MANY_FAILURES || ending == Ending.FAILURES ? Status.WARN : Status.INFO,
                Sentence.of(
                    "%d of %d trials came to nothing%s: %s",
                    failed.size(),
                    ended,
                    facts.failures().map(region -> ", " + StudyAdvice.text(region)).orElse(""),
                    String.join(", ", counts)))
            .measured(share)
            .why(lastFailure().orElse(null))
            .fix("The sampler keeps away from them; narrow the space if there are many.")
            .build());
  }

  private String summary() {
    String kept = Sentence.of(" The study ended because %s.", ending.text());
    if (!single()) {
      return Sentence.of("%d trials, %d on the front.", trials.size(), study.bestTrials().size())
          + kept;
    }
    return study
            .best()
            .map(
                t ->
                    Sentence.of(
                        "Best value %s, by trial %d of %d: %s.",
                        Numbers.format(t.value()), t.number(), trials.size(), params(t)))
            .orElse(Sentence.of("No trial of %d is complete.", trials.size()))
        + kept;
  }

  private List<Advice> next() {
    List<Advice> next = new ArrayList<>();
    if (study.best().isEmpty()) {
      next.add(Advice.of("Narrow the space to values that train, and start again."));
    } else if (!facts.edges().isEmpty()) {
      next.add(
          Advice.of("Widen the range that the best trial lies at the end of, and start again."));
    } else {
      next.add(
          Advice.of(
              "Train with the best parameters under fresh seeds before relying on the value: it is"
                  + " the luckiest of many."));
    }
    return next;
  }

  private TuneResult result(String place, TuneResult.Seconds seconds) {
    return new TuneResult(
        study.options().name(),
        place,
        study.options().sampler().name(),
        study.options().pruner().name(),
        study.options().directions().stream().map(TuneReport::lower).toList(),
        ending.text(),
        single()
            ? study
                .best()
                .map(t -> new TuneResult.Best(t.number(), t.value(), external(t)))
                .orElse(null)
            : null,
        single() ? null : study.bestTrials().stream().map(FrozenTrial::number).toList(),
        trials.stream().map(TuneReport::row).toList(),
        seconds);
  }

  private static String lower(Direction direction) {
    return direction.name().toLowerCase(Locale.ROOT);
  }

  static Map<String, @Nullable Object> external(FrozenTrial trial) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    trial.params().forEach((name, value) -> values.put(name, value.value()));
    return values;
  }

  static TuneResult.Row row(FrozenTrial trial) {
    return new TuneResult.Row(
        trial.number(),
        trial.state().name().toLowerCase(Locale.ROOT),
        trial.values().isEmpty() ? null : trial.values(),
        external(trial),
        trial.failure().map(Failure::text).orElse(null),
        seconds(trial).orElse(null));
  }

  static Optional<Double> seconds(FrozenTrial trial) {
    return trial
        .completed()
        .flatMap(end -> trial.started().map(start -> Duration.between(start, end)))
        .map(time -> time.toNanos() / 1e9);
  }
}
