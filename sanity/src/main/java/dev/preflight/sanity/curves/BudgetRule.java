package dev.preflight.sanity.curves;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Rule;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Sentence;
import dev.preflight.training.events.Series;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** R12: whether the run was too short, too long or too slow, and its learning rate over time. */
final class BudgetRule implements CurveRule {

  private static final int FEWEST = 10;
  private static final double Z = 1.645;

  /** A fall of log loss over the last quarter that says that the run is not over. */
  private static final double STILL = 0.05;

  /** One that makes it a warning. */
  private static final double STILL_MUCH = 0.25;

  /** Fall of the second half over that of the first from which the fall is even. */
  private static final double EVEN = 0.8;

  /** Share of the run by which the best was reached where it was too long. */
  private static final double EARLY = 0.25;

  /** A fall of log loss after that which is worth the rest. */
  private static final double WORTH = 0.01;

  private static final double NOTHING = 0.01;

  /** One-sided 0.1 % of the standard normal. */
  private static final double Z_SURE = 3.09;

  /** A fall of log loss over the whole run that is a small one. */
  private static final double LITTLE = Math.log(1.25);

  /** A rate that ends above this share of its peak was kept. */
  private static final double KEPT = 0.5;

  @Override
  public Rule rule() {
    return new Rule(
        "R12",
        "budget",
        "a run that ends too early, goes on for too long, or whose rate ends too early",
        """
        On the validation loss where it was logged, else on the training loss. Still falling: over \
        the last third by Kendall's test, with the best in the last tenth, and by 5 % over the last \
        quarter. It is a warning if the logged rate did not decay and the fall is 22 % or more; or \
        if it is as large in the second half of the run as in the first, and the rate did not decay \
        or the whole run gained less than a fifth: too short, or a rate too low. Best in the first quarter and never better after: too long. A \
        learning rate below a hundredth of its peak before half of the run is a warning.""",
        "Tuning Playbook: where the best checkpoint lies");
  }

  @Override
  public boolean judgesTheEnd() {
    return true;
  }

  @Override
  public Finding judge(Curves curves, CurveOptions options) {
    Series validation = curves.validationLoss();
    boolean onValidation = validation != null && validation.finite().size() >= FEWEST;
    Series loss =
        onValidation && validation != null ? validation.finite() : curves.anyLoss().finite();
    if (loss.size() < FEWEST) {
      return tooShort(CurveRule.points(loss, FEWEST));
    }
    Finding rate = rate(curves.learningRate());
    if (rate != null) {
      return rate;
    }
    Trend trend = Trend.of(loss);
    int k = trend.size();
    int third = k - Math.max(4, k / 3);
    double quarter = trend.at(k - 1 - Math.max(1, k / 4)) - trend.last();
    // The first blocks fall fast in every run.
    int begin = k / 10;
    int middle = (k + begin) / 2;
    double firstHalf = trend.at(begin) - trend.at(middle);
    double secondHalf = trend.at(middle) - trend.at(k - 1);
    boolean even = firstHalf > 0 && secondHalf >= EVEN * firstHalf && trend.z(0) < -Z_SURE;
    boolean falling =
        trend.z(third) < -Z
            && trend.lowest() >= k - 1 - k / 10
            && quarter > trend.noise() / 2
            && (quarter > STILL || even);
    if (falling) {
      // A rate that decays makes the loss fall faster in the end, as it should.
      boolean kept = keepsRate(curves);
      boolean slow = even && (trend.at(0) - trend.last() < LITTLE || kept);
      boolean much = slow || (kept && quarter > STILL_MUCH);
      return finding(
              much ? Status.WARN : Status.INFO,
              Sentence.of(
                  "'%s' still falls at the end: from %s to %s over the last quarter%s, expected it"
                      + " to level off.",
                  loss.name(),
                  trend.value(k - 1 - Math.max(1, k / 4)),
                  trend.value(k - 1),
                  slow ? ", and as fast in the second half as in the first" : ""))
          .measured(trend.value(k - 1))
          .expected("a loss that levels off")
          .why(slow ? "The learning rate is too low, or the run too short." : "The run is short.")
          .fix(
              slow
                  ? "Run preflight lr-find; then train longer."
                  : "Train longer, or let the schedule decay to zero by the end.")
          .build();
    }
    int lowest = trend.lowest();
    boolean tooLong =
        onValidation
            && lowest < EARLY * k
            && k - 1 - lowest >= 6
            && trend.at(lowest) <= trend.last() + WORTH;
    if (tooLong) {
      return finding(
              Status.INFO,
              Sentence.of(
                  "'%s' was best by step %d, in the first %s %% of the run.",
                  loss.name(), trend.end(lowest), Math.round(100.0 * (lowest + 1) / k)))
          .measured((double) trend.end(lowest))
          .fix("Plan a shorter run, with the schedule scaled to it.")
          .build();
    }
    return finding(Status.PASS, Sentence.of("'%s' levels off by the end.", loss.name())).build();
  }

  private static boolean keepsRate(Curves curves) {
    Series rates = curves.learningRate();
    if (rates == null || rates.finite().size() == 0) {
      return false;
    }
    double[] values = rates.finite().values();
    return values[values.length - 1] > KEPT * Arrays.stream(values).max().orElse(0);
  }

  private @Nullable Finding rate(@Nullable Series logged) {
    if (logged == null) {
      return null;
    }
    Series rates = logged.finite();
    int n = rates.size();
    double peak = 0;
    int peakAt = 0;
    for (int i = 0; i < n; i++) {
      if (rates.value(i) > peak) {
        peak = rates.value(i);
        peakAt = i;
      }
    }
    for (int i = peakAt; i < n / 2; i++) {
      boolean over = true;
      for (int j = i; j < n && over; j++) {
        over = rates.value(j) < NOTHING * peak;
      }
      if (over) {
        return finding(
                Status.WARN,
                Sentence.of(
                    "The learning rate is below a hundredth of its peak (%s) from step %d on, %s %%"
                        + " of the run, expected at least half of it.",
                    peak, rates.step(i), Math.round(100.0 * i / n)))
            .measured(rates.value(i))
            .expected(Sentence.of("above %s", NOTHING * peak))
            .why("The schedule was written for a shorter run, or counts epochs as updates.")
            .fix("Scale the schedule to the run: preflight schedule SPEC --updates N shows it.")
            .build();
      }
    }
    return null;
  }
}
