package dev.preflight.sanity.micro;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Effort;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.check.SoundGraph;
import dev.preflight.sanity.metrics.Classified;
import dev.preflight.sanity.metrics.Predicted;
import dev.preflight.training.Evaluation;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.InputException;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.optimizer.StepSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** M03: with an optimizer that is known to work, the model memorizes a few batches. */
public final class OverfitSubsetCheck implements Check {

  /** Batches of the subset: the lectures take 5 to 10. */
  private static final int BATCHES = 8;

  /** Items in a batch, where the graph does not fix it. */
  private static final int BATCH = 32;

  /** Passes over the subset at most, at each rate. */
  private static final int PASSES = 100;

  /** How often to look, in passes. */
  private static final int LOOK_EVERY = 2;

  private static final double RATE = 3e-3;
  private static final double LOWER_RATE = 3e-4;

  /** Share of right items, or of explained variance, that counts as memorized. */
  private static final double REACHED = 0.99;

  /** A loss that lost less than this share of its first value has not come down: it fails. */
  private static final double FALLEN = 0.02;

  /** What is left of the first loss where nothing else tells: memorized. */
  private static final double LOSS_LEFT = 0.05;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "M03",
        "overfit a small subset",
        "a model that memorizes one batch but not a few: too small, or labels that contradict",
        """
        Trains 8 batches of 32 items over and over with Adam at 0.003 (then 0.0003), without \
        augmentation and weight decay, at most 100 passes. Memorized is 99 % right items, for a \
        regression 99 % explained variance, where neither can be told a twentieth of the first \
        loss. Less warns, for a linear model or noisy labels are no mistake; a loss that loses \
        less than 2 % fails.""",
        "CS231n, babysitting the learning process: overfit a small portion of the data",
        Profile.PARANOID);
  }

  @Override
  public Set<String> needs() {
    return SoundGraph.and("M01");
  }

  @Override
  public Effort effort() {
    return new Effort(0, BATCHES * PASSES);
  }

  /** What was reached at a rate: quality 1 is all right, 0 is nothing known. */
  private record Reached(
      double rate, double quality, boolean fell, String text, List<Double> curve, int passes) {}

  @Override
  public Finding run(Lab lab) {
    Reached result;
    Optimizer adam = Optimizer.of(Optimizer.Kind.ADAM).withLearningRate(RATE);
    try (TrainingGraph graph = lab.graph().sibling(adam);
        Trainer trainer = graph.open(lab.seed())) {
      result = memorize(lab, graph, trainer, RATE);
      if (result.quality < REACHED) {
        trainer.reset(lab.seed());
        Reached again = memorize(lab, graph, trainer, LOWER_RATE);
        result = again.quality > result.quality ? again : result;
      }
    } catch (InputException e) {
      return Findings.unmeasured(
          this,
          Sentence.of("An optimizer of ours cannot be added to this graph: %s", e.getMessage()),
          e.hint());
    }
    lab.chart(chart(result));
    String is =
        Sentence.of("%s after %,d passes over %,d batches", result.text, result.passes, BATCHES);
    if (result.quality >= REACHED) {
      return Findings.pass(this, Sentence.of("Adam memorizes a subset: %s.", is))
          .measured(result.quality)
          .expected("at least 0.99")
          .build();
    }
    String title = Sentence.of("The model does not memorize a small subset: %s.", is);
    return (result.fell ? Findings.warn(this, title) : Findings.fail(this, title))
        .measured(result.quality)
        .expected("at least 0.99")
        .why(
            "It memorizes one batch, so that the loop works; it is too small for more, is held back"
                + " by dropout or regularization, or items contradict each other.")
        .fix("Switch dropout and regularization off for this test; then make the model larger.")
        .build();
  }

  private static Reached memorize(Lab lab, TrainingGraph graph, Trainer trainer, double rate) {
    Dataset train = graph.data().train();
    int size = graph.fixedBatchSize().orElse(Math.min(BATCH, train.size()));
    int batches = Math.max(1, Math.min(BATCHES, train.size() / size));
    Dataset subset = train.sample(Math.min(train.size(), batches * size), lab.seed());
    Evaluation first = trainer.evaluate(subset);
    List<Double> curve = new ArrayList<>();
    lab.begin("overfit a subset", (long) PASSES * batches);
    StepSettings settings = StepSettings.of(rate).withWeightDecay(0);
    double best = Double.NEGATIVE_INFINITY;
    String text = "";
    int pass = 0;
    while (pass < PASSES && best < REACHED) {
      for (int b = 0; b < batches; b++) {
        int from = b * size;
        double loss =
            trainer.step(
                subset.batch(
                    IntStream.range(from, from + size).map(i -> i % subset.size()).toArray()),
                settings);
        curve.add(loss);
        lab.advance((long) pass * batches + b + 1);
      }
      pass++;
      if (pass % LOOK_EVERY == 0) {
        Quality now = quality(lab, trainer, subset, first.loss());
        if (now.share > best) {
          best = now.share;
          text = now.text;
        }
      }
    }
    double last = trainer.evaluate(subset).loss();
    boolean fell = last < first.loss() - FALLEN * Math.abs(first.loss());
    return new Reached(rate, best, fell, text, curve, pass);
  }

  private record Quality(double share, String text) {}

  private static Quality quality(Lab lab, Trainer trainer, Dataset subset, double first) {
    if (lab.namesOutputs()
        && lab.classifies()
        && Classified.reads(lab.graph().outputs(), lab.classes().orElse(0))) {
      Classified classified = new Classified(lab.classes().getAsInt());
      trainer.evaluate(subset, (batch, outputs) -> classified.add(outputs, batch.labels()));
      double guess = classified.majority();
      double accuracy = classified.accuracy();
      double share = guess >= 1 ? 1 : (accuracy - guess) / (1 - guess);
      return new Quality(
          accuracy >= REACHED ? 1 : Math.min(share, accuracy),
          Numbers.percent(accuracy) + " of " + classified.size() + " items right");
    }
    if (lab.namesOutputs()
        && !lab.classifies()
        && lab.graph().outputs().orElse(0) == subset.labels().size()) {
      Predicted predicted = new Predicted();
      trainer.evaluate(subset, (batch, outputs) -> predicted.add(outputs, batch.labels()));
      if (Double.isFinite(predicted.r2())) {
        return new Quality(
            predicted.r2(), Numbers.percent(predicted.r2()) + " of the variance explained");
      }
    }
    double loss = trainer.evaluate(subset).loss();
    double left = loss / first;
    return new Quality(left <= LOSS_LEFT ? 1 : 1 - left, Sentence.of("loss %s to %s", first, loss));
  }

  private static Chart chart(Reached result) {
    int n = result.curve.size();
    return Chart.of(
            "M03-loss",
            "Overfitting a small subset",
            "The loss of a few batches that are trained on over and over; it should fall to near its"
                + " lowest.",
            Chart.Axis.linear("update"),
            Chart.Axis.linear("loss"))
        .series(
            Sentence.of("trained on, at %s", result.rate),
            Chart.Role.FIRST,
            Chart.Style.LINE,
            IntStream.rangeClosed(1, n).asDoubleStream().toArray(),
            result.curve.stream().mapToDouble(d -> d).toArray())
        .build();
  }
}
