package dev.preflight.sanity.curves;

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
import dev.preflight.sanity.check.ShortRun;
import dev.preflight.sanity.check.SoundGraph;
import dev.preflight.sanity.trace.FirstNonFinite;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
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
        """
        Makes 100 ordinary updates and looks at the loss and the gradients of each, and at \
        the weights after the last. NaN or infinity fails, with the operation where it first \
        appears. Whether the loss falls is not judged: 100 updates say too little of that.""",
        "SageMaker Debugger ExplodingTensor",
        Profile.STANDARD);
  }

  @Override
  public Set<String> needs() {
    return SoundGraph.and("M01", "M02", "M06");
  }

  @Override
  public Seeds seeds() {
    return Seeds.ANY;
  }

  @Override
  public Effort effort() {
    return new Effort(0, UPDATES);
  }

  @Override
  public Finding run(Lab lab) {
    if (!lab.hasLearningRate()) {
      return Findings.skipWithoutRate(this, lab);
    }
    boolean own = lab.keepsSchedule();
    StepSettings settings = own ? StepSettings.own() : StepSettings.of(lab.learningRate());
    Trainer trainer = lab.bench();
    ShortRun batches = new ShortRun(lab);
    List<Trainer.Step> steps = new ArrayList<>();
    lab.begin("short run", UPDATES);
    Batch batch;
    Trainer.Step last;
    do {
      batch = batches.next();
      last = trainer.stepWithNorm(batch, settings);
      steps.add(last);
      lab.advance(steps.size());
    } while (isFinite(lab, last) && steps.size() < UPDATES);
    lab.chart(chart(steps));
    String at =
        own && lab.ownCourse().isPresent()
            ? "the graph's own schedule"
            : Numbers.format(lab.learningRate());
    if (!isFinite(lab, last)) {
      return nonFinite(lab, trainer, batch, steps, at);
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
              Sentence.of(
                  "After %s updates at %s %s holds NaN or infinity, expected finite weights.",
                  UPDATES, at, Sentence.some(broken, 4)))
          .measured((double) broken.size())
          .expected("0")
          .unit("variables")
          .where(Sentence.some(broken, 8))
          .why("The last update overflowed; the learning rate is too high.")
          .fix("Run preflight lr-find, and clip the gradient's norm.")
          .build();
    }
    return Findings.pass(
            this,
            Sentence.of(
                "%s updates at %s stay finite; the loss goes from %s to %s (means of 10).",
                UPDATES, at, meanLoss(steps, 0, 10), meanLoss(steps, UPDATES - 10, UPDATES)))
        .measured(meanLoss(steps, UPDATES - 10, UPDATES))
        .build();
  }

  private static boolean isFinite(Lab lab, Trainer.Step step) {
    return Double.isFinite(step.loss())
        && (!lab.graph().showsGradients() || Double.isFinite(step.gradientNorm()));
  }

  private Finding nonFinite(
      Lab lab, Trainer trainer, Batch batch, List<Trainer.Step> steps, String at) {
    int n = steps.size();
    Trainer.Step last = steps.get(n - 1);
    String what =
        Double.isFinite(last.loss())
            ? Sentence.of("The gradient's norm is %s", last.gradientNorm())
            : Sentence.of("The loss is %s", last.loss());
    String before =
        n == 1
            ? ""
            : Sentence.of(
                ", after a loss of %s and a gradient norm of %s at update %s",
                steps.get(n - 2).loss(), steps.get(n - 2).gradientNorm(), n - 1);
    return Findings.fail(
            this,
            Sentence.of(
                "%s at update %s at %s%s, expected finite numbers.%s",
                what, n, at, before, FirstNonFinite.told(lab, trainer, batch)))
        .measured(last.loss())
        .expected("finite")
        .where(Sentence.of("update %s", n))
        .why("The learning rate is too high, or the loss takes the logarithm of 0 or divides by 0.")
        .fix("Run preflight lr-find; clip the gradient's norm; use a loss that takes logits.")
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
