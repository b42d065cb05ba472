package dev.preflight.sanity.curves;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Rule;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Sentence;
import dev.preflight.training.events.Series;

/** R04: the training loss falls, and has not stopped to. */
final class ProgressRule implements CurveRule {

  private static final int FEWEST = 8;

  /** One-sided 5 % of the standard normal. */
  private static final double Z = 1.645;

  /** A change of log loss that is none. */
  private static final double FLAT = 0.05;

  /** A plateau is at least this share of the run. */
  private static final double SHARE = 0.35;

  /** Noise of log loss from which a curve dances rather than rests. */
  private static final double DANCES = 0.05;

  @Override
  public Rule rule() {
    return new Rule(
        "R04",
        "progress",
        "a training loss that never fell, or stopped falling",
        """
        Mann and Kendall's test over 20 block medians. No fall at 5 % and a change below 5 % from \
        the first to the last block is a warning: nothing was learned. A fall that was followed by \
        such a stretch, of 35 % of the run or more, is told with the step at which it began, and \
        whether single losses dance around it (5 % or more) or rest. One that begins in the first \
        tenth, or after a fall of less than 5 %, is a warning.""",
        "Mann 1945, Kendall 1975; Sen 1968; blocks against autocorrelation");
  }

  @Override
  public Finding judge(Curves curves, CurveOptions options) {
    Series loss = curves.anyLoss().finite();
    if (loss.size() < FEWEST) {
      return needsMore(CurveRule.points(loss, FEWEST));
    }
    Trend trend = Trend.of(loss);
    int k = trend.size();
    double gain = trend.at(0) - trend.at(trend.lowest());
    boolean never =
        trend.z(0) > -Z && trend.change(0) > -FLAT && gain < Math.max(FLAT, trend.noise());
    if (never) {
      return finding(
              Status.WARN,
              Sentence.of(
                  "No measurable progress from step %d to %d: the loss is %s, and was %s, expected"
                      + " a fall.",
                  loss.step(0), loss.step(loss.size() - 1), trend.value(k - 1), trend.value(0)))
          .measured(trend.value(k - 1))
          .expected(Sentence.of("below %s", trend.value(0)))
          .why(
              """
              A learning rate far too low or too high, dead or frozen layers, labels that do not \
              belong to the examples; or a warmup that is not over, or a run that was resumed where \
              nothing is left to learn.""")
          .fix("Run preflight check and preflight lr-find on the program.")
          .build();
    }
    int since = plateau(trend);
    if (since >= 0) {
      boolean little = gain < FLAT || (since <= 1 && k == Trend.BLOCKS);
      boolean dances = trend.noise() >= DANCES;
      double share = (double) (k - since) / k;
      return finding(
              little ? Status.WARN : Status.INFO,
              Sentence.of(
                  "The loss has not fallen since step %d (the last %s %% of the run): it %s at %s.",
                  since == 0 ? loss.step(0) : trend.end(since - 1),
                  Math.round(100 * share),
                  dances ? "dances around a minimum" : "rests",
                  trend.value(k - 1)))
          .measured(trend.value(k - 1))
          .why(
              dances
                  ? "The rate is too high to get closer to the minimum."
                  : "This is as far as this model, these data and this rate go.")
          .fix(
              dances
                  ? "Go on from the last checkpoint at this rate and at a tenth of it, and keep "
                      + "the better."
                  : "Compare with the target. Above it: a larger model, or fewer restrictions on "
                      + "this one; else stop here.")
          .build();
    }
    return finding(
            Status.PASS,
            Sentence.of(
                "The loss falls from %s to %s over %,d steps.",
                trend.value(0), trend.value(k - 1), loss.step(loss.size() - 1) - loss.step(0)))
        .build();
  }

  /** The block with which the last flat stretch begins; -1 if it is too short to be one. */
  private static int plateau(Trend trend) {
    int k = trend.size();
    int least = (int) Math.ceil(SHARE * k);
    for (int from = 1; from <= k - Math.max(5, least); from++) {
      if (Math.abs(trend.z(from)) < Z && Math.abs(trend.change(from)) < FLAT) {
        return from;
      }
    }
    return -1;
  }
}
