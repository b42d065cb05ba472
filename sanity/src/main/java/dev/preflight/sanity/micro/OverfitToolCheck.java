package dev.preflight.sanity.micro;

import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Effort;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.check.SoundGraph;
import dev.preflight.training.data.InputException;
import java.util.Objects;
import java.util.Set;

/** M01: with an optimizer that is known to work, the model memorizes one small batch. */
public final class OverfitToolCheck implements Check {

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "M01",
        "overfit one batch with Adam",
        "mistakes in the model, the loss or the labels that no optimizer can mend",
        """
        Trains 16 examples with Adam at 0.003 (then 0.0003), at most 1,000 updates. They are \
        memorized when 95 % are right and the loss is within 5 % of the way to its lowest \
        value, in evaluation. Not reached fails when nothing is known that stands in the \
        way; heavy regularization, a loss without a known floor or examples that contradict \
        each other make it inconclusive.""",
        "Karpathy, A Recipe for Training Neural Networks (2019): overfit one batch; CS231n",
        Profile.STANDARD);
  }

  @Override
  public Set<String> needs() {
    return SoundGraph.CHECKS;
  }

  @Override
  public Seeds seeds() {
    return Seeds.ALL;
  }

  @Override
  public Effort effort() {
    return new Effort(ToolMemorization.BUDGET, 0);
  }

  @Override
  public Finding run(Lab lab) {
    Memorization result;
    try {
      result = lab.once(ToolMemorization.ONCE);
    } catch (InputException e) {
      return Findings.unmeasured(
          this,
          Sentence.of("An optimizer of ours cannot be added to this graph: %s", e.getMessage()),
          e.hint());
    }
    lab.chart(MemorizationFinding.chart(result, "M01", "with Adam"));
    int examples = result.examples();
    if (result.reached()) {
      return Findings.pass(
              this,
              Sentence.of(
                  "Adam memorizes %s examples in %s updates (%s).",
                  examples, result.updates(), result.result()))
          .measured((double) result.updates())
          .expected(Sentence.of("at most %,d", ToolMemorization.BUDGET))
          .unit("updates")
          .build();
    }
    Diagnosis diagnosis =
        Objects.requireNonNullElse(Diagnosis.of(lab, false), Diagnosis.UNKNOWN_WITH_ADAM);
    return MemorizationFinding.failure(
            lab,
            this,
            result,
            diagnosis.title(
                Sentence.of(
                    "The model cannot memorize %s examples with Adam in %,d updates: %s, expected %s.",
                    examples, ToolMemorization.BUDGET, result.result(), result.goal())))
        .expected(result.goal())
        .where(
            Sentence.of(
                "learning rates %s and %s", ToolMemorization.RATE, ToolMemorization.LOWER_RATE))
        .why(diagnosis.why())
        .fix(diagnosis.fix())
        .build();
  }
}
