package dev.preflight.sanity.graph;

import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.check.ShortRun;
import dev.preflight.sanity.loss.Outputs;
import dev.preflight.sanity.loss.Targets;
import dev.preflight.sanity.trace.FirstNonFinite;
import dev.preflight.sanity.trace.Trace;
import dev.preflight.training.GraphOp;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * G15: the outputs depend on the input, and the loss on the labels.
 *
 * <p>Other examples are fed, and the outputs compared, at the initial weights and, because a last
 * layer may start at zero, after a few updates.
 */
public final class DependenceCheck implements Check {

  private static final int UPDATES = 10;

  /** Differences below this share of the largest output are rounding. */
  private static final double ROUNDING = 1e-6;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "G15",
        "input and labels count",
        "outputs that are the same whatever is fed, a loss that is the same whatever the labels",
        """
        Feeds other examples, and other labels, at the initial weights and again after 10 \
        updates. Outputs that stay the same, or a loss that does, to a millionth fail.""",
        "Karpathy, A Recipe for Training Neural Networks (2019): input-independent baseline",
        Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    return Set.of("D01", "D02", "D03", "G06", "G12");
  }

  @Override
  public Seeds seeds() {
    return Seeds.ALL;
  }

  @Override
  public Finding run(Lab lab) {
    if (!lab.namesOutputs()) {
      return Findings.unmeasured(
          this, "The program names no logits.", "Name the tensor of the outputs as \"logits\".");
    }
    Batch batch = lab.batch(Lab.PROBE);
    Batch others = BatchRows.rolled(batch);
    double initially = difference(lab, lab.initial(), batch, others);
    if (Double.isNaN(initially)) {
      return Findings.unmeasured(this, "The outputs are not finite.");
    }
    boolean labels = followsLabels(lab, lab.initial(), batch);
    if (initially > ROUNDING && labels) {
      return Findings.pass(this, "Other inputs give other outputs, and other labels another loss.")
          .measured(initially)
          .build();
    }
    Trainer trained = lab.bench();
    new ShortRun(lab).steps(trained, UPDATES, ShortRun.probingRate(lab));
    double later = difference(lab, trained, batch, others);
    if (!labels
        && (initially > ROUNDING || later > ROUNDING)
        && !followsLabels(lab, trained, batch)) {
      return withoutLabels(lab, batch);
    }
    if (initially > ROUNDING) {
      return Findings.pass(
              this,
              Sentence.of(
                  "Other inputs give other outputs, and other labels another loss after %s updates.",
                  UPDATES))
          .measured(initially)
          .build();
    }
    if (later > ROUNDING) {
      return Findings.pass(
              this,
              Sentence.of(
                  "Other inputs give other outputs after %s updates; before, all were the same.",
                  UPDATES))
          .measured(later)
          .build();
    }
    return lost(lab, initially, batch, others);
  }

  private Finding lost(Lab lab, double initially, Batch batch, Batch others) {
    String logits = String.valueOf(lab.graph().ends().logits());
    Trace trace = Trace.of(lab, lab.initial(), logits, batch, lab.untrainedMode());
    String broken = FirstNonFinite.told(trace);
    String where =
        broken.isEmpty()
            ? where(lab, trace, others)
            : Sentence.of(" NaN or infinity takes its place.%s", broken);
    return Findings.fail(
            this,
            Sentence.of(
                """
                The outputs do not depend on the input: whichever examples are fed, they are the \
                same, before and after %s updates.%s""",
                UPDATES, where))
        .measured(initially)
        .expected("different outputs for different inputs")
        .where(
            Sentence.of(
                "from '%s' to '%s'", lab.graph().ends().features(), lab.graph().ends().logits()))
        .why(
            broken.isEmpty()
                ? """
                The input leads nowhere (a wrong tensor passed on, a constant in its place), it is \
                multiplied by 0, or all units of a layer are dead."""
                : """
                A division by 0, or a root or a logarithm of a number below 0, before layers such \
                as a ReLU or a maximum that hide what is not a number.""")
        .fix(
            broken.isEmpty()
                ? """
                Follow the input from the placeholder to the outputs; where it ends, pass on the \
                right tensor, or start the layer from other weights."""
                : "Add a small number to the divisor, or inside the root or the logarithm.")
        .build();
  }

  /** Whether other labels for the same examples give another loss. */
  private static boolean followsLabels(Lab lab, Trainer trainer, Batch batch) {
    Batch renamed = new Batch(batch.features(), BatchLoss.rotated(batch.labels()));
    Batch swapped = new Batch(batch.features(), BatchRows.rolled(batch).labels());
    double loss = trainer.loss(batch, lab.untrainedMode());
    for (Batch other : List.of(renamed, swapped)) {
      double change = trainer.loss(other, lab.untrainedMode()) - loss;
      if (!(Math.abs(change) <= ROUNDING * Math.abs(loss))) {
        return true;
      }
    }
    return false;
  }

  /** A fault where the outputs are for the labels; a network may well learn without any. */
  private Finding withoutLabels(Lab lab, Batch batch) {
    String title =
        Sentence.of(
            """
            The loss does not depend on the labels: other labels for the same examples give the \
            same loss, before and after %s updates.""",
            UPDATES);
    boolean fit =
        Targets.of(
                batch.labels(), lab.initialOutputs(batch), lab.graph().data().classes().isPresent())
            != null;
    if (!fit) {
      return Findings.info(this, title)
          .why("Outputs of another shape than the labels: a network that learns without them.")
          .build();
    }
    return Findings.fail(this, title)
        .expected("another loss for other labels")
        .where(
            Sentence.of(
                "from '%s' to '%s'", lab.graph().ends().labels(), lab.graph().ends().loss()))
        .why(
            """
            A constant, or another tensor, is compared with the outputs in place of the labels, or \
            the labels are multiplied by 0.""")
        .fix("Follow the labels from their placeholder to the loss, and pass on the right tensor.")
        .build();
  }

  /** Largest difference of outputs, as a share of the largest output. */
  private static double difference(Lab lab, Trainer trainer, Batch batch, Batch others) {
    HostArray a = trainer.outputs(batch, lab.untrainedMode());
    HostArray b = trainer.outputs(others, lab.untrainedMode());
    return Outputs.largestDifference(a, b) / Math.max(1e-30, Outputs.largest(a));
  }

  /** Where the input is lost, a sentence with a space before it; empty where it cannot be told. */
  private static String where(Lab lab, Trace one, Batch others) {
    String logits = String.valueOf(lab.graph().ends().logits());
    Trace other = Trace.of(lab, lab.initial(), logits, others, lab.untrainedMode());
    String features = GraphOp.nodeOf(lab.graph().ends().features());
    List<GraphOp> ops = one.ops();
    if (ops.stream().noneMatch(op -> op.name().equals(features))) {
      return Sentence.of(" No op leads from '%s' to '%s'.", features, logits);
    }
    Set<String> moved =
        one.values().keySet().stream()
            .filter(name -> differ(one.values().get(name), other.values().get(name)))
            .collect(Collectors.toSet());
    moved.add(features);
    GraphOp last = null;
    for (GraphOp op : ops) {
      boolean reads = op.readsAny(moved);
      if (reads && one.values().containsKey(op.name()) && !moved.contains(op.name())) {
        last = op;
      }
    }
    return last == null
        ? ""
        : Sentence.of(
            " It is lost in '%s' (%s), whose result is %s.",
            last.name(), last.type(), value(one.values().get(last.name())));
  }

  private static boolean differ(@Nullable HostArray a, @Nullable HostArray b) {
    return a != null
        && b != null
        && (a.size() != b.size() || !(Outputs.largestDifference(a, b) == 0));
  }

  private static String value(@Nullable HostArray values) {
    boolean zero =
        values != null && Arrays.stream(values.toDoubles()).allMatch(value -> value == 0);
    return zero ? "0 for all examples" : "the same for all inputs";
  }
}
