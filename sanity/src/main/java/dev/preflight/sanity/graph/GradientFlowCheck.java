package dev.preflight.sanity.graph;

import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.check.ShortRun;
import dev.preflight.sanity.trace.AppliedGradient;
import dev.preflight.sanity.trace.Blocked;
import dev.preflight.sanity.trace.FirstNonFinite;
import dev.preflight.training.GraphOp;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * G08: the data's gradient reaches every kernel.
 *
 * <p>Measured at the initial weights and again after a few updates, because a zero-initialised last
 * layer holds back the first gradient and nothing more. Only kernels are judged: a bias before a
 * normalization has gradient 0 by design.
 */
public final class GradientFlowCheck implements Check {

  private static final int UPDATES = 3;
  private static final double VANISHED = 1e-9;
  private static final double FAIL_RATIO = 1e-4;
  private static final double WARN_RATIO = 1e-3;
  private static final double EXPLODING_RATIO = 70;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "G08",
        "gradient flow",
        "a stopGradient, dead layers, vanishing or exploding gradients",
        """
        Takes the gradient of the data's part of the loss at the initial weights and after 3 \
        updates. A kernel that gets none fails. A first kernel below 0.0001 of the last \
        one's mean gradient fails, below 0.001 is a warning; above 70 times it is a warning. \
        Dead units are counted as units, not as zeros.""",
        "AUTOTRAINER (Zhang et al. 2021)",
        Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    return Set.of("D01", "D02", "D03", "G06", "G12", "G15", "G16");
  }

  @Override
  public Seeds seeds() {
    return Seeds.ALL;
  }

  @Override
  public Finding run(Lab lab) {
    if (!lab.graph().showsGradients()) {
      return Findings.unmeasured(this, "The program's train op shows no gradients.");
    }
    List<String> cut =
        lab.graph().drivesOwnTrainOp()
            ? List.of()
            : lab.graph().trainable().stream()
                .filter(v -> !lab.graph().updated().contains(v))
                .toList();
    GradientFlows before = GradientFlows.of(lab, lab.initial());
    Trainer later = lab.bench();
    new ShortRun(lab).steps(later, UPDATES, ShortRun.probingRate(lab));
    GradientFlows after = GradientFlows.of(lab, later);
    lab.table(before.table(lab, after, UPDATES, cut));
    if (!cut.isEmpty()) {
      return Findings.fail(
              this,
              Sentence.of(
                  """
                  No gradient reaches %s: the loss reads %s through %s (expected one for each of \
                  %s variables).""",
                  Sentence.some(cut, 4),
                  cut.size() == 1 ? "it" : "them",
                  stop(lab, cut.get(0)),
                  lab.graph().trainable().size()))
          .measured((double) cut.size())
          .expected("0")
          .unit("variables without a gradient")
          .where(Sentence.some(cut, 8))
          .why(
              """
              A stopGradient in the forward path, or a cast to whole numbers, argMax or \
              rounding on the way.""")
          .fix(
              """
              Remove the stopGradient; if the layer is frozen on purpose, name its variables \
              as "frozen".""")
          .build();
    }
    return judge(lab, before, after);
  }

  private static String stop(Lab lab, String variable) {
    GraphOp stop = Blocked.by(lab, variable);
    return stop == null
        ? "a stopGradient or an op without a gradient"
        : Sentence.of("'%s' (%s), which lets none through", stop.name(), stop.type());
  }

  private Finding judge(Lab lab, GradientFlows before, GradientFlows after) {
    List<String> kernels =
        before.byVariable().keySet().stream()
            .filter(v -> lab.graph().shapeOf(v).size() >= 2)
            .toList();
    List<String> broken =
        before.byVariable().keySet().stream()
            .filter(v -> !Double.isFinite(before.of(v).mean()))
            .toList();
    if (!broken.isEmpty()) {
      return notFinite(lab, broken, before.of(broken.get(0)).mean());
    }
    List<String> dead = new ArrayList<>();
    List<String> constant = new ArrayList<>();
    for (String kernel : kernels) {
      GradientFlows.Flow first = before.of(kernel);
      GradientFlows.Flow second = after.of(kernel);
      if (!(first.mean() >= VANISHED) && !(second.mean() >= VANISHED)) {
        dead.add(kernel);
      } else if (!first.varies() && !second.varies()) {
        constant.add(kernel);
      }
    }
    if (!dead.isEmpty() && lab.once(AppliedGradient.ONCE).isNothing()) {
      return clipped(lab.once(AppliedGradient.ONCE), dead);
    }
    if (!dead.isEmpty() || !constant.isEmpty()) {
      List<String> all = new ArrayList<>(dead);
      all.addAll(constant);
      String title =
          dead.isEmpty()
              ? Sentence.of(
                  """
                  The gradient of %s is the same for every batch, expected to follow the data: \
                  only regularization reaches it.""",
                  Sentence.some(constant, 4))
              : Sentence.of(
                  "The gradient of %s is %s on average over %s batches, expected above %s.",
                  Sentence.some(dead, 4),
                  before.of(dead.get(0)).mean(),
                  GradientFlows.BATCHES,
                  VANISHED);
      return Findings.fail(this, title)
          .measured(before.of(all.get(0)).mean())
          .expected("above 1e-9 and different for different batches")
          .where(Sentence.some(all, 8))
          .why(
              """
              A stopGradient, units that are dead for all data, saturated activations, or \
              weights initialised far too small.""")
          .fix(
              """
              Follow the path from this kernel to the loss; draw kernels with deviation \
              sqrt(2 / inputs).""")
          .build();
    }
    return ratio(kernels, before, after);
  }

  private Finding clipped(AppliedGradient gradient, List<String> dead) {
    return Findings.fail(this, Sentence.of("%s: it is clipped to nothing.", gradient.told()))
        .measured(gradient.applied())
        .expected(Sentence.of("about %s", gradient.slope()))
        .where(Sentence.some(dead, 8))
        .why("A clipping threshold far below the gradient's norm, or a factor close to 0.")
        .fix("Raise the clipping threshold above the usual norm of the gradient.")
        .build();
  }

  private Finding notFinite(Lab lab, List<String> broken, double mean) {
    Batch batch = GradientFlows.firstBroken(lab);
    double loss = lab.initialLoss(batch);
    return Findings.fail(
            this,
            Sentence.of(
                "The gradient of %s is %s at the initial weights, where the loss is %s.%s",
                Sentence.some(broken, 4),
                mean,
                loss,
                FirstNonFinite.told(lab, lab.initial(), batch)))
        .measured(mean)
        .expected("finite")
        .where(Sentence.some(broken, 8))
        .why(
            Double.isFinite(loss)
                ? """
                The derivative of an op does not exist where its value does: the square root or \
                the norm of 0, the logarithm of a probability that is 0, a division whose result \
                a tf.where throws away."""
                : "The loss itself is not finite: log 0, 0 / 0, or an overflow on the way to it.")
        .fix(
            """
            Use a loss that takes logits; add a small number inside the root, the logarithm or the \
            divisor, before any tf.where.""")
        .build();
  }

  private Finding ratio(List<String> kernels, GradientFlows initial, GradientFlows later) {
    if (kernels.size() < 2) {
      return Findings.pass(this, "The gradient reaches every kernel.").build();
    }
    String first = kernels.get(0);
    String last = kernels.get(kernels.size() - 1);
    // A zero-initialised last layer lets the first gradient through only after an update.
    boolean held = initial.of(first).mean() < FAIL_RATIO * initial.of(last).mean();
    GradientFlows flows = held ? later : initial;
    double ratio = flows.of(first).mean() / flows.of(last).mean();
    String numbers =
        Sentence.of(
            "The mean gradient of %s is %s, that of %s is %s: a ratio of %s%s",
            first,
            flows.of(first).mean(),
            last,
            flows.of(last).mean(),
            ratio,
            held ? Sentence.of(" after %s updates", UPDATES) : "");
    if (ratio < WARN_RATIO || ratio > EXPLODING_RATIO) {
      boolean vanishing = ratio < WARN_RATIO;
      Finding.Builder finding =
          ratio < FAIL_RATIO
              ? Findings.fail(this, Sentence.of("%s, expected 0.001 to 70.", numbers))
              : Findings.warn(this, Sentence.of("%s, expected 0.001 to 70.", numbers));
      return finding
          .measured(ratio)
          .expected("0.001 to 70")
          .where(first)
          .why(
              vanishing
                  ? """
                  Gradients vanish on the way back: saturated activations, or weights drawn too \
                  small."""
                  : "Gradients grow on the way back: weights drawn too large.")
          .fix("Use ReLU with He initialization, normalization layers, or residual connections.")
          .build();
    }
    return Findings.pass(this, Sentence.of("%s.", numbers))
        .measured(ratio)
        .expected("0.001 to 70")
        .build();
  }
}
