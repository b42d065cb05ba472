package dev.preflight.sanity.graph;

import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.loss.InitialLoss;
import dev.preflight.training.data.Batch;
import java.util.Set;
import java.util.stream.IntStream;

/** G04: the loss of a batch is the mean of the losses of its examples. */
public final class AdditivityCheck implements Check {

  private static final double TOLERANCE = 1e-3;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "G04",
        "loss is a mean",
        "sum instead of mean, a reduction over the wrong axis, a broadcast in the loss",
        """
        Compares the loss of a batch with the mean of the losses of its examples one by one, \
        and with that of the batch doubled. They must agree to 0.1 %. A sum fails, for the \
        rate then depends on the batch size; a weighted mean and a loss that compares \
        examples are told.""",
        "TheDeepChecker (Ben Braiek and Khomh 2023), loss reduction",
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
    double regularization = InitialLoss.regularizationOrZero(lab, batch);
    BatchLoss loss = new BatchLoss(lab, batch, regularization);
    int[] once = IntStream.range(0, n).toArray();
    double whole = loss.of(once);
    double mean = loss.meanOfSingles();
    double doubled = loss.of(IntStream.range(0, 2 * n).map(i -> i % n).toArray());
    if (!Double.isFinite(whole) || !Double.isFinite(mean) || !Double.isFinite(doubled)) {
      return Findings.unmeasured(this, "The initial loss is not finite; see G02.");
    }
    if (BatchLoss.isZero(whole) && BatchLoss.isZero(mean) && BatchLoss.isZero(doubled)) {
      return Findings.unmeasured(
          this, "The loss is 0 at the initial weights, with any examples: it says nothing yet.");
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
    if (byDoubling <= TOLERANCE && loss.isWeightedMean(whole)) {
      return Findings.info(
              this,
              Sentence.of(
                  """
                  The loss of a batch is a weighted mean over its examples: %s, where the plain \
                  mean is %s.""",
                  whole, mean))
          .measured(whole / mean)
          .why("Weights of classes or examples, divided by their sum in the batch.")
          .build();
    }
    if (loss.isContrastive(whole)) {
      return Findings.info(
              this,
              Sentence.of(
                  """
                  The loss compares the examples of a batch with each other: %s for %s examples, \
                  %s for each alone.""",
                  whole, n, mean))
          .measured(whole)
          .why("A contrastive loss; it depends on the batch size by its nature.")
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
          .build();
    }
    if (loss.ignoresPairs(whole)) {
      return Findings.fail(
              this,
              Sentence.of(
                  """
                  Every output is compared with every label: labels given to other examples of the \
                  batch leave the loss at %s, and the mean of the single losses is %s.""",
                  whole, mean))
          .measured(whole / mean)
          .expected("1")
          .unit("ratio")
          .where(Sentence.of("'%s'", lab.graph().ends().loss()))
          .why(
              """
              Shapes such as [batch, 1] and [batch] are broadcast to [batch, batch] in the loss.""")
          .fix(
              """
              Give predictions and targets the same shape, such as tf.reshape(labels, {-1, 1}), \
              before they are compared.""")
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
            A reduction or softmax over the batch axis in the loss, shapes that broadcast, or a loss \
            that compares examples on purpose.""")
        .fix(
            """
            Give predictions and targets the same shape; reduce classes over axis 1, the \
            batch over axis 0.""")
        .build();
  }
}
