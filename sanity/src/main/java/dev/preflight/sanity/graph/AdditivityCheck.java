package dev.preflight.sanity.graph;

import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.loss.InitialLoss;
import dev.preflight.training.Mode;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import java.util.Set;

/** G04: the loss of a batch is the mean of the losses of its examples. */
public final class AdditivityCheck implements Check {

  private static final double TOLERANCE = 1e-3;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "G04",
        "loss is a mean",
        "sum instead of mean, a reduction over the wrong axis, a broadcast in the loss",
        Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    return Set.of("D01", "D03", "G05", "G11", "G12");
  }

  @Override
  public Finding run(Lab lab) {
    if (lab.graph().fixedBatchSize().isPresent()) {
      return Findings.unmeasured(
          this,
          Sentence.of(
              "The graph takes batches of %s only.", lab.graph().fixedBatchSize().getAsInt()),
          "Leave the first dimension of the placeholders open (-1).");
    }
    Batch batch = lab.batch(Lab.PROBE);
    int n = batch.size();
    if (n < 2) {
      return Findings.inapplicable(this, "There is only one training example.");
    }
    Trainer trainer = lab.initial();
    double regularization = InitialLoss.regularizationOrZero(lab, batch);
    double whole = trainer.loss(batch, Mode.EVALUATE) - regularization;
    int[] twice = new int[2 * n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      twice[i] = i;
      twice[n + i] = i;
      Batch one = BatchRows.of(batch, new int[] {i});
      mean += (trainer.loss(one, Mode.EVALUATE) - regularization) / n;
    }
    double doubled = trainer.loss(BatchRows.of(batch, twice), Mode.EVALUATE) - regularization;
    if (!Double.isFinite(whole) || !Double.isFinite(mean) || !Double.isFinite(doubled)) {
      return Findings.unmeasured(this, "The initial loss is not finite; see G02.");
    }
    // With the regularization unknown, whatever is constant cancels in the differences.
    double scale = Math.max(Math.abs(whole), Math.abs(mean));
    double byDoubling = Math.abs(doubled - whole) / scale;
    double bySingles = Math.abs(whole - mean) / scale;
    double difference = Math.max(byDoubling, bySingles);
    if (difference <= TOLERANCE) {
      return Findings.pass(
              this,
              Sentence.of(
                  "The loss of a batch is the mean over its examples (relative difference %s).",
                  difference))
          .measured(difference)
          .expected("at most 0.001")
          .build();
    }
    double ratio = doubled / whole;
    boolean sum = Math.abs(ratio - 2) < 0.01 && Math.abs(whole / mean - n) < 0.01 * n;
    if (sum) {
      return Findings.fail(
              this,
              Sentence.of(
                  """
                  Doubling the batch doubles the loss (%s for %s examples, %s for %s), expected \
                  no change: the loss is a sum, not a mean.""",
                  whole, n, doubled, 2 * n))
          .measured(ratio)
          .expected("1")
          .unit("ratio")
          .where(Sentence.of("'%s'", lab.graph().ends().loss()))
          .why(
              """
              reduceSum over the batch; the gradient and the learning rate that suits it now \
              depend on the batch size.""")
          .fix("Reduce with tf.math.mean(perExampleLoss, tf.constant(0)).")
          .source("TheDeepChecker; " + Findings.CATALOGUE + ", G04")
          .build();
    }
    return Findings.fail(
            this,
            Sentence.of(
                """
                The loss of %s examples is %s, the mean of their single losses is %s%s; \
                expected equal.""",
                n,
                whole,
                mean,
                byDoubling > TOLERANCE
                    ? Sentence.of(", twice the same batch gives %s", doubled)
                    : ""))
        .measured(whole / mean)
        .expected("1")
        .unit("ratio")
        .where(Sentence.of("'%s'", lab.graph().ends().loss()))
        .why(
            """
            Shapes [batch, 1] and [batch] broadcast to [batch, batch], a reduction or \
            softmax over the batch axis, or a loss that compares examples on purpose.""")
        .fix(
            """
            Give predictions and targets the same shape; reduce classes over axis 1, the \
            batch over axis 0.""")
        .source(Findings.CATALOGUE + ", G04")
        .build();
  }
}
