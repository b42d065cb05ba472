package dev.preflight.recipe.train;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.metrics.Interval;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The walk of {@link Diagnosis} for a regression: R2 in place of accuracy. */
final class RegressionDiagnosis {

  private static final double GAP = 0.1;
  private static final double POINT = 0.01;
  private static final String MORE_DATA =
      "Get more data, or augment what there is; then dropout, weight decay, and early stopping.";

  private RegressionDiagnosis() {}

  static List<Finding> of(
      Measured train, Measured validation, @Nullable Measured test, double target) {
    if (Double.isNaN(r2(train)) || Double.isNaN(r2(validation))) {
      return List.of(withoutScale(train, validation));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(training(train, target));
    findings.add(gap(train, validation, target));
    if (test != null && !Double.isNaN(r2(test))) {
      findings.add(test(validation, test));
    }
    findings.add(metric(validation));
    return findings;
  }

  private static double r2(Measured measured) {
    return measured.metric(Measured.R2);
  }

  private static Interval interval(Measured measured) {
    return measured.interval(Measured.R2);
  }

  private static String share(Measured measured) {
    Interval interval = interval(measured);
    return interval.isKnown()
        ? Sentence.of(
            "%s (%s to %s, %,d items)",
            r2(measured), interval.low(), interval.high(), measured.examples())
        : Sentence.of("%s (%,d items, too few for an interval)", r2(measured), measured.examples());
  }

  private static Finding withoutScale(Measured train, Measured validation) {
    return Finding.of(
            Diagnosis.GAP,
            Status.INFO,
            Sentence.of(
                "The loss is %s on training items and %s on validation; without outputs and"
                    + " spread there is no scale to judge the gap by.",
                train.loss(), validation.loss()))
        .measured(validation.loss() - train.loss())
        .build();
  }

  private static Finding training(Measured train, double target) {
    String is = Sentence.of("R2 on training items is %s", share(train));
    if (Double.isNaN(target)) {
      return Finding.of(Diagnosis.TRAINING, Status.INFO, is + "; no target was given.")
          .measured(r2(train))
          .why(Diagnosis.NO_TARGET)
          .build();
    }
    Interval interval = interval(train);
    boolean below = interval.isBelow(target);
    boolean reached = interval.isKnown() && r2(train) >= target;
    Status status = below ? Status.WARN : reached ? Status.PASS : Status.INFO;
    return Finding.of(
            Diagnosis.TRAINING,
            status,
            Sentence.of(
                below ? "Underfit: %s, expected at least %s." : "%s, expected at least %s.",
                is,
                target))
        .measured(r2(train))
        .expected(Sentence.of("at least %s", target))
        .fix(
            below
                ? "Make the model larger, train longer, and clean the data, before anything else."
                : null)
        .build();
  }

  private static Finding gap(Measured train, Measured validation, double target) {
    double measured = r2(train) - r2(validation);
    Interval gap =
        Interval.ofDifference(r2(train), interval(train), r2(validation), interval(validation));
    String is =
        gap.isKnown()
            ? Sentence.of(
                "R2 on validation is %s, %s below training (%s to %s)",
                share(validation), measured, gap.low(), gap.high())
            : Sentence.of("R2 on validation is %s, %s below training", share(validation), measured);
    boolean reached = interval(validation).low() >= target;
    if (gap.isAbove(GAP) && !reached) {
      return Finding.of(Diagnosis.GAP, Status.WARN, Sentence.of("Overfit: %s.", is))
          .measured(measured)
          .expected("at most 0.1")
          .why(Diagnosis.NOTHING_IN_COMMON)
          .fix(MORE_DATA)
          .build();
    }
    boolean good = gap.isBelow(GAP) || reached;
    return Finding.of(
            Diagnosis.GAP,
            good ? Status.PASS : Status.INFO,
            good
                ? Sentence.of("Good fit: %s.", is)
                : Sentence.of("%s: too few items to say whether that is much.", is))
        .measured(measured)
        .expected("at most 0.1")
        .build();
  }

  private static Finding test(Measured validation, Measured test) {
    double measured = r2(validation) - r2(test);
    Interval gap =
        Interval.ofDifference(r2(validation), interval(validation), r2(test), interval(test));
    boolean above = gap.isAbove(0) && measured >= POINT;
    String is = Sentence.of("R2 on test items is %s, %s below validation", share(test), measured);
    return Finding.of(
            Diagnosis.TEST,
            above ? Status.WARN : gap.isKnown() ? Status.PASS : Status.INFO,
            above || !gap.isKnown() ? is + "." : is + ": no more than chance explains.")
        .measured(measured)
        .why(above ? Diagnosis.CHOSEN_BY : null)
        .fix(above ? Diagnosis.FRESH_SET : null)
        .build();
  }

  private static Finding metric(Measured validation) {
    Interval interval = interval(validation);
    boolean nothing = interval.isBelow(0);
    return Finding.of(
            Diagnosis.METRIC,
            nothing ? Status.FAIL : interval.isAbove(0) ? Status.PASS : Status.INFO,
            Sentence.of(
                nothing
                    ? "R2 on validation is %s: the mean of the set does better."
                    : "R2 on validation is %s; saying the mean of the set is 0.",
                share(validation)))
        .measured(r2(validation))
        .expected("above 0")
        .why(nothing ? "Nothing was learned that holds for new items." : null)
        .fix(
            nothing
                ? "See the checks of the loop ('preflight check') and of the data ('preflight"
                    + " data')."
                : null)
        .build();
  }
}
