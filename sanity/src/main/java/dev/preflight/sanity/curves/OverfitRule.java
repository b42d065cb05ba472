package dev.preflight.sanity.curves;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Rule;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Sentence;
import dev.preflight.training.events.Series;
import java.util.Arrays;

/** R09: the validation loss rises again. */
final class OverfitRule implements CurveRule {

  /** Evaluations after the best one. */
  private static final int AFTER = 6;

  /** One-sided 1 % of the standard normal. */
  private static final double Z = 2.326;

  private static final double RISE = 1.05;

  @Override
  public Rule rule() {
    return new Rule(
        "R09",
        "overfit onset",
        "a validation loss that rises again, and the checkpoint to keep",
        """
        After the best evaluation there must be at least 6 more; their losses rise by Kendall's \
        test at 1 %, and the mean of the last 3 is 5 % above the best. A single worse evaluation \
        is no sign: half of all healthy runs have one.""",
        "Prechelt 1998 on stopping too early; Kendall 1975; false alarms measured at 0 in 2,000");
  }

  @Override
  public Finding judge(Curves curves, CurveOptions options) {
    Series logged = curves.validationLoss();
    if (logged == null) {
      return notLogged("No validation loss was logged; without one nobody sees overfitting.");
    }
    Series loss = logged.finite();
    int n = loss.size();
    if (n <= AFTER) {
      return tooShort(Sentence.of("There are %,d evaluations; %,d are needed.", n, AFTER + 1));
    }
    int best = 0;
    for (int i = 1; i < n; i++) {
      best = loss.value(i) < loss.value(best) ? i : best;
    }
    double[] after = Arrays.copyOfRange(loss.values(), best + 1, n);
    double end = (loss.value(n - 1) + loss.value(n - 2) + loss.value(n - 3)) / 3;
    double lowest = loss.value(best);
    boolean higher = lowest > 0 ? end >= RISE * lowest : end > lowest;
    if (after.length < AFTER || Trend.z(after) < Z || !higher) {
      return finding(
              Status.PASS,
              Sentence.of(
                  "No steady rise of the validation loss: best %s at step %d, %s at the end.",
                  lowest, loss.step(best), end))
          .build();
    }
    Series metric = curves.validationMetric();
    String also =
        metric != null
                && metric.finite().size() >= 3
                && betterLate(metric.finite(), loss.step(best))
            ? Sentence.of(" '%s' still gets better meanwhile.", metric.name())
            : "";
    return finding(
            Status.WARN,
            Sentence.of(
                "The validation loss was best at step %d (%s) and is %s now, %s %% higher, expected"
                    + " it to stay down.%s",
                loss.step(best), lowest, end, Math.round(100 * (end / lowest - 1)), also))
        .measured(end)
        .expected(Sentence.of("about %s", lowest))
        .where(Sentence.of("since step %d", loss.step(best)))
        .why(
            "The model learns the training examples by heart; or, where the metric still gets "
                + "better, it grows too sure of itself.")
        .fix(
            Sentence.of(
                "Keep the checkpoint of step %d. Then more data, augmentation, dropout or weight "
                    + "decay, or stop early.",
                loss.step(best)))
        .build();
  }

  private static boolean betterLate(Series metric, long step) {
    int at = 0;
    while (at < metric.size() - 1 && metric.step(at) < step) {
      at++;
    }
    return metric.value(metric.size() - 1) > metric.value(at);
  }
}
