package dev.preflight.recipe.ablation;

import dev.preflight.recipe.ablation.AblationResult.Effect;
import dev.preflight.recipe.ablation.AblationResult.Row;
import dev.preflight.recipe.train.Measured;
import dev.preflight.reports.Advice;
import dev.preflight.reports.Call;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Measure;
import dev.preflight.reports.Report;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import dev.preflight.reports.Verb;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.training.TrainingGraph;
import dev.preflight.tuner.runs.Sample;
import dev.preflight.tuner.runs.Stopped;
import dev.preflight.tuner.search.PairedDifference;
import dev.preflight.tuner.search.SearchOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns the runs of an ablation into findings and sentences. */
record AblationReport(
    TrainingGraph graph, AblationOptions options, String metric, int updates, boolean interrupted) {

  /**
   * @param judged the base, then the changes; fewer where the user stopped
   */
  Report<AblationResult> of(List<Judged> judged) {
    List<Finding> findings = new ArrayList<>();
    String schedule = SearchOptions.name(options.schedule());
    if (judged.isEmpty()) {
      findings.add(stopped("base"));
      options.changes().forEach(change -> findings.add(stopped(change.toString())));
      Judged none = Judged.none(options.run().batchSize());
      AblationResult result =
          new AblationResult(
              schedule, updates, options.run().seeds(), Effects.base(metric, none), List.of());
      return report(findings, result);
    }
    Judged base = judged.get(0);
    List<Judged> changes = judged.subList(1, judged.size());
    List<Row> rows = Effects.of(metric, Measured.names(graph), base, changes);
    AblationResult result =
        new AblationResult(
            schedule, updates, options.run().seeds(), Effects.base(metric, base), rows);
    if (!base.counts()) {
      findings.add(unjudged(base, null));
    }
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      Judged change = changes.get(i);
      boolean other =
          metric.equals(Measured.LOSS) && base.start().measuresOtherwise(change.start());
      findings.add(
          row.effect() == Effect.NOT_JUDGED ? unjudged(change, base) : effect(row, result.base()));
      if (other) {
        findings.add(otherLoss(row, base, change));
      }
      disagreement(row, base, change).ifPresent(findings::add);
      if (change.batchSize() != base.batchSize()) {
        findings.add(examples(change, base));
      }
    }
    for (int i = rows.size(); i < options.changes().size(); i++) {
      findings.add(stopped(options.changes().get(i).toString()));
    }
    return report(findings, result);
  }

  private Report<AblationResult> report(List<Finding> findings, AblationResult result) {
    return new Report<>(
            findings,
            AblationCharts.of(result),
            AblationTables.of(result),
            summary(result),
            next(result),
            result,
            interrupted)
        .withMeasures(measures(result));
  }

  /** The metric of every setting, by seed. */
  private List<Measure> measures(AblationResult result) {
    List<Measure> measures = new ArrayList<>();
    for (Row row : result.all()) {
      if (!row.values().isEmpty()) {
        measures.add(
            new Sample(row.values())
                .measure(
                    row.metric() + " of " + row.change(),
                    Measured.isError(row.metric()),
                    options.run().seed()));
      }
    }
    return measures;
  }

  private static Finding stopped(String name) {
    return Stopped.before(AblationRules.EFFECT, name + ": not judged")
        .where(name)
        .skipped(Skip.NEEDED)
        .fix(Stopped.GO_ON)
        .build();
  }

  private static String ofMetric(Row row) {
    return row.metric().equals(Measured.LOSS) ? "validation loss" : "val_" + row.metric();
  }

  private Finding effect(Row row, Row base) {
    double low = row.interval().get(0);
    double high = row.interval().get(1);
    // "0.11 lower (0.10 to 0.12)" is an amount, which has no sign.
    boolean amount = row.effect() != Effect.TIES && row.difference() < 0;
    String interval =
        amount ? Sentence.of("%s to %s", -high, -low) : Sentence.of("%s to %s", low, high);
    long lost = row.lost();
    long lostByBase = base.lost();
    String title =
        lost != lostByBase
            ? Sentence.of(
                "%s %s: %d of %d runs diverge, %d without it",
                row.change(), word(row.effect()), lost, row.values().size(), lostByBase)
            : row.effect() == Effect.TIES
                ? Sentence.of(
                    "%s ties: its %s differs by %s (%s)",
                    row.change(), ofMetric(row), row.difference(), interval)
                : Sentence.of(
                    "%s %s: its %s is %s %s (%s)",
                    row.change(),
                    word(row.effect()),
                    ofMetric(row),
                    Math.abs(row.difference()),
                    row.difference() < 0 ? "lower" : "higher",
                    interval);
    return Finding.of(AblationRules.EFFECT, Status.INFO, title)
        .measured(row.difference())
        .expected(row.effect() == Effect.TIES ? null : "0 if it did nothing")
        .unit(row.metric())
        .where(row.change())
        .why(
            row.effect() == Effect.TIES
                ? Sentence.of(
                    "%d paired seeds tell differences of about %s and more.",
                    row.values().size(), Numbers.rough(halfWidth(row)))
                : Sentence.of("p %s after Holm's correction.", row.pValue()))
        .build();
  }

  private static double halfWidth(Row row) {
    return (row.interval().get(1) - row.interval().get(0)) / 2;
  }

  private static String word(Effect effect) {
    return switch (effect) {
      case HELPS -> "helps";
      case HURTS -> "hurts";
      case TIES -> "ties";
      case BASE, NOT_JUDGED -> "is not judged";
    };
  }

  /**
   * @param base null if it is the base itself
   */
  private Finding unjudged(Judged judged, @Nullable Judged base) {
    var found = judged.found();
    String reason =
        judged.own().outcomes().isEmpty()
            ? "no rate trains it"
            : !judged.counts() && found != null
                ? found.code().words()
                : base != null && !base.counts()
                    ? "the base is not judged"
                    : "its loss means another thing, and there is no other metric";
    return Finding.of(
            AblationRules.EFFECT,
            Status.WARN,
            Sentence.of("%s is not judged: %s", judged.name(), reason))
        .where(judged.name())
        .fix(
            judged.own().outcomes().isEmpty()
                ? "Find out why by `preflight check`."
                : "Give a wider range by --low and --high, or a metric by --metric.")
        .build();
  }

  private static Finding otherLoss(Row row, Judged base, Judged change) {
    return Finding.of(
            AblationRules.OTHER_LOSS,
            row.effect() == Effect.NOT_JUDGED ? Status.WARN : Status.INFO,
            Sentence.of(
                "%s changes what the loss means: %s instead of %s for the same weights",
                change.name(), change.start().loss(), base.start().loss()))
        .measured(change.start().loss())
        .expected(Sentence.of("%s", base.start().loss()))
        .unit("loss")
        .where(change.name())
        .why(Sentence.of("It is judged by %s instead.", row.metric()))
        .build();
  }

  private Optional<Finding> disagreement(Row row, Judged base, Judged change) {
    boolean byLoss = row.metric().equals(Measured.LOSS);
    if (!byLoss || (row.effect() != Effect.HELPS && row.effect() != Effect.HURTS)) {
      return Optional.empty();
    }
    if (!Measured.names(graph).contains(Measured.ACCURACY)) {
      return Optional.empty();
    }
    PairedDifference accuracy = Effects.difference(Measured.ACCURACY, base, change);
    boolean better = accuracy.mean() > 0;
    if (accuracy.isTie() || better == (row.effect() == Effect.HELPS)) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
                AblationRules.DISAGREE,
                Status.WARN,
                Sentence.of(
                    "%s %s by the loss, but its accuracy is %s points %s (%s to %s)",
                    row.change(),
                    word(row.effect()),
                    Numbers.brief(100 * Math.abs(accuracy.mean())),
                    better ? "higher" : "lower",
                    Numbers.brief(100 * accuracy.low()),
                    Numbers.brief(100 * accuracy.high())))
            .measured(accuracy.mean())
            .unit("accuracy")
            .where(row.change())
            .fix("Decide which one counts, and ask again with --metric accuracy.")
            .build());
  }

  private static Finding examples(Judged change, Judged base) {
    return Finding.of(
            AblationRules.EXAMPLES,
            Status.INFO,
            Sentence.of(
                "%s sees %s times as many examples in as many updates",
                change.name(), Numbers.rough((double) change.batchSize() / base.batchSize())))
        .measured(change.batchSize())
        .unit("examples of an update")
        .where(change.name())
        .build();
  }

  private static List<String> with(AblationResult result, Effect effect) {
    return result.changes().stream()
        .filter(row -> row.effect() == effect)
        .map(Row::change)
        .toList();
  }

  private String summary(AblationResult result) {
    List<String> parts = new ArrayList<>();
    for (Effect effect : List.of(Effect.HELPS, Effect.HURTS, Effect.TIES, Effect.NOT_JUDGED)) {
      List<String> names = with(result, effect);
      if (!names.isEmpty()) {
        String what =
            switch (effect) {
              case HELPS -> "Helps";
              case HURTS -> "Hurts";
              case TIES -> "Ties with the base";
              case BASE, NOT_JUDGED -> "Not judged";
            };
        parts.add(what + ": " + String.join(", ", names) + ".");
      }
    }
    if (interrupted) {
      parts.add(
          Sentence.of(
              "Stopped after %d of %d changes.",
              result.changes().size(), options.changes().size()));
    }
    Double rate = result.base().learningRate();
    if (rate != null) {
      parts.add(
          Sentence.of(
              "The base ends at %s %s ± %s over %d seeds, at rate %s.",
              ofMetric(result.base()),
              result.base().mean(),
              Numbers.rough(result.base().sd()),
              result.seeds(),
              rate));
    }
    return String.join(" ", parts);
  }

  private List<Advice> next(AblationResult result) {
    List<Advice> advice = new ArrayList<>();
    if (interrupted) {
      advice.add(Advice.of("Start the same command again: it goes on where it was stopped"));
      return advice;
    }
    Optional<Row> best =
        result.changes().stream()
            .filter(row -> row.effect() == Effect.HELPS)
            .max(Comparator.comparingDouble(row -> Math.abs(row.difference())));
    if (best.isPresent()) {
      advice.add(
          Advice.of(
              Sentence.of(
                  "Make %s part of the program, and ask again for the next change: effects do not"
                      + " add up",
                  best.get().change())));
    } else {
      advice.add(
          new Advice(
              "Keep the base: no change helps by more than noise",
              Call.of(Verb.TRAIN).with("--updates", "%d", result.updates())));
    }
    return advice;
  }
}
