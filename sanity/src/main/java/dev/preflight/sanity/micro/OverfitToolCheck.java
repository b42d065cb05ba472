package dev.preflight.sanity.micro;

import dev.preflight.reports.Finding;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Memorization;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.check.Text;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.optimizer.StepSettings;
import java.util.Set;

/** M01: with an optimizer that is known to work, the model memorizes one small batch. */
public final class OverfitToolCheck implements Check {

  private static final int BUDGET = 1_000;
  private static final double RATE = 3e-3;
  private static final double LOWER_RATE = 3e-4;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "M01",
        "overfit one batch with Adam",
        "mistakes in the model, the loss or the labels that no optimizer can mend",
        Profile.STANDARD);
  }

  @Override
  public Set<String> needs() {
    return OverfitUserCheck.SOUND_GRAPH;
  }

  @Override
  public Seeds seeds() {
    return Seeds.ALL;
  }

  @Override
  public Finding run(Lab lab) {
    Optimizer adam = Optimizer.of(Optimizer.Kind.ADAM).withLearningRate(RATE);
    Memorization result;
    try (TrainingGraph graph = lab.graph().sibling(adam);
        Trainer trainer = graph.open(lab.seed())) {
      result = memorize(lab, trainer, RATE);
      if (!result.reached()) {
        trainer.reset(lab.seed());
        Memorization second = memorize(lab, trainer, LOWER_RATE);
        result = better(result, second);
      }
    } catch (InputException e) {
      return Findings.skip(
          this, "An optimizer of ours cannot be added to this graph: " + e.getMessage(), e.hint());
    }
    lab.toolMemorization(result);
    lab.chart(OverfitUserCheck.chart(result, "M01", "with Adam"));
    int examples = lab.batch(Memorization.BATCH).size();
    if (result.reached()) {
      return Findings.pass(
              this,
              "Adam memorizes "
                  + examples
                  + " examples in "
                  + result.updates()
                  + " updates ("
                  + result.result()
                  + ").")
          .measured((double) result.updates())
          .expected("at most " + Text.count(BUDGET))
          .unit("updates")
          .build();
    }
    return OverfitUserCheck.verdict(
            lab,
            this,
            result,
            "The model cannot memorize "
                + examples
                + " examples with Adam in "
                + Text.count(BUDGET)
                + " updates: "
                + result.result()
                + ", expected all right and a loss below "
                + Text.of(result.target())
                + ".")
        .expected("all right, loss below " + Text.of(result.target()))
        .where("learning rates " + Text.of(RATE) + " and " + Text.of(LOWER_RATE))
        .why(
            "A model without the capacity or the connection to its input, labels that do not belong"
                + " to their examples, or a loss that does not measure them.")
        .fix("Look at the batch just before it is fed; then remove layers until it is memorized.")
        .source("Karpathy's recipe; TheDeepChecker; " + Findings.CATALOGUE + ", M01")
        .build();
  }

  private static Memorization memorize(Lab lab, Trainer trainer, double rate) {
    return Memorization.of(
        lab, trainer, StepSettings.of(rate).withWeightDecay(0), BUDGET, "overfit with Adam");
  }

  private static Memorization better(Memorization a, Memorization b) {
    return b.reached() || b.accuracy() > a.accuracy() || b.best() < a.best() ? b : a;
  }
}
