package dev.preflight.sanity.micro;

import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Statistics;
import dev.preflight.sanity.loss.InitialLoss;
import dev.preflight.sanity.loss.LossForm;
import dev.preflight.sanity.loss.LossKind;
import dev.preflight.sanity.loss.LowestLoss;
import dev.preflight.sanity.loss.Targets;
import dev.preflight.training.Accuracy;
import dev.preflight.training.Mode;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one batch while it is memorized, without changing anything.
 *
 * <p>What counts is the loss of the data, without regularization, against the lowest that any
 * outputs reach on this batch: by theory where the loss is of a known form, else by a search over
 * outputs. A squared error is measured against the spread of the targets. Where each example has
 * many targets, as pixels have, nobody expects all of them by heart: there it is enough to come
 * half the way from the best guess that is the same everywhere.
 */
final class BatchJudge {
  /** A loss below this share of the first, above its floor, is memorized. */
  private static final double LOSS_SHARE = 0.05;

  /** The same for regression, relative to the variance of the targets. */
  private static final double REGRESSION_SHARE = 1e-3;

  /** The share of the way from a constant guess to the floor that is enough for many targets. */
  private static final double MANY_SHARE = 0.5;

  /** What a single output must exceed for class 1 where the loss is a squared error. */
  private static final double SQUARED_THRESHOLD = 0.5;

  private static final double HALF = 0.5;

  private final Lab lab;
  private final Trainer trainer;
  private final Batch batch;
  private final @Nullable LossForm form;
  private final boolean many;
  private final double @Nullable [][] targets;
  private final double lowest;
  private final double first;
  private final double target;
  private double best;
  private double last = Double.NaN;
  private double bestAccuracy = Double.NaN;
  private boolean right;

  BatchJudge(Lab lab, Trainer trainer, Batch batch) {
    this.lab = lab;
    this.trainer = trainer;
    this.batch = batch;
    this.form = InitialLoss.form(lab, batch.size());
    this.many = lab.namesOutputs() && Targets.areMany(lab.initialOutputs(batch));
    this.targets = form == null ? null : targets();
    this.lowest = lowest();
    this.first = dataLoss(lab.untrainedMode());
    this.best = first;
    this.target = goal();
  }

  private double @Nullable [][] targets() {
    return Targets.of(batch.labels(), lab.initialOutputs(batch), lab.classifies());
  }

  private boolean isSquaredError() {
    return form != null && form.kind() == LossKind.SQUARED && !lab.classifies() && !many;
  }

  /** The lowest data loss there is; NaN where it is not known. */
  private double lowest() {
    if (form != null && targets != null) {
      double floor = form.lowest(targets);
      return Double.isFinite(floor) ? floor : Double.NaN;
    }
    LowestLoss searched = LowestLoss.of(lab, batch.size());
    return searched.certain()
        ? searched.loss() - InitialLoss.regularizationOrZero(lab, batch)
        : Double.NaN;
  }

  private double goal() {
    if (isSquaredError()) {
      return REGRESSION_SHARE * Statistics.Moments.of(batch.labels()).variance();
    }
    double floor = Double.isNaN(lowest) ? 0 : lowest;
    if (many) {
      double guess = form == null || targets == null ? first : form.ofConstantGuess(targets);
      return MANY_SHARE * (Math.min(guess, first) - floor) + floor;
    }
    return LOSS_SHARE * Math.abs(first - floor) + floor;
  }

  /** Whether the batch is memorized now: all right, where that can be told, and a low loss. */
  boolean look() {
    last = Double.POSITIVE_INFINITY;
    boolean reached = look(Mode.EVALUATE);
    if (!reached && lab.graph().hasModes() && givesOutputs(Mode.TRAIN)) {
      boolean rightBefore = right;
      reached = look(Mode.TRAIN);
      right |= rightBefore;
    }
    return reached;
  }

  private boolean givesOutputs(Mode mode) {
    return !lab.namesOutputs() || lab.graph().givesOutputs(mode);
  }

  private boolean look(Mode mode) {
    double loss = dataLoss(mode);
    best = loss < best ? loss : best;
    last = loss < last ? loss : last;
    // With no floor known, a loss from above 0 that nears 0 is memorized; one below 0 has no
    // measure.
    boolean low = loss <= target && (floorKnown() || (first > 0 && loss >= 0));
    if (!lab.classifies() || !lab.namesOutputs()) {
      right = false;
      return low;
    }
    HostArray outputs = trainer.outputs(batch, mode);
    double threshold =
        form != null && form.kind() == LossKind.SQUARED
            ? SQUARED_THRESHOLD
            : Accuracy.LOGIT_THRESHOLD;
    double accuracy =
        (double) Accuracy.correct(outputs, Accuracy.classesOf(batch.labels()), threshold)
            / batch.size();
    bestAccuracy = Double.isNaN(bestAccuracy) ? accuracy : Math.max(bestAccuracy, accuracy);
    right = accuracy == 1;
    // A loss of unknown form may weigh some examples with 0: those are right by chance only.
    return low && (right || (form == null && accuracy >= HALF));
  }

  /** The loss without regularization; for a squared error its mean, before any factor. */
  private double dataLoss(Mode mode) {
    if (form != null && targets != null) {
      double data = form.unscaled(Targets.rows(trainer.outputs(batch, mode)), targets);
      return isSquaredError() ? data : form.scale() * data;
    }
    double loss = trainer.loss(batch, mode);
    if (lab.graph().ends().regularization() != null) {
      return loss - trainer.regularization(batch);
    }
    double known = InitialLoss.regularization(lab, batch);
    return Double.isNaN(known) ? loss : loss - known;
  }

  /** Data loss before the first update. */
  double first() {
    return first;
  }

  /** Whether the lowest data loss there is is known; if not, 0 is taken for it. */
  boolean floorKnown() {
    return !Double.isNaN(lowest);
  }

  /** Data loss to get below. */
  double target() {
    return target;
  }

  /** Data loss when last looked at: the lower of both modes. */
  double last() {
    return last;
  }

  /** Lowest data loss seen. */
  double best() {
    return best;
  }

  /** Best share of right examples seen; NaN for regression or without outputs. */
  double bestAccuracy() {
    return bestAccuracy;
  }

  /** Whether every example was right when last looked at. */
  boolean right() {
    return right;
  }
}
