package dev.preflight.sanity.trace;

import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Measurement;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.optimizer.Optimizer;
import java.util.Map;

/**
 * The gradient that the user's optimizer gets, beside that of the loss.
 *
 * @param applied Euclidean norm of what the optimizer gets
 * @param ofLoss Euclidean norm of the loss's own gradient, over the same variables; NaN where it
 *     cannot be had
 */
public record AppliedGradient(double applied, double ofLoss) {

  /** What is left of a gradient that is clipped to nothing, at most. */
  private static final double NOTHING = 0.01;

  /** At the initial weights, on the batch that is to be memorized. */
  public static final Measurement<AppliedGradient> ONCE = AppliedGradient::measure;

  /** Whether clipping, or scaling, leaves next to nothing of the gradient. */
  public boolean isNothing() {
    return ofLoss > 0 && applied < NOTHING * ofLoss;
  }

  private static AppliedGradient measure(Lab lab) {
    if (!lab.graph().drivesOwnTrainOp() || !lab.graph().showsGradients()) {
      return new AppliedGradient(Double.NaN, Double.NaN);
    }
    Batch batch = lab.batch(Lab.BENCH);
    Map<String, HostArray> applied = lab.initial().gradients(batch);
    try (TrainingGraph plain = lab.graph().sibling(Optimizer.of(Optimizer.Kind.SGD));
        Trainer trainer = plain.open(lab.seed())) {
      Map<String, HostArray> gradients = trainer.gradients(batch);
      gradients.keySet().retainAll(applied.keySet());
      return new AppliedGradient(norm(applied), norm(gradients));
    } catch (InputException e) {
      return new AppliedGradient(norm(applied), Double.NaN);
    }
  }

  private static double norm(Map<String, HostArray> gradients) {
    double squares = 0;
    for (HostArray gradient : gradients.values()) {
      for (int i = 0; i < gradient.size(); i++) {
        squares += gradient.get(i) * gradient.get(i);
      }
    }
    return Math.sqrt(squares);
  }
}
