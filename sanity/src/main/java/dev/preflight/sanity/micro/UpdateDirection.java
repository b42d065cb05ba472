package dev.preflight.sanity.micro;

import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Measurement;
import dev.preflight.training.Mode;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import dev.preflight.training.optimizer.StepSettings;

/**
 * Which way the user's updates go. A step down the gradient lowers the loss of its own batch if
 * only it is small enough; one that raises it however small it is goes up.
 */
enum UpdateDirection {
  /** Small steps lower the loss, or none moves it for sure. */
  DOWN_OR_UNKNOWN,
  /** Every small step raises the loss. */
  UP;

  /** Measured by single steps from the initial weights. */
  static final Measurement<UpdateDirection> ONCE = UpdateDirection::measure;

  /** What the finding says of it. */
  static final String WHY =
      """
      The sign of the gradient, or of what it is taken of, is wrong: steps of a hundredth to a \
      hundred-thousandth of your rate all raise the loss of their own batch.""";

  static final String FIX =
      "Minimize the loss: give the optimizer the gradient of the loss itself, not of minus the loss.";

  private static final int STEPS = 4;

  /** A change below this share of the loss is rounding. */
  private static final double ROUNDING = 1e-6;

  private static UpdateDirection measure(Lab lab) {
    if (!lab.graph().drivesOwnTrainOp()) {
      return DOWN_OR_UNKNOWN;
    }
    Batch batch = lab.memorizedBatch();
    Mode mode = lab.untrainedMode();
    if (mode == Mode.TRAIN && lab.graph().isStochastic()) {
      return DOWN_OR_UNKNOWN; // Its loss changes without a step.
    }
    int up = 0;
    double rate = lab.learningRate() / 10;
    for (int i = 0; i < STEPS; i++) {
      rate /= 10;
      lab.checkpoint();
      Trainer trainer = lab.bench();
      double before = trainer.loss(batch, mode);
      trainer.step(batch, StepSettings.of(rate));
      double change = trainer.loss(batch, mode) - before;
      if (change < -ROUNDING * Math.abs(before) || Double.isNaN(change)) {
        return DOWN_OR_UNKNOWN;
      }
      up += change > ROUNDING * Math.abs(before) ? 1 : 0;
    }
    return up >= 2 ? UP : DOWN_OR_UNKNOWN;
  }
}
