package dev.preflight.tuner.search;

import dev.preflight.reports.Advice;
import dev.preflight.reports.Call;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Status;
import dev.preflight.reports.Verb;
import dev.preflight.training.TrainingGraph;
import dev.preflight.tuner.runs.RunStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns the numbers of a search into findings and sentences. */
final class SearchReport {

  private static final String SOURCE =
      "coarse to fine: CS231n, neural-networks-3; bracket and edges: Google's tuning playbook";

  private SearchReport() {}

  static Report<SearchResult> tell(
      TrainingGraph graph,
      RateSearch.Outcome outcome,
      double untrained,
      SearchOptions options,
      int restored) {
    SearchResult result = outcome.result();
    VerdictCode code = VerdictCode.valueOf(result.verdictCode());
    List<Finding> findings = new ArrayList<>();
    findings.add(verdict(result, code));
    confirmation(result).ifPresent(findings::add);
    room(result, code).ifPresent(findings::add);
    decay(result).ifPresent(findings::add);
    lecture(result).ifPresent(findings::add);
    if (restored > 0) {
      findings.add(
          Finding.of(
                  "S06",
                  Status.INFO,
                  format("%d of %d runs were taken from an earlier start", restored, runs(result)))
              .where(RunStore.FILE)
              .fix("Name another directory by --out to train them anew.")
              .build());
    }
    return new Report<>(
        findings,
        SearchCharts.of(outcome, untrained),
        SearchTables.of(result),
        summary(result, code),
        next(result, code, options),
        result,
        outcome.interrupted());
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
            ? format(
                "Train with a rate of %.3g (%s): loss %.4g ± %.2g over %d fresh seeds",
                best.learningRate(), result.schedule(), best.mean(), best.sd(), best.runs())
            : format("No rate: %s", code.words());
    return Finding.of("S01", status, title)
        .measured(usable && best != null ? best.learningRate() : null)
        .expected(
            result.low() == null || result.high() == null
                ? "a rate that trains"
                : format("within one deviation from %.3g to %.3g", result.low(), result.high()))
        .unit("learning rate")
        .why(format("%s: %s.", code.name(), code.words()))
        .fix(remedy(result, code))
        .source(SOURCE)
        .build();
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
      case INTERRUPTED -> "Start it again with the same --out: finished runs are kept.";
    };
  }

  private static boolean warmed(SearchResult result) {
    return result.schedule().contains("warmup");
  }

  private static Optional<Finding> confirmation(SearchResult result) {
    SearchResult.Confirmation c = result.confirmation();
    if (c == null) {
      return Optional.empty();
    }
    Double other = c.runnerUp();
    PairedDifference d = c.difference();
    if (other == null || d == null) {
      return Optional.of(
          Finding.of("S02", Status.WARN, "Only one rate trains: there was nothing to compare it to")
              .why("Rates beside it failed.")
              .source(SOURCE)
              .build());
    }
    String interval =
        format(
            "difference %.2g, interval %.2g to %.2g, %d pairs",
            d.mean(), d.low(), d.high(), d.pairs());
    String title =
        c.tie()
            ? format(
                c.taken() < Math.max(c.winner(), other)
                    ? "Fresh seeds: %.3g and %.3g are a tie; the smaller rate is taken"
                    : "Fresh seeds: %.3g and %.3g are a tie, but the smaller rate is worse by half a"
                        + " deviation or more; the larger is taken",
                c.winner(),
                other)
            : c.taken() == c.winner()
                ? format("Fresh seeds confirm %.3g over %.3g", c.winner(), other)
                : format("Fresh seeds prefer the runner-up %.3g to %.3g", other, c.winner());
    return Optional.of(
        Finding.of("S02", Status.PASS, title)
            .measured(d.mean())
            .expected(interval)
            .unit("loss, winner minus runner-up")
            .why(
                c.tie()
                    ? "The paired interval includes zero; a smaller rate is further from instability."
                    : "The choice was made on other seeds, where the luckiest run wins; these had"
                        + " no part in it.")
            .source("Student's paired interval, 95 %")
            .build());
  }

  private static Optional<Finding> room(SearchResult result, VerdictCode code) {
    Double wall = result.wall();
    SearchResult.Best best = result.best();
    if (wall == null || best == null) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
                "S03",
                code == VerdictCode.EDGE_AT_INSTABILITY ? Status.WARN : Status.INFO,
                format(
                    "Training fails from %.3g, %.1f times the rate found",
                    wall, wall / best.learningRate()))
            .measured(wall)
            .unit("learning rate")
            .source(SOURCE)
            .build());
  }

  private static Optional<Finding> decay(SearchResult result) {
    SearchResult.DecaySearch d = result.weightDecay();
    if (d == null) {
      return Optional.empty();
    }
    String title =
        d.adopted()
            ? format(
                "Weight decay %.0e with a rate of %.3g is better beyond the noise",
                d.weightDecay(), d.learningRate())
            : "No weight decay is better beyond the noise: leave it as it was";
    PairedDifference difference = d.difference();
    return Optional.of(
        Finding.of("S04", Status.PASS, title)
            .measured(difference == null ? null : difference.mean())
            .expected(
                difference == null
                    ? "a lower loss than without"
                    : format("interval %.2g to %.2g", difference.low(), difference.high()))
            .unit("loss, with minus without")
            .why("Half and twice the rate were tried with it: rate and decay act as a product.")
            .source("Student's paired interval, 95 %")
            .build());
  }

  private static Optional<Finding> lecture(SearchResult result) {
    SearchResult.Lecture l = result.lecture();
    if (l == null) {
      return Optional.empty();
    }
    Double rate = l.learningRate();
    PairedDifference d = l.difference();
    if (rate == null || d == null) {
      return Optional.of(
          Finding.of("S05", Status.INFO, "The lectures' plain recipe finds no rate that trains")
              .source(SOURCE)
              .build());
    }
    return Optional.of(
        Finding.of(
                "S05",
                Status.INFO,
                format(
                    "The lectures' plain recipe says %.3g%s: loss %.4g, %s ours",
                    rate,
                    l.atEdge() ? ", the edge of its fine range" : "",
                    l.mean(),
                    d.isTie() ? "a tie with" : d.mean() > 0 ? "worse than" : "better than"))
            .measured(d.mean())
            .expected(format("interval %.2g to %.2g", d.low(), d.high()))
            .unit("loss, recipe minus ours")
            .why("Short runs prefer higher rates, and its fine range looks further up.")
            .source(SOURCE)
            .build());
  }

  private static String summary(SearchResult result, VerdictCode code) {
    String cost =
        format(
            "%d runs, %d of them of full length (%d updates).",
            result.cost().runs(), result.cost().fullLengthRuns(), result.updates());
    SearchResult.Best best = result.best();
    if (best == null || code == VerdictCode.ALL_INFEASIBLE) {
      return format("No rate, %s: %s. ", code.name(), code.words()) + cost;
    }
    return format(
            "Rate %.3g for %s over %d updates: loss %.4g ± %.2g. %s: %s. ",
            best.learningRate(),
            result.schedule(),
            result.updates(),
            best.mean(),
            best.sd(),
            code.name(),
            code.words())
        + cost;
  }

  private static List<Advice> next(SearchResult result, VerdictCode code, SearchOptions options) {
    SearchResult.Best best = result.best();
    List<Advice> steps = new ArrayList<>();
    if (code == VerdictCode.INTERRUPTED) {
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
                  .with("--high", "%.0f", 100 * options.high())));
    } else if (code == VerdictCode.EDGE_LOW) {
      steps.add(
          new Advice(
              "Allow lower rates",
              Call.of(Verb.LR_SEARCH)
                  .with("--updates", "%d", result.updates())
                  .with("--low", "%.0e", options.low() / 100)));
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

  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
