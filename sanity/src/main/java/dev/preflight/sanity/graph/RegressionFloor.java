package dev.preflight.sanity.graph;

import dev.preflight.reports.Finding;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.LossForm;
import dev.preflight.sanity.check.LossProbe;
import dev.preflight.sanity.check.Outputs;
import dev.preflight.sanity.check.Statistics;
import dev.preflight.sanity.check.Targets;
import dev.preflight.sanity.check.Text;
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
              "The network gives "
                  + outputs.size() / outputs.rows()
                  + " numbers per example, the targets have "
                  + batch.labels().size() / batch.size()
                  + ".")
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
              "Predictions are never negative, but targets go down to "
                  + Text.of(wanted.min())
                  + ": a ReLU cuts the predictions off.")
          .measured(given.min())
          .expected("down to " + Text.of(wanted.min()))
          .where("'" + lab.graph().ends().logits() + "'")
          .why("The last layer was built like the hidden ones, with its activation.")
          .fix("Leave the activation out of the last layer.")
          .source("TheDeepChecker; " + Findings.CATALOGUE + ", G05")
          .build();
    }
    double lossAtTarget =
        lab.initial().lossGiven(Targets.array(targets, outputs.shape()), batch)
            - zeroIfUnknown(lab.regularization(batch));
    LossProbe probe = lab.probe(Lab.INITIAL_SAMPLE);
    double atMean =
        probe == null ? Double.NaN : probe.atMean() - zeroIfUnknown(lab.regularization(batch));
    if (form == null && !Double.isNaN(atMean) && lossAtTarget > LossFloorCheck.MAX_FLOOR * atMean) {
      return Findings.warn(
              check,
              "The loss is "
                  + Text.of(lossAtTarget)
                  + " for predictions equal to the targets, against "
                  + Text.of(atMean)
                  + " for their mean; expected near 0.")
          .measured(lossAtTarget)
          .expected("below " + Text.of(LossFloorCheck.MAX_FLOOR * atMean))
          .why(
              "Regularization that is not named, or a loss that broadcasts [batch] with [batch, 1].")
          .fix("Name the regularization part, and check the shapes that the loss subtracts.")
          .source(Findings.CATALOGUE + ", G05")
          .build();
    }
    return Findings.pass(
            check,
            (form == null ? "The loss" : "The loss is " + form.kind().label() + "; it")
                + " is "
                + Text.of(Math.abs(lossAtTarget) < 1e-6 ? 0 : lossAtTarget)
                + " for predictions equal to the targets.")
        .measured(lossAtTarget)
        .build();
  }

  private static double zeroIfUnknown(double value) {
    return Double.isNaN(value) ? 0 : value;
  }
}
