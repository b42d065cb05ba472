package dev.preflight.tuner.search;

import dev.preflight.reports.Advice;
import dev.preflight.reports.Call;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Measure;
import dev.preflight.reports.Report;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import dev.preflight.reports.Suggestion;
import dev.preflight.reports.Verb;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.training.TrainingGraph;
import dev.preflight.tuner.runs.RateCode;
import dev.preflight.tuner.runs.RunStore;
import dev.preflight.tuner.runs.Sample;
import dev.preflight.tuner.runs.Stopped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns the numbers of a search into findings and sentences. */
final class SearchReport {
  private SearchReport() {}

  static Report<SearchResult> of(
      TrainingGraph graph,
      RateSearch.Outcome outcome,
      double untrained,
      SearchOptions options,
      int restored) {
    SearchResult result = outcome.result();
    VerdictCode code = result.verdictCode();
    List<Finding> findings = new ArrayList<>();
    findings.add(verdict(result, code));
    PairedFindings.confirmation(result).ifPresent(findings::add);
    room(result, code).ifPresent(findings::add);
    PairedFindings.decay(result).ifPresent(findings::add);
    PairedFindings.lecture(result).ifPresent(findings::add);
    if (outcome.interrupted()) {
      findings.addAll(left(result, options));
    }
    if (restored > 0) {
      findings.add(
          Finding.of(
                  SearchRules.RESUMED,
                  Status.INFO,
                  Sentence.of(
                      "%d of %d runs were taken from an earlier start", restored, runs(result)))
              .where(RunStore.FILE)
              .fix("Name another directory by --out to train them anew.")
              .build());
    }
    return new Report<>(
            findings,
            SearchCharts.of(outcome, untrained),
            SearchTables.of(result),
            summary(result, code),
            next(result, code, options, outcome.interrupted()),
            result,
            outcome.interrupted())
        .withSuggestions(suggestions(graph, result, code))
        .withMeasures(measures(result, options.run().seed()));
  }

  /** The final losses of the rate that was taken, before any weight decay. */
  private static List<Measure> measures(SearchResult result, long seed) {
    SearchResult.Confirmation confirmed = result.confirmation();
    if (confirmed == null) {
      return List.of();
    }
    List<Double> losses =
        confirmed.taken() == confirmed.winner()
            ? confirmed.winnerLosses()
            : confirmed.runnerUpLosses();
    return losses.isEmpty()
        ? List.of()
        : List.of(new Sample(losses).measure("final validation loss at the best rate", true, seed));
  }

  private static List<Suggestion> suggestions(
      TrainingGraph graph, SearchResult result, VerdictCode code) {
    SearchResult.Best best = result.best();
    if (best == null || code == VerdictCode.ALL_INFEASIBLE) {
      return List.of();
    }
    return List.of(
        new Suggestion(
            result.schedule().equals("constant") ? "Constant rate" : "Peak of " + result.schedule(),
            best.learningRate(),
            result.low(),
            result.high(),
            Sentence.of(
                "training for %d updates, %d fresh seeds, %s",
                result.updates(), best.runs(), code.code()),
            RateCode.of(graph.optimizer(), best.learningRate())));
  }

  private static int runs(SearchResult result) {
    return result.cost().runs();
  }

  private static Finding verdict(SearchResult result, VerdictCode code) {
    Status status =
        switch (code) {
          case INTERIOR -> Status.PASS;
          case EDGE_LOW, EDGE_HIGH_STABLE, EDGE_AT_INSTABILITY, FLAT -> Status.WARN;
          case ALL_INFEASIBLE -> Status.FAIL;
          case INTERRUPTED -> Status.SKIP;
        };
    SearchResult.Best best = result.best();
    boolean usable = best != null && code != VerdictCode.ALL_INFEASIBLE;
    String title =
        usable && best != null
            ? Sentence.of(
                "Train with a rate of %s (%s): loss %s ± %s over %d fresh seeds",
                Numbers.format(best.learningRate()),
                result.schedule(),
                Numbers.format(best.mean()),
                Numbers.rough(best.sd()),
                best.runs())
            : Sentence.of("No rate: %s", code.words());
    return Finding.of(SearchRules.BEST_RATE, status, title)
        .skipped(status == Status.SKIP ? Skip.NEEDED : null)
        .measured(usable && best != null ? best.learningRate() : null)
        .expected(
            result.low() == null || result.high() == null
                ? "a rate that trains"
                : Sentence.of(
                    "within one deviation from %s to %s",
                    Numbers.format(result.low()), Numbers.format(result.high())))
        .unit("learning rate")
        .why(Sentence.of("%s: %s.", code.code(), code.words()))
        .fix(remedy(result, code))
        .build();
  }

  /** What a search that was stopped still had to do. */
  private static List<Finding> left(SearchResult result, SearchOptions options) {
    List<Finding> left = new ArrayList<>();
    boolean undecided = result.verdictCode() == VerdictCode.INTERRUPTED;
    if (undecided && result.confirmation() == null) {
      left.add(Stopped.before(SearchRules.CONFIRMATION, "Fresh seeds: not tried").build());
    }
    if (undecided) {
      left.add(
          Stopped.before(SearchRules.ROOM, "The room up to where training fails: not known")
              .build());
    }
    if (options.weightDecay() && result.weightDecay() == null) {
      left.add(Stopped.before(SearchRules.DECAY, "Weight decay: not searched").build());
    }
    if (options.lecture() && result.lecture() == null) {
      left.add(
          Stopped.before(SearchRules.LECTURE, "The lectures' plain recipe: not tried").build());
    }
    return left;
  }

  private static String remedy(SearchResult result, VerdictCode code) {
    return switch (code) {
      case INTERIOR -> "Use it; it is good for runs of this length and batch size only.";
      case EDGE_LOW -> "Lower --low and search again, or look for a fault in the loss's scale.";
      case EDGE_HIGH_STABLE -> "Raise --high and search again.";
      case EDGE_AT_INSTABILITY ->
          (warmed(result)
                  ? "Lengthen the warmup, or clip gradients,"
                  : "Add warmup, such as --schedule \"warmup(5%) + constant\", or clip gradients,")
              + " and search again: a lower rate is not the cure.";
      case FLAT ->
          "Look at what training moves: labels without meaning, frozen weights, or a run too short"
              + " to show a difference; `preflight check` tells.";
      case ALL_INFEASIBLE ->
          "Suspect a bug before a rate: run `preflight check` for the data, the initialization and"
              + " the loss.";
      case INTERRUPTED -> Stopped.GO_ON;
    };
  }

  private static boolean warmed(SearchResult result) {
    return result.schedule().contains("warmup");
  }

  private static Optional<Finding> room(SearchResult result, VerdictCode code) {
    Double wall = result.wall();
    SearchResult.Best best = result.best();
    if (wall == null || best == null || code == VerdictCode.INTERRUPTED) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
                SearchRules.ROOM,
                code == VerdictCode.EDGE_AT_INSTABILITY ? Status.WARN : Status.INFO,
                Sentence.of(
                    "Training fails from %s, %s times the rate found",
                    Numbers.format(wall), Numbers.rough(wall / best.learningRate())))
            .measured(wall)
            .unit("learning rate")
            .build());
  }

  private static String summary(SearchResult result, VerdictCode code) {
    String cost =
        Sentence.of(
            "%d runs, %d of them of full length (%d updates).",
            result.cost().runs(), result.cost().fullLengthRuns(), result.updates());
    SearchResult.Best best = result.best();
    if (best == null || code == VerdictCode.ALL_INFEASIBLE) {
      return Sentence.of("No rate, %s: %s. ", code.code(), code.words()) + cost;
    }
    return Sentence.of(
            "Rate %s for %s over %d updates: loss %s ± %s. %s: %s. ",
            Numbers.format(best.learningRate()),
            result.schedule(),
            result.updates(),
            Numbers.format(best.mean()),
            Numbers.rough(best.sd()),
            code.code(),
            code.words())
        + confirmed(result)
        + cost;
  }

  /** What fresh seeds said of the two best rates: a tie is no confirmation. */
  private static String confirmed(SearchResult result) {
    SearchResult.Confirmation c = result.confirmation();
    Double other = c == null ? null : c.runnerUp();
    if (c == null || other == null) {
      return "";
    }
    boolean first = c.taken() == c.winner();
    String rival = Numbers.format(first ? other : c.winner());
    double ours = mean(first ? c.winnerLosses() : c.runnerUpLosses());
    double theirs = mean(first ? c.runnerUpLosses() : c.winnerLosses());
    return c.tie()
        ? Sentence.of(
            "With fresh seeds it ties with %s: losses of %s and %s%s. ",
            rival,
            Numbers.format(ours),
            Numbers.format(theirs),
            ours <= theirs ? "" : ", the other's the lower")
        : Sentence.of("Fresh seeds put it ahead of %s (%s). ", rival, Numbers.format(theirs));
  }

  private static double mean(List<Double> losses) {
    return losses.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  private static List<Advice> next(
      SearchResult result, VerdictCode code, SearchOptions options, boolean interrupted) {
    SearchResult.Best best = result.best();
    List<Advice> steps = new ArrayList<>();
    if (interrupted) {
      return List.of(Advice.of("Start the same command again: it goes on where it was stopped"));
    }
    if (best == null || code == VerdictCode.ALL_INFEASIBLE || code == VerdictCode.FLAT) {
      return List.of(new Advice("Find out why the rate decides nothing", Call.of(Verb.CHECK)));
    }
    if (code == VerdictCode.EDGE_AT_INSTABILITY && !warmed(result)) {
      steps.add(
          new Advice(
              "Search again with warmup: instability, not the optimum, limits the rate",
              Call.of(Verb.LR_SEARCH)
                  .with("--updates", "%d", result.updates())
                  .with("--schedule", "warmup(5%) + " + result.schedule())));
    } else if (code == VerdictCode.EDGE_HIGH_STABLE) {
      steps.add(
          new Advice(
              "Allow higher rates",
              Call.of(Verb.LR_SEARCH)
                  .with("--updates", "%d", result.updates())
                  .with("--high", "%.0f", 100 * options.run().high())));
    } else if (code == VerdictCode.EDGE_LOW) {
      steps.add(
          new Advice(
              "Allow lower rates",
              Call.of(Verb.LR_SEARCH)
                  .with("--updates", "%d", result.updates())
                  .with("--low", "%.0e", options.run().low() / 100)));
    }
    steps.add(
        new Advice(
            "Check the run at this rate",
            Call.of(Verb.CHECK).with("--learning-rate", "%.3g", best.learningRate())));
    steps.add(
        new Advice(
            "See what a schedule adds at its own best rate",
            Call.of(Verb.SCHEDULES).with("--updates", "%d", result.updates())));
    return steps;
  }
}
