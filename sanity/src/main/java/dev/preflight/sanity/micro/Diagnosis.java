package dev.preflight.sanity.micro;

import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.loss.InitialLoss;
import dev.preflight.sanity.trace.AppliedGradient;
import dev.preflight.sanity.trace.Dropout;
import dev.preflight.training.data.Batch;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a batch from being memorized, where that can be measured rather than guessed.
 *
 * @param told a sentence with the numbers, for the headline
 * @param why how it comes about
 * @param fix what to do
 */
record Diagnosis(String told, String why, String fix) {

  /** Regularization beyond this many times the data loss rules what is learned. */
  private static final double OUTWEIGHS = 5;

  /** Dropout that keeps less than this leaves too little to learn from. */
  private static final double KEEPS_LITTLE = 0.1;

  /**
   * Looks for it, once a batch was not memorized.
   *
   * @param usersOptimizer whether it was the user's optimizer that did not
   */
  static @Nullable Diagnosis of(Lab lab, boolean usersOptimizer) {
    Batch batch = lab.batch(Lab.BENCH);
    Diagnosis found = regularization(lab, batch);
    if (found == null) {
      found = dropout(lab, batch);
    }
    return found == null && usersOptimizer ? clipping(lab) : found;
  }

  private static @Nullable Diagnosis regularization(Lab lab, Batch batch) {
    double part = InitialLoss.regularization(lab, batch);
    double data = lab.initialLoss(batch) - part;
    if (!(part > OUTWEIGHS * Math.abs(data))) {
      return null;
    }
    return new Diagnosis(
        Sentence.of(
            "The loss is almost all regularization: %s of %s (%s) before training.",
            part, part + data, Numbers.percent(part / (part + data))),
        """
        The weight penalty outweighs the data, so that training shrinks the weights instead of \
        learning: its factor is too large, or it is summed where it should be averaged.""",
        """
        Lower the factor of the penalty until it is well below the data loss, such as a hundredth \
        of what it is.""");
  }

  private static @Nullable Diagnosis dropout(Lab lab, Batch batch) {
    Dropout dropout = Dropout.lowest(lab, batch);
    if (dropout == null || dropout.keeps() >= KEEPS_LITTLE) {
      return null;
    }
    return new Diagnosis(
        Sentence.of(
            "Dropout ('%s') keeps %s of its inputs in training.",
            dropout.op(), Numbers.percent(dropout.keeps())),
        """
        A rate where a keep probability was meant, or the other way round: dropout by 0.9 or more \
        leaves nothing to learn from.""",
        "Drop 0.1 to 0.5; check whether the function takes the share to drop or the share to keep.");
  }

  private static @Nullable Diagnosis clipping(Lab lab) {
    AppliedGradient gradient = lab.once(AppliedGradient.ONCE);
    if (!gradient.isNothing()) {
      return null;
    }
    return new Diagnosis(
        Sentence.of(
            "The optimizer gets a gradient of norm %s, where that of the loss is %s.",
            gradient.applied(), gradient.ofLoss()),
        "The gradient is clipped, or scaled, to next to nothing before the optimizer gets it.",
        """
        Raise the clipping threshold above the usual norm of the gradient, or remove the factor; a \
        higher learning rate would only hide it.""");
  }
}
