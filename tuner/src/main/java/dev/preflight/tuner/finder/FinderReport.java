package dev.preflight.tuner.finder;

import dev.preflight.reports.Advice;
import dev.preflight.reports.Call;
import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Status;
import dev.preflight.reports.Suggestion;
import dev.preflight.reports.Verb;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.training.TrainingGraph;
import dev.preflight.tuner.runs.RateCode;
import dev.preflight.tuner.runs.Stopped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns the finder's numbers into findings and sentences; charts and tables are drawn elsewhere.
 */
final class FinderReport {
  /** An own rate beyond this factor below the suggested range wastes the run. */
  private static final double TOO_LOW = 10;

  private FinderReport() {}

  /** How far the finder came before it was stopped. */
  enum Reached {
    /** Not to the end of the range test. */
    NOTHING,
    /** To the end of the range test. */
    RAMPS,
    /** To a rate, or to the refusal of one. */
    RATE,
    /** To the end: it was not stopped. */
    ALL
  }

  static Report<FinderResult> of(
      TrainingGraph graph,
      RampCurve ramp,
      FinderResult result,
      @Nullable FoundRates found,
      LearningRateFinder.Overlays overlays,
      long planned,
      boolean quick,
      Reached reached) {
    boolean sought = reached.compareTo(Reached.RATE) >= 0;
    List<Finding> findings = new ArrayList<>();
    findings.add(
        sought
            ? suggestion(graph, result, planned)
            : Stopped.before(FinderRules.SUGGESTION, "No rate was found").build());
    findings.add(
        reached == Reached.NOTHING
            ? Stopped.before(FinderRules.RANGE_TEST, "The range test did not come to its end")
                .build()
            : reading(result, sought));
    if (found != null) {
      findings.add(stability(found));
    } else if (!sought && !quick) {
      findings.add(
          Stopped.before(FinderRules.STABILITY, "Stability with fresh seeds: not tried").build());
    }
    if (sought) {
      (quick ? BareRamp.ownRate(graph, result) : ownRate(graph, result)).ifPresent(findings::add);
    } else if (!Double.isNaN(graph.learningRate())) {
      findings.add(
          Stopped.before(FinderRules.OWN_RATE, "The program's own rate: not judged").build());
    }
    findings.add(restored(result));
    List<Chart> charts = FinderCharts.of(ramp, result, found, overlays);
    return new Report<>(
            findings,
            charts,
            FinderTables.of(result, overlays),
            summary(result, planned),
            next(result, planned, sought),
            result,
            reached != Reached.ALL)
        .withSuggestions(suggestions(graph, result, planned));
  }

  private static List<Suggestion> suggestions(
      TrainingGraph graph, FinderResult result, long planned) {
    FinderResult.Bracket bracket = result.bracket();
    if (bracket != null) {
      return List.of(
          new Suggestion(
              "bracket of the bare ramp",
              null,
              bracket.low(),
              bracket.high(),
              "a ramp alone, not verified",
              List.of()));
    }
    FinderResult.Suggestion s = result.suggestion();
    if (s == null) {
      return List.of();
    }
    String basis = Sentence.of("short runs with fresh seeds, for %d updates", planned);
    return List.of(
        new Suggestion(
            "Constant rate",
            s.learningRate(),
            s.low(),
            s.high(),
            basis,
            RateCode.of(graph.optimizer(), s.learningRate())),
        new Suggestion(
            "Peak of a schedule that decays to zero",
            s.peak(),
            s.peakLow(),
            s.peakHigh(),
            basis,
            List.of()));
  }

  private static Finding suggestion(TrainingGraph graph, FinderResult result, long planned) {
    if (result.bracket() != null) {
      return BareRamp.finding(result.bracket(), planned);
    }
    FinderResult.Suggestion s = result.suggestion();
    if (s == null) {
      return Finding.of(
              FinderRules.SUGGESTION,
              Status.FAIL,
              "No suggestion: " + String.join("; ", result.refusals()))
          .expected("a rate that trains")
          .why("The finder would rather say nothing than name a rate the evidence does not carry.")
          .fix("Follow the reason given, or run `preflight check` first.")
          .build();
    }
    return Finding.of(
            FinderRules.SUGGESTION,
            Status.PASS,
            Sentence.of(
                "Train %d updates at a constant rate of %s, or with a peak of %s that decays to zero",
                planned, Numbers.rough(s.learningRate()), Numbers.rough(s.peak())))
        .measured(s.learningRate())
        .expected(
            Sentence.of(
                "the best constant rate between %s and %s, the best peak between %s and %s",
                Numbers.rough(s.low()),
                Numbers.rough(s.high()),
                Numbers.rough(s.peakLow()),
                Numbers.rough(s.peakHigh())))
        .unit("learning rate")
        .why(s.reason() + "." + scaled(graph, s, planned))
        .build();
  }

  /** What the rates mean to a graph that has a schedule, or several rates, of its own. */
  private static String scaled(TrainingGraph graph, FinderResult.Suggestion s, long planned) {
    String schedule =
        graph
            .ownSchedule()
            .map(own -> own.course(planned))
            .map(
                own ->
                    Sentence.of(
                        " The graph's own schedule was overridden. To keep its shape (%s), multiply"
                            + " its rates by %s, so that its highest is the peak.",
                        own.text(), Numbers.rough(s.peak() / own.peak())))
            .orElse("");
    List<Double> others = graph.otherRates();
    String groups =
        others.isEmpty()
            ? ""
            : Sentence.of(
                " The rates are those of the group with the largest one; the others keep their"
                    + " ratio to it: %s.",
                String.join(", ", others.stream().map(Numbers::rough).toList()));
    return schedule + groups;
  }

  private static Finding reading(FinderResult result, boolean sought) {
    boolean doubtful = sought && result.suggestion() != null && !result.refusals().isEmpty();
    FinderResult.Landmarks marks = result.landmarks();
    String title =
        marks == null
            ? "The range test could not be read"
            : doubtful
                ? "The range test alone would not carry a suggestion: "
                    + String.join("; ", result.refusals())
                : Sentence.of(
                    "Range test: lowest loss at %s, divergence at %s, seeds within a factor %s",
                    Numbers.rough(marks.minimum()),
                    Double.isNaN(marks.divergence())
                        ? "no rate tried"
                        : Numbers.rough(marks.divergence()),
                    Numbers.rough(marks.spread()));
    boolean told =
        marks != null && (!sought || result.suggestion() != null || result.bracket() != null);
    Status status = !told || doubtful ? Status.INFO : Status.PASS;
    return Finding.of(FinderRules.RANGE_TEST, status, title)
        .why(
            doubtful
                ? "The suggestion rests on the short runs, not on the ramp."
                : "A ramp shows where training starts and where it breaks, not the best rate.")
        .build();
  }

  private static Finding stability(FoundRates found) {
    if (!found.stable()) {
      return Finding.of(
              FinderRules.STABILITY,
              Status.FAIL,
              "Training is lost with a fresh seed at every peak tried")
          .why("The net is unstable at the start of training, or the seeds differ widely.")
          .fix("Add warmup or gradient clipping, lower the momentum, or check the initialization.")
          .build();
    }
    return Finding.of(
            FinderRules.STABILITY,
            Status.PASS,
            Double.isInfinite(found.wall())
                ? Sentence.of(
                    "Stable with a fresh seed, and at every rate tried, up to %s",
                    Numbers.rough(found.highest()))
                : Sentence.of(
                    "Stable with a fresh seed; training is lost at %s, %s times the peak",
                    Numbers.rough(found.wall()), Numbers.rough(found.wall() / found.peak())))
        .measured(Double.isInfinite(found.wall()) ? found.highest() : found.wall())
        .expected("above the peak suggested")
        .unit("learning rate")
        .build();
  }

  private static Optional<Finding> ownRate(TrainingGraph graph, FinderResult result) {
    FinderResult.Suggestion s = result.suggestion();
    double own = graph.learningRate();
    if (s == null || Double.isNaN(own)) {
      return Optional.empty();
    }
    boolean high = own > s.peakHigh();
    boolean low = own < s.low() / TOO_LOW;
    String title =
        high
            ? Sentence.of("The program's own rate %s is above the useful range", Numbers.rough(own))
            : low
                ? Sentence.of(
                    "The program's own rate %s is far below the useful range", Numbers.rough(own))
                : Sentence.of(
                    "The program's own rate %s is in or near the useful range", Numbers.rough(own));
    return Optional.of(
        Finding.of(FinderRules.OWN_RATE, high || low ? Status.WARN : Status.INFO, title)
            .measured(own)
            .expected(Sentence.of("%s to %s", Numbers.rough(s.low()), Numbers.rough(s.peakHigh())))
            .unit("learning rate")
            .fix(high || low ? Sentence.of("Set it to %s.", Numbers.rough(s.learningRate())) : null)
            .build());
  }

  private static Finding restored(FinderResult result) {
    return Finding.of(
            FinderRules.RESTORED,
            result.stateRestored() ? Status.PASS : Status.WARN,
            result.stateRestored()
                ? "The initial state was restored bit for bit"
                : "The initial state could not be restored: results may depend on their order")
        .build();
  }

  private static String summary(FinderResult result, long planned) {
    FinderResult.Suggestion s = result.suggestion();
    String cost =
        Sentence.of(
            "%d updates spent (%s times the planned %d), %s",
            result.cost().updates(),
            Numbers.rough((double) result.cost().updates() / planned),
            planned,
            Numbers.seconds(result.cost().seconds()));
    FinderResult.Bracket bracket = result.bracket();
    if (bracket != null) {
      return Sentence.of(
          "The best rate is expected between %s: a hint of the bare ramp, not verified. %s.",
          BareRamp.text(bracket), cost);
    }
    if (s == null) {
      return "No suggestion: " + String.join("; ", result.refusals()) + ". " + cost + ".";
    }
    return Sentence.of(
            "For %d updates: constant rate %s (best expected in %s to %s); peak of a schedule that"
                + " decays to zero %s (%s to %s). ",
            planned,
            Numbers.rough(s.learningRate()),
            Numbers.rough(s.low()),
            Numbers.rough(s.high()),
            Numbers.rough(s.peak()),
            Numbers.rough(s.peakLow()),
            Numbers.rough(s.peakHigh()))
        + cost
        + ".";
  }

  private static List<Advice> next(FinderResult result, long planned, boolean sought) {
    if (!sought) {
      return List.of(Advice.of("Start the same command again: nothing of a stopped one is kept"));
    }
    if (result.bracket() != null) {
      return List.of(
          new Advice(
              "This is a bare ramp; let short runs find the rate",
              Call.of(Verb.LR_FIND).with("--updates", "%d", planned)));
    }
    FinderResult.Suggestion s = result.suggestion();
    if (s == null) {
      return List.of(new Advice("Find out why no rate trains", Call.of(Verb.CHECK)));
    }
    return List.of(
        new Advice(
            "Check the run at this rate",
            Call.of(Verb.CHECK).with("--learning-rate", "%.2g", s.learningRate())));
  }
}
