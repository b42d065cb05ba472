package dev.preflight.sanity.graph;

import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.loss.InitialLoss;
import dev.preflight.sanity.loss.LossForm;
import dev.preflight.sanity.loss.LossKind;
import dev.preflight.sanity.loss.LossProbe;
import dev.preflight.sanity.loss.Outputs;
import dev.preflight.sanity.loss.Targets;
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

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "G05",
        "loss floor",
        "softmax applied twice, ReLU on the logits, a loss with the wrong sign or a floor",
        """
        Feeds outputs of its own in the place of the network's and finds by comparison which \
        known loss the graph computes. Right outputs must bring it to its lowest value \
        (softmax cross-entropy: 0, or the entropy of smoothed labels); a floor above it \
        fails. A loss that is not recognised is not judged.""",
        "TheDeepChecker (Ben Braiek and Khomh 2023); entropy bound, derived",
        Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    return Set.of("D01", "D03");
  }

  @Override
  public Finding run(Lab lab) {
    LossProbe probe = InitialLoss.probe(lab, Lab.PROBE);
    if (probe == null) {
      return Findings.unmeasured(
          this,
          lab.namesOutputs()
              ? "The outputs are not an item per example."
              : "The program names no logits.",
          "Name the tensor that the loss is computed from as \"logits\".");
    }
    if (probe.reading() == LossProbe.Reading.IGNORES) {
      return Findings.unmeasured(
          this,
          Sentence.of(
              "The loss does not read '%s': feeding it changes nothing.",
              lab.graph().ends().logits()),
          "Name the tensor that the loss is computed from as \"logits\", before the softmax.");
    }
    HostArray outputs = lab.initialOutputs(lab.batch(lab.initialSample()));
    LossForm form = probe.form().orElse(null);
    if (form != null && form.scale() < 0) {
      return sign(lab, form);
    }
    if (!InitialLoss.isOfClasses(lab, form)) {
      return RegressionFloor.of(this, lab, form, outputs);
    }
    int width = Targets.width(outputs);
    if (probe.shift() != 0) {
      return shifted(lab, probe.shift());
    }
    if (form != null && form.kind() == LossKind.DOUBLE_SOFTMAX) {
      return twice(
          lab, form, width, Sentence.of("between '%s' and the loss", lab.graph().ends().logits()));
    }
    if (form != null && form.kind() == LossKind.RELU_SOFTMAX) {
      return rectified(lab, Sentence.of("between '%s' and the loss", lab.graph().ends().logits()));
    }
    if (probe.shiftInvariant() && Outputs.areProbabilities(outputs)) {
      return twice(
          lab,
          form,
          width,
          Sentence.of("'%s' is a softmax's result already", lab.graph().ends().logits()));
    }
    if (probe.shiftInvariant() && width > 1 && Outputs.areRectified(outputs)) {
      return rectified(lab, Sentence.of("'%s' is a ReLU's result", lab.graph().ends().logits()));
    }
    boolean squared =
        form != null
            && (form.kind() == LossKind.SQUARED_SOFTMAX
                || (form.kind() == LossKind.SQUARED && Outputs.areProbabilities(outputs)));
    if (squared) {
      return Findings.warn(
              this,
              """
              The loss is the mean squared error of a softmax: its gradient vanishes where \
              the network is sure and wrong, cross-entropy expected.""")
          .why("A loss for regression on class probabilities.")
          .fix("Use tf.nn.softmaxCrossEntropyWithLogits on the logits.")
          .build();
    }
    return form != null && form.smoothing() > 0
        ? Findings.pass(
                this,
                Sentence.of(
                    "The loss is %s with label smoothing %s; its floor is %s for right outputs.",
                    form.kind().label(), form.smoothing(), form.floor(width)))
            .measured(form.floor(width))
            .build()
        : floor(lab, form, outputs);
  }

  /** Feeds right outputs of growing size and looks how low the loss gets. */
  private Finding floor(Lab lab, @Nullable LossForm form, HostArray outputs) {
    if (form != null && !form.kind().isCrossEntropy()) {
      return Findings.pass(
              this, Sentence.of("The loss is %s, 0 for the right outputs.", form.kind().label()))
          .build();
    }
    Batch batch = lab.batch(Lab.PROBE);
    double[][] targets = Targets.of(batch.labels(), lab.initialOutputs(batch), lab.classifies());
    double regularization = InitialLoss.regularization(lab, batch);
    if (targets == null) {
      return Findings.unmeasured(this, "The labels do not have the width of the outputs.");
    }
    boolean probabilities =
        (form != null && form.kind().takesProbabilities()) || Outputs.areProbabilities(outputs);
    RightOutputs fed = RightOutputs.feed(lab, batch, targets, probabilities);
    if (fed.lowest() == fed.first() && fed.last() > fed.first()) {
      return Findings.fail(
              this,
              Sentence.of(
                  """
                  The loss rises from %s to %s when the output of the right class rises from 0 to \
                  30; expected to fall.""",
                  fed.first(), fed.last()))
          .measured(fed.last())
          .expected(Sentence.of("below %s", fed.first()))
          .why("A wrong sign, or labels that are not in the order of the outputs.")
          .fix("Minimize the negative log-likelihood, not the log-likelihood.")
          .build();
    }
    if (Double.isNaN(regularization)) {
      return Findings.info(
              this,
              Sentence.of(
                  """
                  Right outputs bring the loss from %s to %s; whether that is its floor cannot be \
                  said without the regularization part.""",
                  fed.first(), fed.lowest()))
          .fix("Name the regularization part of the loss as \"regularization\".")
          .build();
    }
    double floor = fed.lowest() - regularization;
    double start = fed.first() - regularization;
    if (!(floor <= RightOutputs.MAX_FLOOR * start)) {
      return Findings.fail(
              this,
              Sentence.of(
                  """
                  Right outputs bring the loss down to %s only, expected below %s (5 %% of %s for \
                  a uniform guess).""",
                  floor, RightOutputs.MAX_FLOOR * start, start))
          .measured(floor)
          .expected(Sentence.of("below %s", RightOutputs.MAX_FLOOR * start))
          .where(Sentence.of("outputs fed as '%s'", lab.graph().ends().logits()))
          .why("A squashing function between the outputs and the loss, or a clipped loss.")
          .fix("Compute the loss from the raw outputs of the last layer.")
          .build();
    }
    return Findings.pass(
            this,
            Sentence.of(
                "%s falls to %s for right outputs.",
                form == null ? "The loss" : Sentence.of("The loss is %s; it", form.kind().label()),
                Math.max(0, floor)))
        .measured(floor)
        .expected(Sentence.of("below %s", RightOutputs.MAX_FLOOR * start))
        .build();
  }

  private Finding shifted(Lab lab, int shift) {
    return Findings.fail(
            this,
            Sentence.of(
                """
                The labels are off by one in the loss: it compares label k with output %s, expected \
                output k.""",
                shift > 0 ? "k + 1" : "k - 1"))
        .measured((double) shift)
        .expected("0")
        .unit("classes")
        .where(Sentence.of("between '%s' and the loss", lab.graph().ends().labels()))
        .why("Ids that count from 1 were corrected twice, or those that count from 0 once.")
        .fix("Leave the addition or subtraction of 1 out between the labels and the loss.")
        .build();
  }

  private Finding sign(Lab lab, LossForm form) {
    return Findings.fail(
            this,
            Sentence.of(
                """
                The loss is minus %s (factor %s, expected positive): training makes the \
                predictions worse.""",
                form.kind().label(), form.scale()))
        .measured(form.scale())
        .expected("a positive factor")
        .where(Sentence.of("'%s'", lab.graph().ends().loss()))
        .why("A log-likelihood is minimized, or the sign was changed twice.")
        .fix("Negate the loss.")
        .build();
  }

  private Finding twice(Lab lab, @Nullable LossForm form, int width, String where) {
    double floor = LossForm.doubleSoftmaxFloor(width);
    String factor =
        form == null || Math.abs(form.scale() - 1) < 0.01
            ? ""
            : Sentence.of(" (times %s)", form.scale());
    return Findings.fail(
            this,
            Sentence.of(
                """
                The loss cannot go below %s%s even for perfect predictions, expected 0: softmax \
                is applied twice.""",
                floor, factor))
        .measured(floor)
        .expected("0")
        .unit("nats")
        .where(where)
        .why("The model ends in a softmax, and the loss applies another one to its result.")
        .fix(
            Sentence.of(
                """
                Give the loss the raw outputs of the last layer: \
                tf.nn.softmaxCrossEntropyWithLogits(logits, labels); keep the softmax for \
                predictions. Loss: '%s'.""",
                lab.graph().ends().loss()))
        .build();
  }

  private Finding rectified(Lab lab, String where) {
    return Findings.fail(
            this,
            """
            The logits cannot be negative: a ReLU cuts them off before the softmax, and a \
            class whose logit is 0 gets no gradient (expected logits of either sign).""")
        .where(where)
        .why("The last layer was built like the hidden ones, with its activation.")
        .fix(
            Sentence.of(
                "Leave the activation out of the last layer. Loss: '%s'.",
                lab.graph().ends().loss()))
        .build();
  }
}
