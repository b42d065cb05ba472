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
 * What keeps a batch from being memorized.
 *
 * @param told a sentence for the headline, with the numbers; empty where nothing is known
 * @param why how it comes about
 * @param fix what to do
 */
record Diagnosis(String told, String why, String fix) {

  /** Regularization beyond this many times the data loss rules what is learned. */
  private static final double OUTWEIGHS = 5;

  /** Steps that raise the loss however small they are. */
  static final Diagnosis CLIMBS =
      new Diagnosis("The updates go up the gradient.", UpdateDirection.WHY, UpdateDirection.FIX);

  static final Diagnosis TOO_HIGH =
      new Diagnosis(
          "The learning rate is too high.",
          "Updates overshoot: the learning rate is above what this model can take.",
          Diagnosis.FIND);

  static final Diagnosis TOO_LOW =
      new Diagnosis(
          "The learning rate is too low.",
          "Updates are so small that even one batch is not learned.",
          Diagnosis.FIND);

  /** Another optimizer memorizes the batch. */
  static final Diagnosis OF_THE_OPTIMIZER =
      new Diagnosis(
          "The learning rate or the optimizer is to blame.",
          """
          The same model memorizes the batch with another optimizer, so model, loss and labels are \
          fine. A rate that is too high kills units; one that is too low gets nowhere.""",
          Diagnosis.FIND);

  static final Diagnosis UNKNOWN_WITH_YOUR_OPTIMIZER =
      new Diagnosis(
          "",
          """
          The learning rate, or a mistake in the model, the loss or the labels; the standard \
          profile tells them apart (M01).""",
          Diagnosis.FIND);

  static final Diagnosis UNKNOWN_WITH_ADAM =
      new Diagnosis(
          "",
          """
          A model without the capacity or the connection to its input, labels that do not belong \
          to their examples, or a loss that does not measure them.""",
          "Look at the batch just before it is fed; then remove layers until it is memorized.");

  private static final String FIND = "Run preflight lr-find, and train with what it suggests.";

  /** A lower rate memorizes the batch. */
  static Diagnosis tooHigh(Memorization lower) {
    return new Diagnosis(
        Sentence.of(
            "The learning rate is too high: %s memorizes the batch in %s updates.",
            lower.learningRate(), lower.updates()),
        TOO_HIGH.why,
        FIND);
  }

  /** The headline of a failure. */
  String title(String failure) {
    return told.isEmpty() ? Sentence.capital(failure) : told + " " + Sentence.capital(failure);
  }

  /**
   * Looks for what can be measured, once a batch was not memorized.
   *
   * @param usersOptimizer whether it was the user's optimizer that did not
   */
  static @Nullable Diagnosis of(Lab lab, boolean usersOptimizer) {
    Batch batch = lab.memorizedBatch();
    Diagnosis found = regularization(lab, batch);
    if (found == null) {
      found = dropout(lab);
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

  private static @Nullable Diagnosis dropout(Lab lab) {
    Dropout dropout = lab.once(Dropout.LOWEST).orElse(null);
    if (dropout == null || dropout.keeps() >= Dropout.LITTLE) {
      return null;
    }
    return new Diagnosis(
        Sentence.of(
            "Dropout ('%s') keeps %s of its inputs in training.",
            dropout.op(), Numbers.percent(dropout.keeps())),
        Dropout.WHY,
        Dropout.FIX);
  }

  private static @Nullable Diagnosis clipping(Lab lab) {
    AppliedGradient gradient = lab.once(AppliedGradient.ONCE);
    if (!gradient.isNothing()) {
      return null;
    }
    return new Diagnosis(
        gradient.told() + ".",
        "The gradient is clipped, or scaled, to next to nothing before the optimizer gets it.",
        """
        Raise the clipping threshold above the usual norm of the gradient, or remove the factor; a \
        higher learning rate would only hide it.""");
  }
}
