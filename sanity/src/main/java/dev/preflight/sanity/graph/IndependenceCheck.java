package dev.preflight.sanity.graph;

import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.loss.Outputs;
import dev.preflight.training.Mode;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * G11: in evaluation, the outputs of an example depend on that example alone.
 *
 * <p>Batch statistics break this too. They are told apart by order: they treat all examples alike,
 * so reversing the batch reverses the outputs; a wrong reshape does not commute with that.
 */
public final class IndependenceCheck implements Check {

  private static final int EXAMPLES = 8;
  private static final double TOLERANCE = 1e-4;
  private static final double ORDER_TOLERANCE = 1e-3;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "G11",
        "independent examples",
        "a reshape or transpose that mixes the batch, batch statistics in evaluation",
        """
        Changes one example of a batch of 8 in evaluation. An output of another example that \
        moves by more than 0.0001 of its size fails. Batch statistics are told from a wrong \
        reshape by order: they do not care about it.""",
        "Karpathy, A Recipe for Training Neural Networks (2019): backprop to chart dependencies",
        Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    return Set.of("D01", "D03", "G12");
  }

  @Override
  public Finding run(Lab lab) {
    if (!lab.namesOutputs() && lab.graph().ends().perExampleLoss() == null) {
      return Findings.unmeasured(
          this,
          "The program names neither logits nor a per-example loss.",
          "Name the tensor of the outputs as \"logits\".");
    }
    int size = lab.graph().fixedBatchSize().orElse(EXAMPLES);
    Batch source = lab.batch(2 * size);
    if (size < 2 || source.size() < 3) {
      return Findings.unmeasured(this, "It takes a batch of at least two and three examples.");
    }
    // A fixed batch is filled up with its first example: one has to stay outside to be put in.
    int others = source.size() - 1;
    int rows = lab.graph().fixedBatchSize().isPresent() ? size : Math.min(size, others);
    int[] order = new int[rows];
    for (int i = 0; i < rows; i++) {
      order[i] = i % others;
    }
    Batch base = BatchRows.of(source, order);
    HostArray before = measure(lab, base);
    if (before.rank() < 1 || before.rows() != rows) {
      return Findings.fail(
              this,
              Sentence.of(
                  "The outputs of a batch of %s have shape %s, expected one row per example.",
                  rows, Arrays.toString(before.shape())))
          .why("A reshape that merges the batch with another dimension.")
          .fix("Reshape to {-1, width} with the width of one example.")
          .build();
    }
    double scale = Math.max(Outputs.largest(before), 1e-6);
    double worst = 0;
    int from = 0;
    int to = 0;
    for (int j : new int[] {0, rows / 2, rows - 1}) {
      int[] changed = order.clone();
      changed[j] = source.size() - 1;
      HostArray after = measure(lab, BatchRows.of(source, changed));
      for (int i = 0; i < rows; i++) {
        double d = Outputs.largestDifference(before.rows(i, i + 1), after.rows(i, i + 1)) / scale;
        if (i != j && !(d <= worst)) {
          worst = d;
          from = j;
          to = i;
        }
      }
    }
    if (worst <= TOLERANCE) {
      return Findings.pass(this, "No output changes when another example of the batch changes.")
          .measured(worst)
          .expected("at most 1e-4 of the largest output")
          .build();
    }
    return commutes(lab, base, before, scale) && knowsSharesOnly(lab, base, before, scale)
        ? statistics(lab, worst, from, to)
        : mixed(worst, from, to);
  }

  private Finding mixed(double worst, int from, int to) {
    return Findings.fail(
            this,
            Sentence.of(
                """
                Output %s changes by %s when example %s changes, expected 0: the batch is mixed.""",
                to, Numbers.percent(worst), from))
        .measured(worst)
        .expected("at most 1e-4 of the largest output")
        .where(Sentence.of("examples %s and %s of one batch, in evaluation mode", from, to))
        .why(
            """
            A reshape where a transpose was meant, a transpose that moves the batch \
            dimension, or an operation over axis 0.""")
        .fix("Keep the batch first: tf.reshape(x, {-1, width}), and reduce over axes 1 and up.")
        .build();
  }

  private Finding statistics(Lab lab, double worst, int from, int to) {
    String title =
        Sentence.of(
            """
            Output %s changes by %s when example %s changes, expected 0: statistics of the \
            batch are used in evaluation.""",
            to, Numbers.percent(worst), from);
    Finding.Builder finding =
        lab.graph().hasModes() ? Findings.fail(this, title) : Findings.warn(this, title);
    return finding
        .measured(worst)
        .expected("at most 1e-4 of the largest output")
        .where(EvaluationSwitch.where(lab))
        .why(
            """
            Batch normalization takes mean and variance of the batch instead of its moving \
            averages, or something is reduced over axis 0.""")
        .fix(
            EvaluationSwitch.fix(
                lab,
                "Name the placeholder that switches to evaluation as \"training\".",
                """
                Let batch normalization read the training flag, and use its moving averages \
                when it is false."""))
        .build();
  }

  /**
   * Whether outputs stay the same when every example stands in the batch twice: they do for means
   * and variances, and not for sums or for a softmax over the batch.
   */
  private static boolean knowsSharesOnly(Lab lab, Batch base, HostArray before, double scale) {
    if (lab.graph().fixedBatchSize().isPresent()) {
      return true; // It cannot be doubled.
    }
    int rows = base.size();
    int[] twice = IntStream.range(0, 2 * rows).map(i -> i % rows).toArray();
    HostArray after = measure(lab, BatchRows.of(base, twice));
    return after.rows() == 2 * rows
        && Outputs.largestDifference(before, after.rows(0, rows)) <= ORDER_TOLERANCE * scale;
  }

  private static boolean commutes(Lab lab, Batch base, HostArray before, double scale) {
    int rows = base.size();
    // Neither a reversal alone nor a rotation alone: a reshape may commute with one of them.
    int[][] orders = new int[2][rows];
    for (int i = 0; i < rows; i++) {
      orders[0][i] = (i + 1) % rows;
      orders[1][i] = i == 0 ? rows - 1 : i == rows - 1 ? 0 : i;
    }
    for (int[] order : orders) {
      HostArray after = measure(lab, BatchRows.of(base, order));
      if (!(Outputs.largestDifference(before.gather(order), after) <= ORDER_TOLERANCE * scale)) {
        return false;
      }
    }
    return true;
  }

  private static HostArray measure(Lab lab, Batch batch) {
    Trainer trainer = lab.initial();
    return lab.namesOutputs()
        ? trainer.outputs(batch, Mode.EVALUATE)
        : trainer.perExampleLoss(batch, Mode.EVALUATE);
  }
}
