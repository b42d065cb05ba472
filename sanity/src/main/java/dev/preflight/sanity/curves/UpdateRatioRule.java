package dev.preflight.sanity.curves;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Rule;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Sentence;
import dev.preflight.training.events.Series;

/** R05: the size of updates against that of the weights. */
final class UpdateRatioRule implements CurveRule {

  private static final int FEWEST = 5;
  private static final double LOW = 1e-5;
  private static final double HIGH = 0.1;
  private static final double HOPELESS_LOW = 1e-6;
  private static final double HOPELESS_HIGH = 0.2;

  @Override
  public Rule rule() {
    return new Rule(
        "R05",
        "update ratio",
        "updates far too small or too large for the weights",
        """
        The median of what was logged as update_ratio, the norm of an update over the norm of the \
        weights: a warning outside 1e-5 to 0.1, a failure below 1e-6 or above 0.2.""",
        "CS231n (about 1e-3); TheDeepChecker; bounds that held on 712 healthy runs");
  }

  @Override
  public Finding judge(Curves curves, CurveOptions options) {
    Series logged = curves.updateRatio();
    if (logged == null) {
      return notLogged("No series update_ratio was logged.");
    }
    Series ratios = logged.finite();
    if (ratios.size() < FEWEST) {
      return tooShort(
          Sentence.of("There are %d update ratios; %d are needed.", ratios.size(), FEWEST));
    }
    double middle = Trend.median(ratios.values());
    boolean failed = middle < HOPELESS_LOW || middle > HOPELESS_HIGH;
    if (!failed && middle >= LOW && middle <= HIGH) {
      return finding(
              Status.PASS,
              Sentence.of("An update changes the weights by %s of their size.", middle))
          .measured(middle)
          .build();
    }
    return finding(
            failed ? Status.FAIL : Status.WARN,
            Sentence.of(
                "An update changes the weights by %s of their size (median), expected %s to %s.",
                middle, LOW, HIGH))
        .measured(middle)
        .expected(Sentence.of("%s to %s", LOW, HIGH))
        .why(middle < LOW ? "The learning rate is too low." : "The learning rate is too high.")
        .fix("Run preflight lr-find.")
        .build();
  }
}
