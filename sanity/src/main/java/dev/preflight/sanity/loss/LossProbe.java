package dev.preflight.sanity.loss;

import dev.preflight.sanity.check.Statistics;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What feeding outputs of our choice to the graph tells about its loss.
 *
 * @param reading whether the loss reads the named outputs at all
 * @param form the loss, where it is one that is known
 * @param atZero the loss of the batch if all outputs were 0: the uniform guess of a softmax
 * @param atMean for regression, the loss if every output were the mean target; else NaN
 * @param shift by how many classes the loss moves the labels before it compares them with the
 *     outputs: 0 where it does not, 1 or -1
 * @param repeats whether the loss compares each of several outputs with one and the same target
 * @param shiftInvariant whether adding a constant to all outputs of an example changes nothing
 */
public record LossProbe(
    Reading reading,
    Optional<LossForm> form,
    double atZero,
    double atMean,
    int shift,
    boolean repeats,
    boolean shiftInvariant) {

  /** Whether the loss is computed from the tensor named as logits. */
  public enum Reading {
    READS,
    /** The named tensor is beside the path from the features to the loss. */
    IGNORES
  }

  private static final int FEEDS = 10;
  private static final double SPREAD = 1.5;

  /** Largest residual of a fit over the deviation of the losses; single precision leaves 1e-4. */
  private static final double FIT = 2e-3;

  /** An offset below this share of the losses is the rounding of the fit. */
  private static final double OFFSET_ROUNDING = 5e-4;

  /**
   * Probes the loss at the trainer's present weights.
   *
   * @param outputs of this batch as the network gives them, for their shape
   */
  static LossProbe of(Trainer trainer, Batch batch, HostArray outputs, boolean classes, long seed) {
    int width = Targets.width(outputs);
    int rows = outputs.size() / width;
    int[] shape = outputs.shape();
    SplittableRandom random = new SplittableRandom(seed);
    double[][][] feeds = new double[FEEDS][][];
    double[] losses = new double[FEEDS];
    for (int i = 0; i < FEEDS; i++) {
      feeds[i] = normals(random, rows, width);
      losses[i] = trainer.lossGiven(Targets.array(feeds[i], shape), batch);
    }
    double atZero = trainer.lossGiven(Targets.array(new double[rows][width], shape), batch);
    double shifted = trainer.lossGiven(Targets.array(plus(feeds[0], 3), shape), batch);
    double spread = Fit.deviation(losses);
    boolean shiftInvariant = width > 1 && Math.abs(shifted - losses[0]) <= 0.01 * spread;
    double[][] targets = Targets.of(batch.labels(), outputs, classes);
    double atMean = Double.NaN;
    if (!classes && targets != null) {
      atMean = trainer.lossGiven(Targets.array(means(targets), shape), batch);
    }
    if (Fit.isFinite(losses) && spread <= 1e-6 * Math.max(1, Math.abs(losses[0]))) {
      return new LossProbe(
          Reading.IGNORES, Optional.empty(), atZero, atMean, 0, false, shiftInvariant);
    }
    Optional<LossForm> form = Optional.empty();
    if (targets != null) {
      form = Fit.isFinite(losses) ? known(feeds, losses, targets, false) : Optional.empty();
      if (form.isEmpty() && width > 1) {
        form = probabilities(trainer, batch, shape, feeds, targets);
      }
    }
    boolean repeats =
        targets == null && !classes && Fit.isFinite(losses) && repeats(feeds, losses, batch, width);
    int shift = 0;
    if (classes && targets != null && form.isEmpty() && Fit.isFinite(losses) && width > 2) {
      shift = shift(feeds, losses, targets);
    }
    return new LossProbe(Reading.READS, form, atZero, atMean, shift, repeats, shiftInvariant);
  }

  /** Whether the loss is a softmax's of the class before or after the label's, and which. */
  private static int shift(double[][][] feeds, double[] losses, double[][] targets) {
    for (int shift : new int[] {1, -1}) {
      for (boolean wraps : new boolean[] {false, true}) {
        double[][] moved = Targets.shifted(targets, shift, wraps);
        boolean fits =
            known(feeds, losses, moved, false)
                .map(LossForm::kind)
                .filter(kind -> kind == LossKind.SOFTMAX)
                .isPresent();
        if (fits) {
          return shift;
        }
      }
    }
    return 0;
  }

  /** Whether the loss is an error of each output against the one target of its example. */
  private static boolean repeats(double[][][] feeds, double[] losses, Batch batch, int width) {
    double[][] targets = Targets.repeated(batch.labels(), width);
    return targets != null
        && known(feeds, losses, targets, false)
            .map(LossForm::kind)
            .filter(kind -> kind == LossKind.SQUARED || kind == LossKind.ABSOLUTE)
            .isPresent();
  }

  private static Optional<LossForm> probabilities(
      Trainer trainer, Batch batch, int[] shape, double[][][] normals, double[][] targets) {
    double[][][] feeds = new double[FEEDS][][];
    double[] losses = new double[FEEDS];
    for (int i = 0; i < FEEDS; i++) {
      feeds[i] = new double[normals[i].length][];
      for (int row = 0; row < feeds[i].length; row++) {
        double[] p = Statistics.softmax(normals[i][row]);
        double shrink = 0.5 + 0.5 * (row % 7) / 7.0;
        for (int k = 0; k < p.length; k++) {
          p[k] *= shrink;
        }
        feeds[i][row] = p;
      }
      losses[i] = trainer.lossGiven(Targets.array(feeds[i], shape), batch);
    }
    return Fit.isFinite(losses) ? known(feeds, losses, targets, true) : Optional.empty();
  }

  private static Optional<LossForm> known(
      double[][][] feeds, double[] losses, double[][] targets, boolean probabilities) {
    LossForm best = null;
    double residual = FIT;
    for (LossKind kind : LossKind.values()) {
      if (kind.takesProbabilities() != probabilities) {
        continue;
      }
      double[] x = new double[FEEDS];
      LossForm unit = new LossForm(kind, 1, 0, 0);
      for (int i = 0; i < FEEDS; i++) {
        x[i] = unit.unscaled(feeds[i], targets);
      }
      Fit fit = Fit.line(x, losses);
      // For huge targets several losses are nearly linear; the right one still fits best.
      if (fit.residual() < residual) {
        residual = fit.residual();
        best = new LossForm(kind, fit.slope(), offset(fit, losses), 0);
      }
    }
    if (best != null) {
      return Optional.of(best);
    }
    return probabilities ? Optional.empty() : smoothed(feeds, losses, targets);
  }

  /** Softmax cross-entropy with label smoothing is a mixture of two known terms. */
  private static Optional<LossForm> smoothed(
      double[][][] feeds, double[] losses, double[][] targets) {
    double[] hard = new double[FEEDS];
    double[] uniform = new double[FEEDS];
    LossForm one = new LossForm(LossKind.SOFTMAX, 1, 0, 0);
    double[][] flat = new double[targets.length][targets[0].length];
    for (double[] row : flat) {
      Arrays.fill(row, 1.0 / row.length);
    }
    for (int i = 0; i < FEEDS; i++) {
      hard[i] = one.unscaled(feeds[i], targets);
      uniform[i] = one.unscaled(feeds[i], flat);
    }
    // Search the mixture: the fit of a line is exact at the right one, and convex around it.
    double low = 0;
    double high = 0.9;
    for (int step = 0; step < 60; step++) {
      double a = low + (high - low) / 3;
      double b = high - (high - low) / 3;
      if (mixture(hard, uniform, a, losses).residual()
          < mixture(hard, uniform, b, losses).residual()) {
        high = b;
      } else {
        low = a;
      }
    }
    double smoothing = (low + high) / 2;
    Fit fit = mixture(hard, uniform, smoothing, losses);
    return fit.residual() < FIT && fit.slope() > 0
        ? Optional.of(new LossForm(LossKind.SOFTMAX, fit.slope(), offset(fit, losses), smoothing))
        : Optional.empty();
  }

  /** The offset of a fit; 0 where it is no more than the rounding of the losses. */
  private static double offset(Fit fit, double[] losses) {
    return Math.abs(fit.offset()) < OFFSET_ROUNDING * Math.abs(Fit.mean(losses)) ? 0 : fit.offset();
  }

  private static Fit mixture(double[] hard, double[] uniform, double share, double[] losses) {
    double[] x = new double[hard.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (1 - share) * hard[i] + share * uniform[i];
    }
    return Fit.line(x, losses);
  }

  private static double[][] normals(SplittableRandom random, int rows, int width) {
    double[][] z = new double[rows][width];
    for (double[] row : z) {
      for (int i = 0; i < width; i++) {
        // Rounded as the feed will be, so that the comparison is exact.
        row[i] = (float) (SPREAD * random.nextGaussian());
      }
    }
    return z;
  }

  static double[][] plus(double[][] rows, double shift) {
    double[][] out = new double[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      out[row] = rows[row].clone();
      for (int i = 0; i < out[row].length; i++) {
        out[row][i] += shift;
      }
    }
    return out;
  }

  private static double[][] means(double[][] targets) {
    double[] mean = new double[targets[0].length];
    for (double[] row : targets) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += row[i] / targets.length;
      }
    }
    double[][] out = new double[targets.length][];
    Arrays.fill(out, mean);
    return out;
  }
}
