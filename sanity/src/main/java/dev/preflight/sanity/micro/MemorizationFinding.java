package dev.preflight.sanity.micro;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;

/** What the two checks that memorize a batch say alike. */
final class MemorizationFinding {

  private MemorizationFinding() {}

  /** A failure; a warning where nothing but a loss without outputs can be read. */
  static Finding.Builder failure(Lab lab, Check check, Memorization result, String title) {
    boolean blind = !lab.namesOutputs();
    boolean halved = result.best() < 0.5 * result.first();
    if (blind && halved && result.nonFiniteAt() == 0) {
      return Findings.warn(
              check,
              Sentence.of(
                  "Inconclusive: without named outputs only the loss can be read. %s", title))
          .measured(result.best());
    }
    boolean right = result.accuracy() >= Memorization.MIN_ACCURACY && result.nonFiniteAt() == 0;
    return (right || result.almost() ? Findings.warn(check, title) : Findings.fail(check, title))
        .measured(Double.isNaN(result.accuracy()) ? result.best() : result.accuracy());
  }

  /** The loss while memorizing. */
  static Chart chart(Memorization result, String id, String how) {
    int n = result.updates();
    double[] x = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = i + 1.0;
      y[i] = result.losses().get(i);
    }
    return Chart.of(
            id + "-loss",
            Sentence.of("Overfitting one batch %s", how),
            "The loss of one batch that is trained on again and again; it should fall to near 0.",
            Chart.Axis.linear("update"),
            Chart.Axis.linear("loss"))
        .series(
            Sentence.of("loss at %s", result.learningRate()),
            Chart.Role.FIRST,
            Chart.Style.LINE,
            x,
            y)
        .build();
  }
}
