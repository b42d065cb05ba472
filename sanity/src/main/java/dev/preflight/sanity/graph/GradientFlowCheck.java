package dev.preflight.sanity.graph;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Table;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.check.ShortRun;
import dev.preflight.sanity.loss.Outputs;
import dev.preflight.sanity.trace.AppliedGradient;
import dev.preflight.sanity.trace.Blocked;
import dev.preflight.sanity.trace.FirstNonFinite;
import dev.preflight.training.GraphOp;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * G08: the data's gradient reaches every kernel.
 *
 * <p>Measured at the initial weights and again after a few updates, because a zero-initialised last
 * layer holds back the first gradient and nothing more. Only kernels are judged: a bias before a
 * normalization has gradient 0 by design.
 */
public final class GradientFlowCheck implements Check {

  private static final int BATCHES = 5;
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
        Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    return Set.of("D01", "D02", "D03", "G06", "G12", "G15");
  }

  @Override
  public Seeds seeds() {
    return Seeds.ALL;
  }

  /**
   * The gradient of one variable over several batches.
   *
   * @param mean mean absolute value
   * @param varies whether it depends on the batch; one that does not comes from regularization
   */
  private record Flow(double mean, boolean varies) {}

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
    Map<String, Flow> before = flows(lab, lab.initial());
    Trainer later = lab.bench();
    new ShortRun(lab).steps(later, UPDATES, ShortRun.probingRate(lab));
    Map<String, Flow> after = flows(lab, later);
    lab.table(table(lab, before, after, cut));
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
          .source(Findings.CATALOGUE + ", G08")
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

  private Finding judge(Lab lab, Map<String, Flow> before, Map<String, Flow> after) {
    List<String> kernels =
        before.keySet().stream().filter(v -> lab.graph().shapeOf(v).size() >= 2).toList();
    List<String> broken =
        before.keySet().stream().filter(v -> !Double.isFinite(get(before, v).mean)).toList();
    if (!broken.isEmpty()) {
      return notFinite(lab, broken, get(before, broken.get(0)).mean);
    }
    List<String> dead = new ArrayList<>();
    List<String> constant = new ArrayList<>();
    for (String kernel : kernels) {
      Flow first = get(before, kernel);
      Flow second = get(after, kernel);
      if (!(first.mean >= VANISHED) && !(second.mean >= VANISHED)) {
        dead.add(kernel);
      } else if (!first.varies && !second.varies) {
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
                  Sentence.some(dead, 4), get(before, dead.get(0)).mean, BATCHES, VANISHED);
      return Findings.fail(this, title)
          .measured(get(before, all.get(0)).mean)
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
          .source(Findings.CATALOGUE + ", G08")
          .build();
    }
    return ratio(kernels, before, after);
  }

  private Finding clipped(AppliedGradient gradient, List<String> dead) {
    return Findings.fail(
            this,
            Sentence.of(
                """
                The optimizer gets a gradient of norm %s, where that of the loss is %s: it is \
                clipped to nothing.""",
                gradient.applied(), gradient.ofLoss()))
        .measured(gradient.applied())
        .expected(Sentence.of("about %s", gradient.ofLoss()))
        .where(Sentence.some(dead, 8))
        .why("A clipping threshold far below the gradient's norm, or a factor close to 0.")
        .fix("Raise the clipping threshold above the usual norm of the gradient.")
        .source(Findings.CATALOGUE + ", G08")
        .build();
  }

  private Finding notFinite(Lab lab, List<String> broken, double mean) {
    double loss = lab.initialLoss(lab.batch(lab.batchSize()));
    return Findings.fail(
            this,
            Sentence.of(
                "The gradient of %s is %s at the initial weights, where the loss is %s.%s",
                Sentence.some(broken, 4),
                mean,
                loss,
                FirstNonFinite.told(lab, lab.initial(), lab.batch(lab.batchSize()))))
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
        .source(Findings.CATALOGUE + ", G08")
        .build();
  }

  private Finding ratio(List<String> kernels, Map<String, Flow> initial, Map<String, Flow> later) {
    if (kernels.size() < 2) {
      return Findings.pass(this, "The gradient reaches every kernel.").build();
    }
    String first = kernels.get(0);
    String last = kernels.get(kernels.size() - 1);
    // A zero-initialised last layer lets the first gradient through only after an update.
    boolean held = get(initial, first).mean < FAIL_RATIO * get(initial, last).mean;
    Map<String, Flow> flows = held ? later : initial;
    double ratio = get(flows, first).mean / get(flows, last).mean;
    String numbers =
        Sentence.of(
            "The mean gradient of %s is %s, that of %s is %s: a ratio of %s%s",
            first,
            get(flows, first).mean,
            last,
            get(flows, last).mean,
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
          .source("AUTOTRAINER; " + Findings.CATALOGUE + ", G08")
          .build();
    }
    return Findings.pass(this, Sentence.of("%s.", numbers))
        .measured(ratio)
        .expected("0.001 to 70")
        .build();
  }

  private static Map<String, Flow> flows(Lab lab, Trainer trainer) {
    ShortRun batches = new ShortRun(lab);
    Map<String, Double> sums = new LinkedHashMap<>();
    Map<String, Boolean> varies = new LinkedHashMap<>();
    Map<String, HostArray> first = Map.of();
    for (int i = 0; i < BATCHES; i++) {
      lab.checkpoint();
      Batch batch = batches.next();
      Map<String, HostArray> gradients = trainer.gradients(batch);
      for (Map.Entry<String, HostArray> entry : gradients.entrySet()) {
        HostArray g = entry.getValue();
        double sum = 0;
        for (int k = 0; k < g.size(); k++) {
          sum += Math.abs(g.get(k));
        }
        double mean = sum / Math.max(1, g.size());
        sums.merge(entry.getKey(), mean / BATCHES, Double::sum);
        HostArray earlier = first.get(entry.getKey());
        if (earlier != null) {
          boolean differs =
              earlier.size() != g.size() || !(Outputs.largestDifference(earlier, g) == 0);
          varies.merge(entry.getKey(), differs, Boolean::logicalOr);
        }
      }
      if (first.isEmpty()) {
        first = gradients;
      }
    }
    Map<String, Flow> flows = new LinkedHashMap<>();
    sums.forEach((name, mean) -> flows.put(name, new Flow(mean, varies.getOrDefault(name, true))));
    return flows;
  }

  private static Flow get(Map<String, Flow> flows, String variable) {
    return flows.getOrDefault(variable, new Flow(Double.NaN, true));
  }

  private static Table table(
      Lab lab, Map<String, Flow> before, Map<String, Flow> after, List<String> cut) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    before.forEach(
        (name, flow) ->
            rows.add(
                List.of(
                    name, lab.graph().shapeOf(name).toString(), flow.mean, get(after, name).mean)));
    cut.forEach(
        name -> rows.add(List.of(name, lab.graph().shapeOf(name).toString(), "none", "none")));
    return new Table(
        "gradients",
        "Mean absolute gradient by variable",
        List.of(
            Table.Column.text("variable"),
            Table.Column.text("shape"),
            Table.Column.number("at the initial weights"),
            Table.Column.number(Sentence.of("after %s updates", UPDATES))),
        rows);
  }
}
