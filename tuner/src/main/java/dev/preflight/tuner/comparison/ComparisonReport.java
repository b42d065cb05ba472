package dev.preflight.tuner.comparison;

import dev.preflight.reports.Advice;
import dev.preflight.reports.Call;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import dev.preflight.reports.Suggestion;
import dev.preflight.reports.Verb;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.schedules.Run;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.training.TrainingGraph;
import dev.preflight.tuner.runs.RateCode;
import dev.preflight.tuner.runs.RunStore;
import dev.preflight.tuner.runs.Sample;
import dev.preflight.tuner.runs.Stopped;
import dev.preflight.tuner.schedule.ScheduleFit;
import dev.preflight.tuner.search.SearchOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Turns the numbers of a comparison into findings and sentences. */
final class ComparisonReport {
  /** More of the ranking are in its table. */
  private static final int MOST_SUGGESTIONS = 3;

  private ComparisonReport() {}

  static Report<ComparisonResult> of(
      TrainingGraph graph, ComparisonProtocol.Outcome outcome, Run plan, long seed, int restored) {
    ComparisonResult result = outcome.result();
    List<Finding> findings = new ArrayList<>();
    findings.add(outcome.interrupted() ? undecided(result) : winner(result));
    constant(result).ifPresent(findings::add);
    best(result).ifPresent(findings::add);
    for (ComparisonResult.Row row : result.ranking()) {
      ScheduleFindings.edge(row).ifPresent(findings::add);
      ScheduleFindings.shape(row, plan).ifPresent(findings::add);
      String spec = row.spec();
      if (spec != null) {
        ScheduleFit.finding(ScheduleSpec.parse(spec), plan).ifPresent(findings::add);
      }
    }
    for (String schedule : outcome.unjudged()) {
      findings.add(
          Stopped.before(ComparisonRules.PEAK_EDGE, schedule + ": not judged")
              .where(schedule)
              .fix(Stopped.GO_ON)
              .build());
    }
    budgets(result).ifPresent(findings::add);
    if (restored > 0) {
      findings.add(
          Finding.of(
                  ComparisonRules.RESUMED,
                  Status.INFO,
                  Sentence.of(
                      "%d of %d runs were taken from an earlier start",
                      restored, result.cost().runs()))
              .where(RunStore.FILE)
              .fix("Name another directory by --out to train them anew.")
              .build());
    }
    return new Report<>(
            findings,
            ComparisonCharts.of(result, plan),
            ComparisonTables.of(result),
            summary(result, outcome.interrupted()),
            next(result, outcome.interrupted()),
            result,
            outcome.interrupted())
        .withSuggestions(suggestions(graph, result))
        .withMeasures(
            result.ranking().stream()
                .filter(row -> !row.losses().isEmpty())
                .map(
                    row ->
                        new Sample(row.losses()).measure("loss of " + row.schedule(), true, seed))
                .toList());
  }

  /** While schedules are missing, there is no telling which is best, nor what ties. */
  private static Finding undecided(ComparisonResult result) {
    List<String> judged =
        result.ranking().stream()
            .filter(ComparisonResult.Row::ranked)
            .map(row -> row.schedule() + " " + Numbers.format(row.mean()))
            .toList();
    return Stopped.before(
            ComparisonRules.RANKING,
            judged.isEmpty()
                ? "Interrupted before the schedules could be ranked"
                : "Interrupted before all schedules were judged; so far, final losses are "
                    + String.join(", ", judged))
        .skipped(Skip.NEEDED)
        .fix(Stopped.GO_ON)
        .build();
  }

  private static List<Suggestion> suggestions(TrainingGraph graph, ComparisonResult result) {
    List<Suggestion> suggestions = new ArrayList<>();
    for (ComparisonResult.Row row : result.ranking()) {
      Double rate = row.learningRate();
      if (rate != null && row.ranked() && suggestions.size() < MOST_SUGGESTIONS) {
        boolean first = suggestions.isEmpty();
        suggestions.add(
            new Suggestion(
                row.schedule().equals("constant") ? "Constant rate" : "Peak of " + row.schedule(),
                rate,
                null,
                null,
                Sentence.of(
                    "training for %d updates, %d fresh seeds", result.updates(), result.seeds()),
                first ? RateCode.of(graph.optimizer(), rate) : List.of()));
      }
    }
    return suggestions;
  }

  private static Finding winner(ComparisonResult result) {
    String spec = result.winner();
    if (spec == null) {
      return Finding.of(ComparisonRules.RANKING, Status.FAIL, "No schedule could be ranked")
          .fix("Suspect a bug before a schedule: run `preflight check`.")
          .build();
    }
    ComparisonResult.Row first = result.ranking().get(0);
    List<String> tied = tied(result);
    String title =
        tied.size() == 1
            ? Sentence.of(
                "Use %s: loss %s, ahead of all others beyond the noise",
                spec, Numbers.format(first.mean()))
            : Sentence.of(
                "%d schedules tie for the lowest loss: %s", tied.size(), String.join("; ", tied));
    return Finding.of(ComparisonRules.RANKING, Status.PASS, title)
        .measured(first.mean())
        .expected(
            Sentence.of("± %s over %d fresh seeds", Numbers.rough(first.sd()), result.seeds()))
        .unit("final validation loss")
        .why(
            tied.size() == 1
                ? "Its paired differences to all others are significant after Holm's correction."
                : "Their paired differences to the first are not significant after Holm's"
                    + " correction: take the one that is simplest to run.")
        .build();
  }

  private static List<String> tied(ComparisonResult result) {
    String group = result.ranking().get(0).group();
    return result.ranking().stream()
        .filter(row -> row.ranked() && String.valueOf(row.group()).equals(group))
        .map(ComparisonResult.Row::schedule)
        .toList();
  }

  private static Optional<Finding> constant(ComparisonResult result) {
    if (result.winner() == null) {
      return Optional.empty();
    }
    String group = result.ranking().get(0).group();
    return result.ranking().stream()
        .filter(row -> row.schedule().equals(SearchOptions.name(ComparisonOptions.CONSTANT)))
        .filter(ComparisonResult.Row::ranked)
        .findFirst()
        .map(
            row -> {
              boolean tie = String.valueOf(row.group()).equals(group);
              double gain = row.mean() - result.ranking().get(0).mean();
              return Finding.of(
                      ComparisonRules.CONSTANT,
                      Status.INFO,
                      tie
                          ? "No schedule beats a tuned constant rate by more than noise"
                          : Sentence.of(
                              "The best schedule ends %s below a tuned constant rate",
                              Numbers.rough(gain)))
                  .measured(gain)
                  .unit("loss")
                  .why("A constant rate at its own best is what a schedule has to beat.")
                  .build();
            });
  }

  private static Optional<Finding> best(ComparisonResult result) {
    String spec = result.winner();
    if (spec == null) {
      return Optional.empty();
    }
    ComparisonResult.Row first = result.ranking().get(0);
    ComparisonResult.Row byBest =
        result.ranking().stream()
            .filter(ComparisonResult.Row::ranked)
            .min(Comparator.comparingDouble(ComparisonResult.Row::best))
            .orElse(first);
    return Optional.of(
        Finding.of(
                ComparisonRules.BEST_CHECKPOINT,
                Status.INFO,
                byBest.schedule().equals(first.schedule())
                    ? "The same schedule is first by its best checkpoint"
                    : Sentence.of(
                        "By the best checkpoint %s is first (%s), but its run does not end there",
                        byBest.schedule(), Numbers.format(byBest.best())))
            .measured(byBest.best())
            .unit("loss of the best checkpoint")
            .why("The best checkpoint flatters schedules that come and go; the final loss decides.")
            .build());
  }

  private static Optional<Finding> budgets(ComparisonResult result) {
    Double tau = result.rankAgreement();
    if (tau == null) {
      return Optional.empty();
    }
    ComparisonResult.Budget small = result.budgets().get(0);
    return Optional.of(
        Finding.of(
                ComparisonRules.BUDGETS,
                Status.INFO,
                Sentence.of(
                    "At %d updates the first is %s; the rankings agree with tau %s",
                    small.updates(), small.ranking().get(0).schedule(), Numbers.rough(tau)))
            .measured(tau)
            .expected("1 if the order is the same")
            .unit("Kendall's tau")
            .why("The best schedule can depend on the budget.")
            .build());
  }

  private static String summary(ComparisonResult result, boolean interrupted) {
    String cost =
        Sentence.of("%d runs, %d updates.", result.cost().runs(), result.cost().updates());
    String spec = result.winner();
    if (spec == null) {
      return (interrupted
              ? "Not judged: stopped before all schedules could be ranked. "
              : "No ranking. ")
          + cost;
    }
    ComparisonResult.Row first = result.ranking().get(0);
    List<String> others = tied(result).subList(1, tied(result).size());
    Optional<ComparisonResult.Row> constant =
        result.ranking().stream().filter(r -> r.schedule().equals("constant")).findFirst();
    if (constant.isPresent() && tied(result).contains("constant")) {
      return Sentence.of(
              "Nothing beats a tuned constant rate (%s) beyond the noise of %d seeds; lowest is %s:"
                  + " %s ± %s, the constant one %s. ",
              Numbers.format(Objects.requireNonNullElse(constant.get().learningRate(), Double.NaN)),
              result.seeds(),
              spec,
              Numbers.format(first.mean()),
              Numbers.rough(first.sd()),
              Numbers.format(constant.get().mean()))
          + cost;
    }
    return Sentence.of(
            "Lowest final loss: %s, %s ± %s over %d seeds%s. ",
            spec,
            Numbers.format(first.mean()),
            Numbers.rough(first.sd()),
            result.seeds(),
            others.isEmpty() ? "" : ", a tie with " + String.join("; ", others))
        + cost;
  }

  private static List<Advice> next(ComparisonResult result, boolean interrupted) {
    List<Advice> steps = new ArrayList<>();
    if (interrupted) {
      steps.add(Advice.of("Start the same command again: it goes on where it was stopped"));
    }
    String spec = result.winner();
    if (spec == null) {
      if (!interrupted) {
        steps.add(new Advice("Find out why no schedule trains", Call.of(Verb.CHECK)));
      }
      return steps;
    }
    steps.add(
        ScheduleSpec.parse(spec).isAdaptive()
            ? new Advice(
                "Train with the best schedule, which follows the validation loss",
                Call.of(Verb.TRAIN)
                    .with("--updates", "%d", result.updates())
                    .with("--schedule", spec))
            : new Advice(
                "Take the values of the best schedule into your training loop",
                Call.of(Verb.SCHEDULE, spec)
                    .with("--updates", "%d", result.updates())
                    .with("--csv")));
    steps.add(
        new Advice(
            "Confirm its rate with more seeds",
            Call.of(Verb.LR_SEARCH)
                .with("--updates", "%d", result.updates())
                .with("--schedule", result.ranking().get(0).schedule())
                .with("--seeds", "%d", 10)));
    return steps;
  }
}
