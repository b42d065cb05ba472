package dev.preflight.sanity.curves;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Rule;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Sentence;
import dev.preflight.training.events.Series;
import java.util.Arrays;

/** R06: how far the norm of the gradient spreads. */
final class GradientNormRule implements CurveRule {

  private static final int FEWEST = 100;
  private static final double FAR = 100;

  @Override
  public Rule rule() {
    return new Rule(
        "R06",
        "gradient norm",
        "gradients of which a few are far larger than the rest",
        """
        The 99th percentile of the gradient's norm over its median; above 100 is a warning. The \
        90th percentile is named as the norm to clip at.""",
        "Tuning Playbook: clip at the 90th percentile");
  }

  @Override
  public Finding judge(Curves curves, CurveOptions options) {
    Series logged = curves.gradientNorm();
    if (logged == null) {
      return notLogged("No gradient norm was logged.");
    }
    Series norms = logged.finite();
    if (norms.size() < FEWEST) {
      return tooShort(Sentence.of("There are %,d norms; %d are needed.", norms.size(), FEWEST));
    }
    double[] sorted = norms.values();
    Arrays.sort(sorted);
    double middle = Trend.median(sorted);
    double high = sorted[(int) (0.99 * (sorted.length - 1))];
    double clip = sorted[(int) (0.9 * (sorted.length - 1))];
    double ratio = high / Math.max(middle, Double.MIN_NORMAL);
    if (ratio <= FAR) {
      return finding(
              Status.PASS, Sentence.of("The gradient's norm is %s, rarely above %s.", middle, high))
          .measured(middle)
          .build();
    }
    return finding(
            Status.WARN,
            Sentence.of(
                "One gradient in a hundred is above %s, %s times the median of %s, expected at most"
                    + " %s times.",
                high, ratio, middle, FAR))
        .measured(ratio)
        .expected(Sentence.of("at most %s", FAR))
        .why("Rare batches explode: long sequences, bad examples, or a rate at the edge.")
        .fix(Sentence.of("Clip the gradient's norm at %s, the 90th percentile.", clip))
        .build();
  }
}
