package dev.preflight.sanity.graph;

import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Statistics;
import dev.preflight.sanity.loss.InitialLoss;
import dev.preflight.sanity.loss.LossForm;
import dev.preflight.sanity.loss.LossProbe;
import dev.preflight.sanity.loss.LowestLoss;
import dev.preflight.sanity.loss.Outputs;
import dev.preflight.sanity.loss.Targets;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import org.jspecify.annotations.Nullable;

/** The part of G05 for numbers to predict: predictions equal to the targets cost nothing. */
final class RegressionFloor {

  private RegressionFloor() {}

  static Finding of(Check check, Lab lab, @Nullable LossForm form, HostArray outputs) {
    Batch batch = lab.batch(lab.initialSample());
    double[][] targets = Targets.of(batch.labels(), outputs, false);
    LossProbe probe = InitialLoss.probe(lab, lab.initialSample());
    if (targets == null && (probe == null || !probe.repeats())) {
      return otherWidth(check, lab, outputs);
    }
    if (targets == null) {
      return Findings.fail(
              check,
              Sentence.of(
                  """
                  The loss compares each of the network's %s numbers per example with the same \
                  one target, expected one number.""",
                  Targets.width(outputs)))
          .measured((double) Targets.width(outputs))
          .expected("1")
          .unit("outputs per target")
          .why("Broadcasting [batch, 1] hides a shape mistake in the loss or in the last layer.")
          .fix("Give both the shape [batch, targets].")
          .build();
    }
    Statistics.Moments given = Statistics.Moments.of(outputs);
    Statistics.Moments wanted = Statistics.Moments.of(batch.labels());
    if (Outputs.areRectified(outputs) && wanted.min() < 0) {
      return Findings.fail(
              check,
              Sentence.of(
                  """
                  Predictions are never negative, but targets go down to %s: a ReLU cuts the \
                  predictions off.""",
                  wanted.min()))
          .measured(given.min())
          .expected(Sentence.of("down to %s", wanted.min()))
          .where(Sentence.of("'%s'", lab.graph().ends().logits()))
          .why("The last layer was built like the hidden ones, with its activation.")
          .fix("Leave the activation out of the last layer.")
          .build();
    }
    double regularization = InitialLoss.regularizationOrZero(lab, batch);
    double lossAtTarget =
        lab.initial().lossGiven(Targets.array(targets, outputs.shape()), batch) - regularization;
    double atMean = probe == null ? Double.NaN : probe.atMean() - regularization;
    if (form == null && !Double.isNaN(atMean) && lossAtTarget > RightOutputs.MAX_FLOOR * atMean) {
      Finding asClasses = asClasses(check, lab, outputs);
      if (asClasses != null) {
        return asClasses;
      }
      LowestLoss lowest = LowestLoss.of(lab, Lab.PROBE);
      if (lowest.certain() && beatsTheMean(lab, lowest.loss())) {
        return Findings.info(
                check,
                Sentence.of(
                    """
                    The loss is of a form not known here; on %s examples no outputs bring it below \
                    %s, where predictions equal to the targets give %s.""",
                    lab.batch(Lab.PROBE).size(), lowest.loss(), lossAtTarget))
            .measured(lowest.loss())
            .build();
      }
      return Findings.warn(
              check,
              Sentence.of(
                  """
                  The loss is %s for predictions equal to the targets, against %s for their mean; \
                  expected near 0.""",
                  lossAtTarget, atMean))
          .measured(lossAtTarget)
          .expected(Sentence.of("below %s", RightOutputs.MAX_FLOOR * atMean))
          .why(
              """
              Regularization that is not named, or a loss that broadcasts [batch] with \
              [batch, 1].""")
          .fix("Name the regularization part, and check the shapes that the loss subtracts.")
          .build();
    }
    return Findings.pass(
            check,
            Sentence.of(
                "%s is %s for predictions equal to the targets.",
                form == null ? "The loss" : Sentence.of("The loss is %s; it", form.kind().label()),
                Math.abs(lossAtTarget) < 1e-6 ? 0 : lossAtTarget))
        .measured(lossAtTarget)
        .build();
  }

  /** Targets that are all 0 or 1 may be classes: then outputs are their logits. Null if not. */
  private static @Nullable Finding asClasses(Check check, Lab lab, HostArray outputs) {
    Batch batch = lab.batch(Lab.PROBE);
    double[][] targets = Targets.of(batch.labels(), lab.initialOutputs(batch), false);
    if (targets == null || !Targets.areClasses(targets)) {
      return null;
    }
    double part = InitialLoss.regularizationOrZero(lab, batch);
    RightOutputs fed = RightOutputs.feed(lab, batch, targets, Outputs.areProbabilities(outputs));
    double floor = fed.lowest() - part;
    return floor <= RightOutputs.MAX_FLOOR * (fed.first() - part)
        ? Findings.pass(
                check,
                Sentence.of(
                    "The loss is of a form not known here; it falls to %s for right logits.",
                    Math.max(0, floor)))
            .measured(floor)
            .build()
        : null;
  }

  /** Several numbers for a target are no mistake by themselves: a mean and a spread, quantiles. */
  private static Finding otherWidth(Check check, Lab lab, HostArray outputs) {
    Batch batch = lab.batch(Lab.PROBE);
    String widths =
        Sentence.of(
            "The network gives %s numbers per example, the targets have %s",
            outputs.size() / outputs.rows(), batch.labels().size() / batch.size());
    LowestLoss lowest = LowestLoss.of(lab, Lab.PROBE);
    double regularization = InitialLoss.regularizationOrZero(lab, batch);
    if (!lowest.certain()) {
      return Findings.info(
              check,
              Sentence.of(
                  "%s; the loss is of a form not known here, and so is its lowest value.", widths))
          .build();
    }
    return Findings.info(
            check,
            Sentence.of(
                "%s; on %s examples no outputs bring the loss below %s, where it starts at %s.",
                widths,
                batch.size(),
                lowest.loss() - regularization,
                lab.initialLoss(batch) - regularization))
        .measured(lowest.loss() - regularization)
        .build();
  }

  /**
   * Whether the best outputs do clearly better than one output for all, which a broadcast denies.
   */
  private static boolean beatsTheMean(Lab lab, double lowest) {
    LossProbe probe = InitialLoss.probe(lab, Lab.PROBE);
    double atMean = probe == null ? Double.NaN : probe.atMean();
    return lowest < atMean - RightOutputs.MAX_FLOOR * Math.abs(atMean);
  }
}
