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

  /** A failure; a warning where the loss fell and nobody knows how far it can. */
  static Finding.Builder failure(Lab lab, Check check, Memorization result, String title) {
    if (!result.floorKnown() && Double.isNaN(result.accuracy()) && result.fell()) {
      return Findings.warn(
              check,
              Sentence.of(
                  "Inconclusive: %s. %s",
                  lab.namesOutputs()
                      ? "how low this loss can get on the batch is not known"
                      : "without named outputs it is not known how low the loss can get",
                  title))
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
    int looks = result.looked().size();
    double[] at = new double[looks + 1];
    double[] judged = new double[looks + 1];
    judged[0] = result.first();
    for (int i = 0; i < looks; i++) {
      at[i + 1] = (i + 1.0) * Memorization.LOOK_EVERY;
      judged[i + 1] = result.looked().get(i);
    }
    return Chart.of(
            id + "-loss",
            Sentence.of("Overfitting one batch %s", how),
            """
            The loss of one batch that is trained on again and again: as it is trained on, with \
            regularization and dropout, and as it is judged, without them; it should fall to near \
            its lowest.""",
            Chart.Axis.linear("update"),
            Chart.Axis.linear("loss"))
        .series(
            Sentence.of("trained on, at %s", result.learningRate()),
            Chart.Role.FIRST,
            Chart.Style.LINE,
            x,
            y)
        .series("judged", Chart.Role.SECOND, Chart.Style.LINE, at, judged)
        .build();
  }
}
