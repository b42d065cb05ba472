package dev.preflight.sanity.curves;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Rule;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Statistics;
import dev.preflight.training.events.Series;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** R10: good fit, underfit or overfit; and validation that cannot be true. */
final class FitRule implements CurveRule {

  /** Points in which training and validation must be equal to the last digit. */
  private static final int EQUAL = 5;

  private static final List<String> SHARES = List.of("acc", "top1", "top-1", "top5", "top-5");

  /** Share of a run whose median is its end. */
  private static final int END = 10;

  /** Loss on validation over that on training from which a model overfits. */
  private static final double GAP = 1.5;

  /** The same for a metric between 0 and 1, as a difference. */
  private static final double METRIC_GAP = 0.1;

  @Override
  public Rule rule() {
    return new Rule(
        "R10",
        "fit",
        "good fit, underfit or overfit; a validation set that is the training set",
        """
        As in Ng's recipe: the training metric at the end against --target (below it: underfit, a \
        larger model, longer, cleaner data), then validation against training (a gap: overfit, \
        more data, augmentation, dropout, weight decay). With --validation-size the interval of \
        a validation accuracy is Wilson's. Without a target the gap alone is told: half as much \
        loss again on validation, or a tenth less of the metric. Five or more points at which \
        training and validation are equal in every digit fail: they are the same examples.""",
        "Ng, Machine Learning Yearning; Wilson 1927");
  }

  @Override
  public boolean judgesTheEnd() {
    return true;
  }

  @Override
  public Finding judge(Curves curves, CurveOptions options) {
    Series loss = curves.loss();
    Series validationLoss = curves.validationLoss();
    Series alone = curves.validationMetric();
    if (curves.metric() == null && alone != null && !Double.isNaN(options.target())) {
      return byValidation(alone, options.target());
    }
    if (loss == null || validationLoss == null) {
      return notLogged("It needs a training loss and a validation loss.");
    }
    int equal = equal(loss, validationLoss);
    if (equal >= EQUAL && equal == validationLoss.size()) {
      return finding(
              Status.FAIL,
              Sentence.of(
                  "'%s' and '%s' are equal in every digit at all %d common steps, expected"
                      + " different examples.",
                  loss.name(), validationLoss.name(), equal))
          .measured((double) equal)
          .unit("steps")
          .why("Validation reads the training examples, or one number was logged under two names.")
          .fix("Give the evaluation its own examples.")
          .build();
    }
    double train = end(loss);
    double validation = end(validationLoss);
    Series metric = curves.metric();
    Series validationMetric = curves.validationMetric();
    if (metric != null
        && validationMetric != null
        && metric.finite().size() > 0
        && validationMetric.finite().size() > 0) {
      return byMetric(metric, validationMetric, options);
    }
    boolean gap = train > 0 && validation > GAP * train;
    return finding(
            Status.INFO,
            Sentence.of(
                "%s: the loss is %s on training data and %s on validation data at the end.",
                gap ? "Overfit" : "No large gap", train, validation))
        .measured(validation)
        .expected(Sentence.of("at most %s times %s", GAP, train))
        .fix(gap ? REMEDY_OVERFIT : null)
        .build();
  }

  private static final String REMEDY_OVERFIT =
      "More data, augmentation, dropout, weight decay, or a smaller model.";

  private static final String REMEDY_UNDERFIT =
      "A larger model, residual connections, longer training, less regularization, cleaner data.";

  private Finding byValidation(Series metric, double target) {
    if (metric.finite().size() == 0) {
      return tooShort("The validation metric has no finite value.");
    }
    double reached = end(metric);
    boolean enough = reached >= target;
    return finding(
            enough ? Status.PASS : Status.WARN,
            Sentence.of("'%s' is %s at the end, the target is %s.", metric.name(), reached, target))
        .measured(reached)
        .expected(Sentence.of("%s", target))
        .fix(enough ? null : "Log the metric on training data too: it tells underfit from overfit.")
        .build();
  }

  private Finding byMetric(Series metric, Series validationMetric, CurveOptions options) {
    double train = end(metric);
    double validation = end(validationMetric);
    String interval = "";
    double margin = 0;
    boolean share = isShare(validationMetric.name()) && validation >= 0 && validation <= 1;
    if (options.validationSize() > 0 && share) {
      Statistics.Interval wilson =
          Statistics.wilson(validation, options.validationSize(), Statistics.Z95);
      interval = Sentence.of(" (%s to %s)", wilson.low(), wilson.high());
      margin = wilson.halfWidth();
    }
    boolean gap = train - validation > METRIC_GAP + margin;
    String numbers =
        Sentence.of(
            "'%s' is %s on training data and %s%s on validation data at the end",
            metric.name(), train, validation, interval);
    double target = options.target();
    if (Double.isNaN(target)) {
      boolean better = validation > train + 0.02 + margin;
      return finding(
              Status.INFO,
              gap
                  ? "Overfit: " + numbers + "."
                  : better
                      ? "Validation is better than training: " + numbers + "."
                      : "No large gap: " + numbers + ".")
          .measured(validation)
          .why(
              better
                  ? "Dropout and augmentation make it so; if neither is there, examples are in "
                      + "both sets."
                  : null)
          .fix(
              gap
                  ? REMEDY_OVERFIT
                  : better
                      ? "Compare both in evaluation mode; run preflight data for examples in both."
                      : null)
          .build();
    }
    boolean underfit = train < target;
    boolean overfit = !underfit && validation + margin < target;
    return finding(
            underfit || overfit ? Status.WARN : Status.PASS,
            Sentence.of(
                "%s: %s, the target is %s.",
                underfit ? "Underfit" : overfit ? "Overfit" : "Good fit", numbers, target))
        .measured(underfit ? train : validation)
        .expected(Sentence.of("%s", target))
        .fix(underfit ? REMEDY_UNDERFIT : overfit ? REMEDY_OVERFIT : null)
        .build();
  }

  /**
   * Whether a metric is a share of items, so that Wilson's interval is its own; F1 and R2 are none.
   */
  private static boolean isShare(String metric) {
    String name = metric.toLowerCase(Locale.ROOT);
    return SHARES.stream().anyMatch(name::contains) && !name.contains("balanced");
  }

  /** Steps at which both have the same value; -1 if they differ anywhere. */
  private static int equal(Series a, Series b) {
    int at = 0;
    int common = 0;
    for (int i = 0; i < b.size(); i++) {
      while (at < a.size() && a.step(at) < b.step(i)) {
        at++;
      }
      if (at == a.size() || a.step(at) != b.step(i)) {
        continue;
      }
      if (a.value(at) != b.value(i)) {
        return -1;
      }
      common++;
    }
    return common;
  }

  private static double end(Series logged) {
    Series series = logged.finite();
    int n = series.size();
    return Trend.median(Arrays.copyOfRange(series.values(), n - Math.max(1, n / END), n));
  }
}
