package dev.preflight.sanity.curves;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.check.ShortRun;
import dev.preflight.sanity.check.Text;
import dev.preflight.sanity.micro.OverfitUserCheck;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.optimizer.StepSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** R01: a short ordinary run stays finite. */
public final class ShortRunCheck implements Check {

  private static final int UPDATES = 100;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "R01",
        "finite short run",
        "losses, gradients or weights that become NaN or infinite within the first updates",
        Profile.STANDARD);
  }

  @Override
  public Set<String> needs() {
    Set<String> needs = new java.util.HashSet<>(OverfitUserCheck.SOUND_GRAPH);
    needs.addAll(Set.of("M01", "M02", "M06"));
    return needs;
  }

  @Override
  public Seeds seeds() {
    return Seeds.ANY;
  }

  @Override
  public Finding run(Lab lab) {
    if (!lab.hasLearningRate()) {
      return Findings.skip(
          this,
          "No learning rate is known: the graph's own is " + Text.of(lab.learningRate()) + ".",
          "Give the rate you mean to train with (--learning-rate).");
    }
    StepSettings settings = StepSettings.of(lab.learningRate());
    Trainer trainer = lab.bench();
    ShortRun batches = new ShortRun(lab);
    List<Trainer.Step> steps = new ArrayList<>();
    lab.begin("short run", UPDATES);
    for (int i = 1; i <= UPDATES; i++) {
      Trainer.Step step = trainer.stepWithNorm(batches.next(), settings);
      steps.add(step);
      lab.advance(i);
      boolean normKnown = !lab.graph().updated().isEmpty();
      if (!Double.isFinite(step.loss()) || (normKnown && !Double.isFinite(step.gradientNorm()))) {
        break;
      }
    }
    lab.chart(chart(steps));
    Trainer.Step last = steps.get(steps.size() - 1);
    boolean finite =
        Double.isFinite(last.loss())
            && (lab.graph().updated().isEmpty() || Double.isFinite(last.gradientNorm()));
    String at = Text.of(settings.learningRate());
    if (!finite) {
      return nonFinite(steps, at);
    }
    List<String> broken = new ArrayList<>();
    for (String variable : lab.graph().trainable()) {
      if (!isFinite(trainer.variable(variable))) {
        broken.add(variable);
      }
    }
    if (!broken.isEmpty()) {
      return Findings.fail(
              this,
              "After "
                  + UPDATES
                  + " updates at "
                  + at
                  + " "
                  + Text.some(broken, 4)
                  + " holds NaN or infinity, expected finite weights.")
          .measured((double) broken.size())
          .expected("0")
          .unit("variables")
          .where(Text.some(broken, 8))
          .why("The last update overflowed; the learning rate is too high.")
          .fix("Run preflight lr-find, and clip the gradient's norm.")
          .source(Findings.CATALOGUE + ", R01")
          .build();
    }
    return Findings.pass(
            this,
            UPDATES
                + " updates at "
                + at
                + " stay finite; the loss goes from "
                + Text.of(meanLoss(steps, 0, 10))
                + " to "
                + Text.of(meanLoss(steps, UPDATES - 10, UPDATES))
                + " (means of 10).")
        .measured(meanLoss(steps, UPDATES - 10, UPDATES))
        .build();
  }

  private Finding nonFinite(List<Trainer.Step> steps, String at) {
    int n = steps.size();
    Trainer.Step last = steps.get(n - 1);
    String what =
        Double.isFinite(last.loss())
            ? "The gradient's norm is " + Text.of(last.gradientNorm())
            : "The loss is " + Text.of(last.loss());
    String before =
        n == 1
            ? ""
            : ", after a loss of "
                + Text.of(steps.get(n - 2).loss())
                + " and a gradient norm of "
                + Text.of(steps.get(n - 2).gradientNorm())
                + " at update "
                + (n - 1);
    return Findings.fail(
            this, what + " at update " + n + " at " + at + before + ", expected finite numbers.")
        .measured(last.loss())
        .expected("finite")
        .where("update " + n)
        .why("The learning rate is too high, or the loss takes the logarithm of 0 or divides by 0.")
        .fix("Run preflight lr-find; clip the gradient's norm; use a loss that takes logits.")
        .source("SageMaker Debugger ExplodingTensor; " + Findings.CATALOGUE + ", R01")
        .build();
  }

  private static double meanLoss(List<Trainer.Step> steps, int from, int to) {
    double sum = 0;
    for (Trainer.Step step : steps.subList(from, to)) {
      sum += step.loss();
    }
    return sum / (to - from);
  }

  private static boolean isFinite(HostArray array) {
    for (int i = 0; i < array.size(); i++) {
      if (!Double.isFinite(array.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static Chart chart(List<Trainer.Step> steps) {
    int n = steps.size();
    double[] x = new double[n];
    double[] loss = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = i + 1.0;
      loss[i] = steps.get(i).loss();
    }
    return Chart.of(
            "R01-loss",
            "Short run",
            "The loss of the first updates with your optimizer and rate.",
            Chart.Axis.linear("update"),
            Chart.Axis.linear("loss"))
        .series("batch loss", Chart.Role.FIRST, Chart.Style.LINE, x, loss)
        .build();
  }
}
