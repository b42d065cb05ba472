package dev.preflight.sanity.curves;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Rule;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Sentence;
import dev.preflight.training.events.Series;

/** R03: the training loss has risen for good. */
final class DivergenceRule implements CurveRule {

  private static final int FEWEST = 8;

  /** A rise of less is none, as a factor. */
  private static final double LEAST = Math.log(1.1);

  /** A rise of at least this factor can be a failure. */
  private static final double LARGE = Math.log(1.5);

  /** Standard deviations of single losses by which the blocks at the end must be higher. */
  private static final double ABOVE_NOISE = 2;

  /** Share of what was gained that is lost where training has diverged. */
  private static final double LOST = 0.9;

  private static final double LOST_HALF = 0.5;

  /** An end that is above the very first loss by this factor is a failure, ... */
  private static final double FAR_ABOVE = Math.log(3);

  /** ... and by this one a warning. */
  private static final double ABOVE = Math.log(2);

  /** Standard deviations of single losses, since the first is one. */
  private static final double ABOVE_ONE = 4;

  /** A rate that rose by this factor since explains a rise of the loss. */
  private static final double RESTARTED = 1.5;

  /** Share of a run for which no restart lasts. */
  private static final double LONG = 0.2;

  @Override
  public Rule rule() {
    return new Rule(
        "R03",
        "divergence",
        "a training loss that has risen for good",
        """
        Compares the last two of 20 blocks of the loss with the lowest block and with the first. \
        If nine tenths of what was gained are lost again (in log loss, and at least a factor of \
        1.5), it fails; half, or a factor of 2, is a warning. The rise must be twice the noise of \
        single losses. An end three times as high as the first loss of all, which nothing has \
        trained, fails too; twice is a warning. Where the learning rate was logged and is 1.5 times as high as at the \
        lowest block, as after a warm restart, the rise is only told, unless nine tenths of the gain \
        are lost for the last fifth of the run.""",
        "Theil-Sen and block medians; Tuning Playbook: a training loss that rises is usually a bug");
  }

  @Override
  public Finding judge(Curves curves, CurveOptions options) {
    Series loss = curves.anyLoss().finite();
    if (loss.size() < FEWEST) {
      return needsMore(CurveRule.points(loss, FEWEST));
    }
    Trend trend = Trend.of(loss);
    int lowest = trend.lowest();
    double rise = trend.last() - trend.at(lowest);
    double gain = trend.at(0) - trend.at(lowest);
    int k = trend.size();
    boolean risen = lowest < k - 2 && rise > LEAST && rise > ABOVE_NOISE * trend.noise();
    boolean all = risen && rise >= LARGE && rise >= LOST * gain;
    boolean half = risen && (rise >= Math.log(2) || (rise >= LARGE && rise >= LOST_HALF * gain));
    double first = trend.isLogarithmic() ? Math.log(loss.value(0)) : trend.at(0);
    double above = trend.last() - first;
    if (!all && above > Math.max(ABOVE, ABOVE_ONE * trend.noise())) {
      return above(loss, trend, above);
    }
    String numbers =
        Sentence.of(
            "from %s (step %d) to %s", trend.value(lowest), trend.end(lowest), trend.value(k - 1));
    if (!all && !half) {
      return finding(
              Status.PASS,
              Sentence.of(
                  "The loss stays down: %s at the end, %s at its lowest.",
                  trend.value(k - 1), trend.value(lowest)))
          .build();
    }
    if (curves.rateRose(trend.end(lowest), trend.end(k - 1), RESTARTED)
        && !(all && lastsLong(trend, gain))) {
      return finding(
              Status.INFO, Sentence.of("The loss rose %s while the learning rate rose.", numbers))
          .build();
    }
    boolean failed = all;
    return finding(
            failed ? Status.FAIL : Status.WARN,
            Sentence.of(
                "The loss has risen %s, %s of what it had gained is lost, expected it to stay down.",
                numbers, failed ? "all or nearly all" : "much"))
        .measured(trend.value(k - 1))
        .expected(Sentence.of("about %s", trend.value(lowest)))
        .where(Sentence.of("since step %d", trend.end(lowest)))
        .why("The learning rate is too high, a restart went wrong, or there is a bug.")
        .fix(
            Sentence.of(
                "%s Go back to the checkpoint before step %d and go on at a tenth of the rate, or "
                    + "run preflight lr-find.",
                failed ? "Stop the run." : "Watch it.", trend.end(lowest)))
        .build();
  }

  /** A restart costs much of the gain for a while; nearly all of it for a fifth of a run, never. */
  private static boolean lastsLong(Trend trend, double gain) {
    int k = trend.size();
    int from = k - (int) Math.ceil(LONG * k);
    double lowest = trend.at(trend.lowest());
    for (int i = from; i < k; i++) {
      if (trend.at(i) - lowest < LOST * gain) {
        return false;
      }
    }
    return trend.lowest() < from;
  }

  /** It blew up in the first updates, so that not even the first block is what it began with. */
  private Finding above(Series loss, Trend trend, double above) {
    boolean far = above > FAR_ABOVE;
    int k = trend.size();
    return finding(
            far ? Status.FAIL : Status.WARN,
            Sentence.of(
                "The loss is %s at the end and was %s at step %d, before training, expected it"
                    + " below that.",
                trend.value(k - 1), loss.value(0), loss.step(0)))
        .measured(trend.value(k - 1))
        .expected(Sentence.of("below %s", loss.value(0)))
        .why("The learning rate is far too high: the first updates threw the weights away.")
        .fix("Stop the run. Run preflight lr-find; begin with a warmup.")
        .build();
  }
}
