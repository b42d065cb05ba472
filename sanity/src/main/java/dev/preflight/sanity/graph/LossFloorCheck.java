package dev.preflight.sanity.graph;

import dev.preflight.reports.Finding;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.LossForm;
import dev.preflight.sanity.check.LossKind;
import dev.preflight.sanity.check.LossProbe;
import dev.preflight.sanity.check.Outputs;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.check.Statistics;
import dev.preflight.sanity.check.Targets;
import dev.preflight.sanity.check.Text;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * G05: right outputs bring the loss down to its theoretical floor.
 *
 * <p>Outputs are fed in the place of the network's. Which loss the graph computes from them is
 * found exactly by comparison with known ones; whether the network can give such outputs is read
 * off its own.
 */
public final class LossFloorCheck implements Check {

  /** Sizes of the right logit; label smoothing has its minimum in between. */
  private static final double[] SIZES = {0, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30};

  /** Highest floor, relative to the loss of a uniform guess. */
  static final double MAX_FLOOR = 0.05;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "G05",
        "loss floor",
        "softmax applied twice, ReLU on the logits, a loss with the wrong sign or a floor",
        Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    return Set.of("D01", "D03");
  }

  @Override
  public Finding run(Lab lab) {
    LossProbe probe = lab.probe(Lab.PROBE);
    if (probe == null) {
      return Findings.skip(
          this,
          lab.namesOutputs()
              ? "The outputs are not one row per example."
              : "The program names no logits.",
          "Name the tensor that the loss is computed from as \"logits\".");
    }
    if (probe.reading() == LossProbe.Reading.IGNORES) {
      return Findings.skip(
          this,
          "The loss does not read '"
              + lab.graph().ends().logits()
              + "': feeding it changes nothing.",
          "Name the tensor that the loss is computed from as \"logits\", before the softmax.");
    }
    HostArray outputs = lab.initialOutputs(lab.batch(Lab.INITIAL_SAMPLE));
    LossForm form = probe.form().orElse(null);
    if (form != null && form.scale() < 0) {
      return sign(lab, form);
    }
    if (!lab.classifies()) {
      return RegressionFloor.of(this, lab, form, outputs);
    }
    int width = outputs.size() / outputs.rows();
    if (form != null && form.kind() == LossKind.DOUBLE_SOFTMAX) {
      return twice(lab, form, width, "between '" + lab.graph().ends().logits() + "' and the loss");
    }
    if (form != null && form.kind() == LossKind.RELU_SOFTMAX) {
      return rectified(lab, "between '" + lab.graph().ends().logits() + "' and the loss");
    }
    if (probe.shiftInvariant() && Outputs.areProbabilities(outputs)) {
      return twice(
          lab, form, width, "'" + lab.graph().ends().logits() + "' is a softmax's result already");
    }
    if (probe.shiftInvariant() && width > 1 && Outputs.areRectified(outputs)) {
      return rectified(lab, "'" + lab.graph().ends().logits() + "' is a ReLU's result");
    }
    boolean squared =
        form != null
            && (form.kind() == LossKind.SQUARED_SOFTMAX
                || (form.kind() == LossKind.SQUARED && Outputs.areProbabilities(outputs)));
    if (squared) {
      return Findings.warn(
              this,
              "The loss is the mean squared error of a softmax: its gradient vanishes where the"
                  + " network is sure and wrong, cross-entropy expected.")
          .why("A loss for regression on class probabilities.")
          .fix("Use tf.nn.softmaxCrossEntropyWithLogits on the logits.")
          .source("TheDeepChecker; " + Findings.CATALOGUE + ", G05")
          .build();
    }
    return form != null && form.smoothing() > 0
        ? Findings.pass(
                this,
                "The loss is "
                    + form.kind().label()
                    + " with label smoothing "
                    + Text.of(form.smoothing())
                    + "; its floor is "
                    + Text.of(form.floor(width))
                    + " for right outputs.")
            .measured(form.floor(width))
            .build()
        : floor(lab, form, outputs, width);
  }

  /** Feeds right outputs of growing size and looks how low the loss gets. */
  private Finding floor(Lab lab, @Nullable LossForm form, HostArray outputs, int width) {
    if (form != null && !form.kind().isCrossEntropy()) {
      return Findings.pass(
              this, "The loss is " + form.kind().label() + ", 0 for the right outputs.")
          .build();
    }
    Batch batch = lab.batch(Lab.PROBE);
    double[][] targets = Targets.rows(batch.labels(), width, true);
    double regularization = lab.regularization(batch);
    if (targets == null) {
      return Findings.skip(this, "The labels do not have the width of the outputs.");
    }
    boolean probabilities =
        (form != null && form.kind().takesProbabilities()) || Outputs.areProbabilities(outputs);
    Trainer trainer = lab.initial();
    double lowest = Double.POSITIVE_INFINITY;
    double first = Double.NaN;
    double last = Double.NaN;
    int[] shape = lab.initialOutputs(batch).shape();
    for (double size : SIZES) {
      double[][] right = new double[targets.length][];
      for (int row = 0; row < targets.length; row++) {
        right[row] = right(targets[row], size, probabilities);
      }
      double loss = trainer.lossGiven(Targets.array(right, shape), batch);
      first = Double.isNaN(first) ? loss : first;
      last = loss;
      lowest = Math.min(lowest, loss);
    }
    if (first == lowest && last > first) {
      return Findings.fail(
              this,
              "The loss rises from "
                  + Text.of(first)
                  + " to "
                  + Text.of(last)
                  + " when the output of the right class rises from 0 to 30; expected to fall.")
          .measured(last)
          .expected("below " + Text.of(first))
          .why("A wrong sign, or labels that are not in the order of the outputs.")
          .fix("Minimize the negative log-likelihood, not the log-likelihood.")
          .source(Findings.CATALOGUE + ", G05")
          .build();
    }
    if (Double.isNaN(regularization)) {
      return Findings.info(
              this,
              "Right outputs bring the loss from "
                  + Text.of(first)
                  + " to "
                  + Text.of(lowest)
                  + "; whether that is its floor cannot be said without the regularization part.")
          .fix("Name the regularization part of the loss as \"regularization\".")
          .build();
    }
    double floor = lowest - regularization;
    double start = first - regularization;
    if (!(floor <= MAX_FLOOR * start)) {
      return Findings.fail(
              this,
              "Right outputs bring the loss down to "
                  + Text.of(floor)
                  + " only, expected below "
                  + Text.of(MAX_FLOOR * start)
                  + " (5 % of "
                  + Text.of(start)
                  + " for a uniform guess).")
          .measured(floor)
          .expected("below " + Text.of(MAX_FLOOR * start))
          .where("outputs fed as '" + lab.graph().ends().logits() + "'")
          .why("A squashing function between the outputs and the loss, or a clipped loss.")
          .fix("Compute the loss from the raw outputs of the last layer.")
          .source(Findings.CATALOGUE + ", G05")
          .build();
    }
    return Findings.pass(
            this,
            (form == null ? "The loss" : "The loss is " + form.kind().label() + "; it")
                + " falls to "
                + Text.of(Math.max(0, floor))
                + " for right outputs.")
        .measured(floor)
        .expected("below " + Text.of(MAX_FLOOR * start))
        .build();
  }

  private static double[] right(double[] target, double size, boolean probabilities) {
    double[] z = new double[target.length];
    for (int k = 0; k < z.length; k++) {
      z[k] = target[k] > 0 ? size : -size;
    }
    if (!probabilities) {
      return z;
    }
    return Statistics.softmax(z);
  }

  private Finding sign(Lab lab, LossForm form) {
    return Findings.fail(
            this,
            "The loss is minus "
                + form.kind().label()
                + " (factor "
                + Text.of(form.scale())
                + ", expected positive): training makes the predictions worse.")
        .measured(form.scale())
        .expected("a positive factor")
        .where("'" + lab.graph().ends().loss() + "'")
        .why("A log-likelihood is minimized, or the sign was changed twice.")
        .fix("Negate the loss.")
        .source(Findings.CATALOGUE + ", G05")
        .build();
  }

  private Finding twice(Lab lab, @Nullable LossForm form, int width, String where) {
    double floor = LossForm.doubleSoftmaxFloor(width);
    String factor =
        form == null || Math.abs(form.scale() - 1) < 0.01
            ? ""
            : " (times " + Text.of(form.scale()) + ")";
    return Findings.fail(
            this,
            "The loss cannot go below "
                + Text.of(floor)
                + factor
                + " even for perfect predictions, expected 0: softmax is applied twice.")
        .measured(floor)
        .expected("0")
        .unit("nats")
        .where(where)
        .why("The model ends in a softmax, and the loss applies another one to its result.")
        .fix(
            "Give the loss the raw outputs of the last layer: "
                + "tf.nn.softmaxCrossEntropyWithLogits(logits, labels); keep the softmax for"
                + " predictions. Loss: '"
                + lab.graph().ends().loss()
                + "'.")
        .source("TheDeepChecker; " + Findings.CATALOGUE + ", G05")
        .build();
  }

  private Finding rectified(Lab lab, String where) {
    return Findings.fail(
            this,
            "The logits cannot be negative: a ReLU cuts them off before the softmax, and a class"
                + " whose logit is 0 gets no gradient (expected logits of either sign).")
        .where(where)
        .why("The last layer was built like the hidden ones, with its activation.")
        .fix(
            "Leave the activation out of the last layer. Loss: '"
                + lab.graph().ends().loss()
                + "'.")
        .source("TheDeepChecker; " + Findings.CATALOGUE + ", G05")
        .build();
  }
}
