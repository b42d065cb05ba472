package dev.preflight.tuner.search;

import static dev.preflight.tuner.runs.Sentences.format;
import static dev.preflight.tuner.runs.Sentences.number;
import static dev.preflight.tuner.runs.Sentences.rough;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import java.util.Optional;

/** What fresh seeds say about two settings, in findings: each where it was asked for. */
final class PairedFindings {

  private PairedFindings() {}

  static Optional<Finding> confirmation(SearchResult result) {
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
              .source(SearchReport.SOURCE)
              .build());
    }
    String interval =
        format(
            "difference %s, interval %s to %s, %d pairs",
            rough(d.mean()), rough(d.low()), rough(d.high()), d.pairs());
    String title =
        c.tie()
            ? format(
                c.taken() < Math.max(c.winner(), other)
                    ? "Fresh seeds: %s and %s are a tie; the smaller rate is taken"
                    : "Fresh seeds: %s and %s are a tie, but the smaller rate is worse by half a"
                        + " deviation or more; the larger is taken",
                number(c.winner()),
                number(other))
            : c.taken() == c.winner()
                ? format("Fresh seeds confirm %s over %s", number(c.winner()), number(other))
                : format(
                    "Fresh seeds prefer the runner-up %s to %s", number(other), number(c.winner()));
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

  static Optional<Finding> decay(SearchResult result) {
    SearchResult.DecaySearch d = result.weightDecay();
    if (d == null) {
      return Optional.empty();
    }
    String title =
        d.adopted()
            ? format(
                "Weight decay %s with a rate of %s is better beyond the noise",
                number(d.weightDecay()), number(d.learningRate()))
            : "No weight decay is better beyond the noise: leave it as it was";
    PairedDifference difference = d.difference();
    return Optional.of(
        Finding.of("S04", Status.PASS, title)
            .measured(difference == null ? null : difference.mean())
            .expected(
                difference == null
                    ? "a lower loss than without"
                    : format(
                        "interval %s to %s", rough(difference.low()), rough(difference.high())))
            .unit("loss, with minus without")
            .why("Half and twice the rate were tried with it: rate and decay act as a product.")
            .source("Student's paired interval, 95 %")
            .build());
  }

  static Optional<Finding> lecture(SearchResult result) {
    SearchResult.Lecture l = result.lecture();
    if (l == null) {
      return Optional.empty();
    }
    Double rate = l.learningRate();
    PairedDifference d = l.difference();
    if (rate == null || d == null) {
      return Optional.of(
          Finding.of("S05", Status.INFO, "The lectures' plain recipe finds no rate that trains")
              .source(SearchReport.SOURCE)
              .build());
    }
    return Optional.of(
        Finding.of(
                "S05",
                Status.INFO,
                format(
                    "The lectures' plain recipe says %s%s: loss %s, %s ours",
                    number(rate),
                    l.atEdge() ? ", the edge of its fine range" : "",
                    number(l.mean()),
                    d.isTie() ? "a tie with" : d.mean() > 0 ? "worse than" : "better than"))
            .measured(d.mean())
            .expected(format("interval %s to %s", rough(d.low()), rough(d.high())))
            .unit("loss, recipe minus ours")
            .why("Short runs prefer higher rates, and its fine range looks further up.")
            .source(SearchReport.SOURCE)
            .build());
  }
}
