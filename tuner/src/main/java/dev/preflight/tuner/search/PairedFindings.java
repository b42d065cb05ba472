package dev.preflight.tuner.search;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
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
          Finding.of(
                  SearchRules.CONFIRMATION,
                  Status.WARN,
                  "Only one rate trains: there was nothing to compare it to")
              .why("Rates beside it failed.")
              .build());
    }
    String interval =
        Sentence.of(
            "difference %s, interval %s to %s, %d pairs",
            Numbers.rough(d.mean()), Numbers.rough(d.low()), Numbers.rough(d.high()), d.pairs());
    String title =
        c.tie()
            ? Sentence.of(
                c.taken() < Math.max(c.winner(), other)
                    ? "Fresh seeds: %s and %s are a tie; the smaller rate is taken"
                    : "Fresh seeds: %s and %s are a tie, but the smaller rate is worse by half a"
                        + " deviation or more; the larger is taken",
                Numbers.format(c.winner()),
                Numbers.format(other))
            : c.taken() == c.winner()
                ? Sentence.of(
                    "Fresh seeds confirm %s over %s",
                    Numbers.format(c.winner()), Numbers.format(other))
                : Sentence.of(
                    "Fresh seeds prefer the runner-up %s to %s",
                    Numbers.format(other), Numbers.format(c.winner()));
    return Optional.of(
        Finding.of(SearchRules.CONFIRMATION, Status.PASS, title)
            .measured(d.mean())
            .expected(interval)
            .unit("loss, winner minus runner-up")
            .why(
                c.tie()
                    ? "The paired interval includes zero; a smaller rate is further from instability."
                    : "The choice was made on other seeds, where the luckiest run wins; these had"
                        + " no part in it.")
            .build());
  }

  static Optional<Finding> decay(SearchResult result) {
    SearchResult.DecaySearch d = result.weightDecay();
    if (d == null) {
      return Optional.empty();
    }
    String title =
        d.adopted()
            ? Sentence.of(
                "Weight decay %s with a rate of %s is better beyond the noise",
                Numbers.format(d.weightDecay()), Numbers.format(d.learningRate()))
            : "No weight decay is better beyond the noise: leave it as it was";
    PairedDifference difference = d.difference();
    return Optional.of(
        Finding.of(SearchRules.DECAY, Status.PASS, title)
            .measured(difference == null ? null : difference.mean())
            .expected(
                difference == null
                    ? "a lower loss than without"
                    : Sentence.of(
                        "interval %s to %s",
                        Numbers.rough(difference.low()), Numbers.rough(difference.high())))
            .unit("loss, with minus without")
            .why("Half and twice the rate were tried with it: rate and decay act as a product.")
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
          Finding.of(
                  SearchRules.LECTURE,
                  Status.INFO,
                  "The lectures' plain recipe finds no rate that trains")
              .build());
    }
    return Optional.of(
        Finding.of(
                SearchRules.LECTURE,
                Status.INFO,
                Sentence.of(
                    "The lectures' plain recipe says %s%s: loss %s, %s ours",
                    Numbers.format(rate),
                    l.atEdge() ? ", the edge of its fine range" : "",
                    Numbers.format(l.mean()),
                    d.isTie() ? "a tie with" : d.mean() > 0 ? "worse than" : "better than"))
            .measured(d.mean())
            .expected(
                Sentence.of("interval %s to %s", Numbers.rough(d.low()), Numbers.rough(d.high())))
            .unit("loss, recipe minus ours")
            .why("Short runs prefer higher rates, and its fine range looks further up.")
            .build());
  }
}
