package dev.preflight.sanity.micro;

import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Measurement;
import dev.preflight.sanity.check.ShortRun;
import dev.preflight.sanity.loss.InitialLoss;
import dev.preflight.sanity.loss.LossProbe;
import dev.preflight.training.Trainer;
import dev.preflight.training.optimizer.StepSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Training at a rate that rises from update to update, until the loss explodes.
 *
 * @param rates rate of each update
 * @param losses loss of each update, before it
 * @param divergesFrom first rate after whose update the loss exploded; infinite if none, NaN if no
 *     sweep was made
 */
record RateSweep(List<Double> rates, List<Double> losses, double divergesFrom) {

  /** The lowest rate that is tried. */
  static final double LOWEST = 1e-7;

  /** The highest rate that is tried. */
  static final double HIGHEST = 10;

  /** Less than this below divergence, a rate is suspiciously high. */
  static final double NEAR = 3;

  /** More than this below divergence, a rate is suspiciously low. */
  static final double FAR = 1e4;

  /** A loss this share below that of knowing nothing was learned. */
  private static final double LEARNS = 0.1;

  static final int UPDATES = 100;
  private static final double SMOOTHING = 0.9;

  /** A diverged loss has risen from the lowest by this many times its size. */
  private static final double EXPLODED = 3;

  /** A diverged loss is also worse than knowing nothing, by this share of it. */
  private static final double WORSE_THAN_NOTHING = 0.5;

  /**
   * The size that a loss is taken to have at least: one that starts at 0 has none to compare to.
   */
  private static final double LEAST_SIZE = 0.01;

  /** A sweep of the user's optimizer from the initial weights. */
  static final Measurement<RateSweep> ONCE = RateSweep::measure;

  /** No sweep: it says nothing about any rate. */
  static final RateSweep NONE = new RateSweep(List.of(), List.of(), Double.NaN);

  RateSweep {
    rates = List.copyOf(rates);
    losses = List.copyOf(losses);
  }

  /** The rate above which one is suspiciously high; infinite or NaN as {@link #divergesFrom}. */
  double suspiciouslyHigh() {
    return divergesFrom / NEAR;
  }

  /** Whether training diverges, but only at rates so far above this one that it is too low. */
  boolean isFarAbove(double rate) {
    return Double.isFinite(divergesFrom) && rate <= divergesFrom / FAR;
  }

  /**
   * Whether rates can be swept within one run: not with FTRL, which works its weights out from all
   * gradients so far, so that a low rate throws them away.
   */
  static boolean isPossible(Lab lab) {
    return !lab.graph().optimizer().contains("Ftrl");
  }

  private static RateSweep measure(Lab lab) {
    if (!isPossible(lab)) {
      return NONE;
    }
    Trainer trainer = lab.bench();
    ShortRun batches = new ShortRun(lab);
    double nothing = Math.max(knowingNothing(lab), lab.initialLoss(lab.batch(lab.batchSize())));
    List<Double> rates = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    double average = 0;
    double best = Double.POSITIVE_INFINITY;
    double limit = Double.POSITIVE_INFINITY;
    lab.begin("learning-rate sweep", UPDATES);
    for (int i = 0; i < UPDATES && Double.isInfinite(limit); i++) {
      double rate = LOWEST * Math.pow(HIGHEST / LOWEST, i / (UPDATES - 1.0));
      double loss = trainer.step(batches.next(), StepSettings.of(rate));
      rates.add(rate);
      losses.add(loss);
      lab.advance(i + 1L);
      average = SMOOTHING * average + (1 - SMOOTHING) * loss;
      double smooth = average / (1 - Math.pow(SMOOTHING, i + 1));
      best = Math.min(best, smooth);
      double worst =
          Math.max(best + EXPLODED * size(best), nothing + WORSE_THAN_NOTHING * size(nothing));
      if (i > 0 && !(loss <= worst)) {
        // The loss before this update is the work of the rate before.
        limit = rates.get(i - 1);
      }
    }
    return new RateSweep(rates, losses, limit);
  }

  private static double size(double loss) {
    return Math.max(LEAST_SIZE, Math.abs(loss));
  }

  /** Whether a loss is well below that of knowing nothing. */
  static boolean learns(double loss, double nothing) {
    return loss < nothing - LEARNS * size(nothing);
  }

  /** The loss of equal outputs for every class, or of the mean target; else the initial loss. */
  static double knowingNothing(Lab lab) {
    LossProbe probe = InitialLoss.probe(lab, lab.batchSize());
    double initial = lab.initialLoss(lab.batch(lab.batchSize()));
    if (probe == null || probe.reading() == LossProbe.Reading.IGNORES) {
      return initial;
    }
    double value = lab.classifies() ? probe.atZero() : probe.atMean();
    return Double.isFinite(value) && value > 0 ? value : initial;
  }
}
