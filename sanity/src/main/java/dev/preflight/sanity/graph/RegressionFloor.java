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
    Batch batch = lab.batch(Lab.INITIAL_SAMPLE);
    double[][] targets = Targets.rows(batch.labels(), outputs.size() / outputs.rows(), false);
    if (targets == null) {
      return Findings.fail(
              check,
              Sentence.of(
                  "The network gives %s numbers per example, the targets have %s.",
                  outputs.size() / outputs.rows(), batch.labels().size() / batch.size()))
          .why("Broadcasting hides a shape mistake in the loss.")
          .fix("Give both the shape [batch, targets].")
          .source(Findings.CATALOGUE + ", G05")
          .build();
    }
    Statistics.Moments given = new Statistics.Moments();
    Statistics.Moments wanted = new Statistics.Moments();
    for (int i = 0; i < outputs.size(); i++) {
      given.add(outputs.get(i));
    }
    for (double label : batch.labels().toDoubles()) {
      wanted.add(label);
    }
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
          .source("TheDeepChecker; " + Findings.CATALOGUE + ", G05")
          .build();
    }
    double regularization = InitialLoss.regularizationOrZero(lab, batch);
    double lossAtTarget =
        lab.initial().lossGiven(Targets.array(targets, outputs.shape()), batch) - regularization;
    LossProbe probe = InitialLoss.probe(lab, Lab.INITIAL_SAMPLE);
    double atMean = probe == null ? Double.NaN : probe.atMean() - regularization;
    if (form == null && !Double.isNaN(atMean) && lossAtTarget > RightOutputs.MAX_FLOOR * atMean) {
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
          .source(Findings.CATALOGUE + ", G05")
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

  /**
   * Whether the best outputs do clearly better than one output for all, which a broadcast denies.
   */
  private static boolean beatsTheMean(Lab lab, double lowest) {
    LossProbe probe = InitialLoss.probe(lab, Lab.PROBE);
    double atMean = probe == null ? Double.NaN : probe.atMean();
    return lowest < atMean - RightOutputs.MAX_FLOOR * Math.abs(atMean);
  }
}
