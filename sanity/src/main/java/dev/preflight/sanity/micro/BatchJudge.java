package dev.preflight.sanity.micro;

import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Statistics;
import dev.preflight.sanity.loss.InitialLoss;
import dev.preflight.sanity.loss.LossForm;
import dev.preflight.sanity.loss.LossKind;
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
 * <p>The loss it looks at is that of the data, without regularization; the squared error for
 * regression with named outputs.
 */
final class BatchJudge {
  /** A loss below this share of the first, above its floor, is memorized. */
  private static final double LOSS_SHARE = 0.05;

  /** The same for regression, relative to the variance of the targets. */
  private static final double REGRESSION_SHARE = 1e-3;

  /** What a single output must exceed for class 1 where the loss is a squared error. */
  private static final double SQUARED_THRESHOLD = 0.5;

  private final Lab lab;
  private final Trainer trainer;
  private final Batch batch;
  private final @Nullable LossForm form;
  private final double first;
  private final double target;
  private double best;
  private double bestAccuracy = Double.NaN;
  private boolean right;

  BatchJudge(Lab lab, Trainer trainer, Batch batch) {
    this.lab = lab;
    this.trainer = trainer;
    this.batch = batch;
    this.form = InitialLoss.form(lab, batch.size());
    this.first = dataLoss(Mode.EVALUATE);
    this.best = first;
    this.target = goal();
  }

  private double goal() {
    if (!lab.classifies() && lab.namesOutputs()) {
      Statistics.Moments targets = new Statistics.Moments();
      for (double label : batch.labels().toDoubles()) {
        targets.add(label);
      }
      return REGRESSION_SHARE * targets.variance();
    }
    double floor =
        form == null || !lab.namesOutputs()
            ? 0
            : Math.abs(form.scale()) * form.floor(Math.max(2, outputs()));
    return LOSS_SHARE * Math.abs(first - floor) + floor;
  }

  private int outputs() {
    return lab.initialOutputs(batch).size() / batch.size();
  }

  /** Whether the batch is memorized now: all right, where that can be told, and a low loss. */
  boolean look() {
    boolean reached = look(Mode.EVALUATE);
    if (!reached && lab.graph().ends().training() != null) {
      boolean rightBefore = right;
      reached = look(Mode.TRAIN);
      right |= rightBefore;
    }
    return reached;
  }

  private boolean look(Mode mode) {
    double loss = dataLoss(mode);
    if (loss < best) {
      best = loss;
    }
    boolean low = loss <= target;
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
    return right && low;
  }

  /** The loss without regularization; squared error for regression with named outputs. */
  private double dataLoss(Mode mode) {
    if (lab.namesOutputs() && !lab.classifies()) {
      HostArray outputs = trainer.outputs(batch, mode);
      double[][] targets =
          Targets.rows(batch.labels(), outputs.size() / Math.max(1, batch.size()), false);
      if (targets != null) {
        return new LossForm(LossKind.SQUARED, 1, 0, 0).unscaled(Targets.rows(outputs), targets);
      }
    }
    if (form != null) {
      HostArray outputs = trainer.outputs(batch, mode);
      double[][] targets = Targets.rows(batch.labels(), outputs.size() / batch.size(), true);
      if (targets != null) {
        return form.scale() * form.unscaled(Targets.rows(outputs), targets);
      }
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

  /** Data loss to get below. */
  double target() {
    return target;
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
