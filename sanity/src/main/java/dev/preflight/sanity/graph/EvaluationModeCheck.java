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
import java.util.Set;

/** G12: evaluation is a function: the same weights and the same examples give the same numbers. */
public final class EvaluationModeCheck implements Check {

  /** Largest relative difference of two evaluations; GPUs may add in another order. */
  private static final double TOLERANCE = 1e-5;

  private static final int REPEATS = 3;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "G12",
        "evaluation mode",
        "dropout or other noise that stays active in evaluation",
        """
        Evaluates one batch three times at the same weights, with the training flag off. \
        Outputs or losses that differ by more than 0.00001 of their size fail: something \
        random is still at work.""",
        "TrainCheck (Jiang et al. 2025), invariants",
        Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    return Set.of("D01", "D03");
  }

  @Override
  public Finding run(Lab lab) {
    if (lab.graph().drawsInEvaluation()) {
      return Findings.fail(
              this,
              "The function that evaluates draws random numbers, expected none: dropout or other"
                  + " noise is active in evaluation.")
          .expected("no random draws")
          .where(EvaluationSwitch.where(lab))
          .why("The model is called in training mode where it is evaluated.")
          .fix(EvaluationSwitch.fix(lab, "", ""))
          .build();
    }
    Batch batch = lab.batch(Lab.PROBE);
    Trainer trainer = lab.initial();
    double[] losses = new double[REPEATS];
    double difference = 0;
    HostArray first = null;
    for (int i = 0; i < REPEATS; i++) {
      losses[i] = trainer.loss(batch, Mode.EVALUATE);
      if (lab.namesOutputs()) {
        HostArray outputs = trainer.outputs(batch, Mode.EVALUATE);
        if (first == null) {
          first = outputs;
        } else {
          double scale = Math.max(Outputs.largest(first), 1e-6);
          difference = worse(difference, Outputs.largestDifference(first, outputs) / scale);
        }
      }
      double change = Math.abs(losses[i] - losses[0]);
      boolean same = losses[i] == losses[0] || (Double.isNaN(losses[i]) && Double.isNaN(losses[0]));
      difference = worse(difference, same ? 0 : change / Math.max(Math.abs(losses[0]), 1e-6));
    }
    if (difference <= TOLERANCE) {
      return Findings.pass(
              this,
              Sentence.of(
                  "%s evaluations of the same batch at the same weights agree%s",
                  REPEATS,
                  lab.graph().isStochastic() && !lab.graph().hasModes()
                      ? ", although the loss draws random numbers."
                      : "."))
          .measured(difference)
          .expected("at most 1e-5, relative")
          .build();
    }
    boolean stochastic = lab.graph().isStochastic();
    return Findings.fail(
            this,
            Sentence.of(
                """
                Evaluations of the same batch at the same weights differ by %s (loss %s, then \
                %s), expected equal%s""",
                Numbers.percent(difference),
                losses[0],
                losses[1],
                stochastic ? ": dropout or other noise is active in evaluation." : "."))
        .measured(difference)
        .expected("at most 1e-5, relative")
        .where(EvaluationSwitch.where(lab))
        .why(
            !lab.graph().hasModes()
                ? """
                The graph draws random numbers (dropout) and Preflight was not told how to turn \
                them off."""
                : "The dropout does not read the training flag, or reads it the wrong way round.")
        .fix(
            EvaluationSwitch.fix(
                lab,
                """
                Name the placeholder that switches dropout off as "training"; if there is none, \
                add one and multiply the dropout rate by it.""",
                "Compute the keep probability from the flag: 1 - rate * cast(training, float)."))
        .build();
  }

  private static double worse(double a, double b) {
    return Double.isNaN(b) ? Double.POSITIVE_INFINITY : Math.max(a, b);
  }
}
