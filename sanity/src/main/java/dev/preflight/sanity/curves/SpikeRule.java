package dev.preflight.sanity.curves;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Rule;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Sentence;
import dev.preflight.training.events.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** R02: single losses far above those before them. */
final class SpikeRule implements CurveRule {

  private static final int WINDOW = 101;
  private static final int FEWEST = 60;

  /** Points of a window from which on it can judge. */
  private static final int LEAST_BEFORE = 20;

  /** Robust standard deviations of log loss above the median. */
  private static final double HEIGHT = 6;

  private static final double LEAST_FACTOR = 1.5;

  /** Least standard deviation of log loss. */
  private static final double LEAST_NOISE = 0.01;

  /** Spikes in a thousand points that are a warning. */
  private static final int MANY = 3;

  /** Points within which one spike lasts. */
  private static final int LASTS = 50;

  /** A rate that rose by this factor explains a rise of the loss. */
  private static final double RESTARTED = 1.5;

  @Override
  public Rule rule() {
    return new Rule(
        "R02",
        "spikes",
        "single losses far above those before them",
        """
        A loss is a spike if its logarithm is 6 robust standard deviations (median absolute \
        deviation) above the median of the 101 points before it and the loss is 1.5 times that \
        median; spikes are left out of the windows after them, and what lasts 50 points is one. \
        Three in a thousand points are a warning, fewer are told. A loss that does not come back \
        is for R03. Where the learning rate was logged and rose, a restart explains the rise.""",
        "Median and MAD on log loss; thresholds measured on log-normal and heavy-tailed noise");
  }

  @Override
  public Finding judge(Curves curves, CurveOptions options) {
    Series loss = curves.anyLoss().finite();
    if (loss.size() < FEWEST) {
      return tooShort(CurveRule.points(loss, FEWEST));
    }
    if (!Trend.of(loss).isLogarithmic()) {
      return notLogged("The loss is not positive, so that it has no factors.");
    }
    List<Integer> spikes = spikes(loss, curves);
    if (spikes.isEmpty()) {
      return finding(Status.PASS, Sentence.of("No spike in %,d losses.", loss.size())).build();
    }
    int worst = spikes.get(0);
    for (int i : spikes) {
      worst = loss.value(i) > loss.value(worst) ? i : worst;
    }
    double perThousand = 1000.0 * spikes.size() / loss.size();
    boolean many = spikes.size() >= MANY && perThousand >= MANY;
    return finding(
            many ? Status.WARN : Status.INFO,
            Sentence.of(
                "%,d %s in %,d losses, the highest %s at step %d, expected fewer than %d in a"
                    + " thousand.",
                spikes.size(),
                spikes.size() == 1 ? "spike" : "spikes",
                loss.size(),
                loss.value(worst),
                loss.step(worst),
                MANY))
        .measured((double) spikes.size())
        .unit("spikes")
        .where(
            "steps "
                + Sentence.some(spikes.stream().map(i -> Long.toString(loss.step(i))).toList(), 8))
        .why("Bad batches, a learning rate at the edge of what holds, or both.")
        .fix(
            many
                ? "Lower the rate or clip the gradient's norm; put a milestone of the schedule "
                    + "before the first spike; look at the batches of these steps."
                : "Look at the batches of these steps.")
        .build();
  }

  private static List<Integer> spikes(Series loss, Curves curves) {
    List<Integer> spikes = new ArrayList<>();
    double[] kept = new double[loss.size()];
    int size = 0;
    int until = -1;
    for (int i = 0; i < loss.size(); i++) {
      double y = Math.log(loss.value(i));
      double[] window = Arrays.copyOfRange(kept, Math.max(0, size - WINDOW), size);
      double middle = Trend.median(window);
      double noise = Math.max(LEAST_NOISE, 1.4826 * Trend.deviation(window));
      boolean high =
          window.length >= LEAST_BEFORE
              && y > middle + HEIGHT * noise
              && y > middle + Math.log(LEAST_FACTOR);
      if (!high) {
        kept[size++] = y;
      } else if (i > until) {
        if (!curves.rateRose(loss.step(Math.max(0, i - WINDOW)), loss.step(i), RESTARTED)) {
          spikes.add(i);
        }
        until = i + LASTS;
      }
      if (high && i == until) {
        // It has not come back: from here on this is the level.
        size = 0;
      }
    }
    return spikes;
  }
}
