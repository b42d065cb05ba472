package dev.preflight.sanity.micro;

import dev.preflight.reports.Chart;
import dev.preflight.reports.ChartBuilder;
import dev.preflight.reports.Finding;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.LossProbe;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.check.ShortRun;
import dev.preflight.sanity.check.Text;
import dev.preflight.training.Mode;
import dev.preflight.training.Trainer;
import dev.preflight.training.optimizer.StepSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** M06: the learning rate lies within the range that a quick sweep survives. */
public final class RateRangeCheck implements Check {

  private static final int UPDATES = 100;
  private static final double LOWEST = 1e-7;
  private static final double HIGHEST = 10;
  private static final double SMOOTHING = 0.9;
  private static final double EXPLODED = 4;

  /** A diverged loss is also worse than knowing nothing, by this factor. */
  private static final double WORSE_THAN_NOTHING = 1.5;

  private static final int TAIL = 10;

  /** A loss below this share of that of knowing nothing was learned. */
  private static final double LEARNS = 0.9;

  /** Less than this below divergence, a rate is suspiciously high. */
  static final double NEAR = 3;

  /** More than this below divergence, a rate is suspiciously low. */
  static final double FAR = 1e4;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "M06",
        "learning-rate range",
        "a learning rate at or above the one where training diverges, or far below it",
        Profile.STANDARD);
  }

  @Override
  public Set<String> needs() {
    Set<String> needs = new java.util.HashSet<>(OverfitUserCheck.SOUND_GRAPH);
    needs.add("M01");
    return needs;
  }

  @Override
  public Seeds seeds() {
    return Seeds.ALL;
  }

  /**
   * A sweep.
   *
   * @param rates rate of each update
   * @param losses loss of each update, before it
   * @param divergesFrom first rate after whose update the loss exploded; infinite if none
   */
  record Sweep(List<Double> rates, List<Double> losses, double divergesFrom) {}

  @Override
  public Finding run(Lab lab) {
    if (!lab.hasLearningRate()) {
      return Findings.skip(
          this,
          "No learning rate is known: the graph's own is " + Text.of(lab.learningRate()) + ".",
          "Give the rate you mean to train with (--learning-rate).");
    }
    double rate = lab.learningRate();
    Sweep sweep = sweep(lab);
    lab.chart(chart(sweep, rate));
    double limit = sweep.divergesFrom;
    lab.divergesFrom(limit);
    String range =
        Double.isInfinite(limit)
            ? "A sweep from " + Text.of(LOWEST) + " to " + Text.of(HIGHEST) + " does not diverge"
            : "Training diverges from a rate of " + Text.of(limit);
    if (rate >= limit) {
      return above(lab, range, rate, limit);
    }
    if (Double.isInfinite(limit)) {
      return Findings.pass(this, range + "; yours is " + Text.of(rate) + ".")
          .measured(rate)
          .build();
    }
    if (rate >= limit / NEAR) {
      return result(
              Findings.warn(
                  this,
                  range
                      + " on; yours is "
                      + Text.of(rate)
                      + ", within a factor "
                      + Text.of(NEAR)
                      + " of it."),
              rate,
              limit)
          .why("A short sweep is optimistic: long runs diverge at lower rates.")
          .fix("Run preflight lr-find, or warm the rate up.")
          .build();
    }
    if (rate <= limit / FAR) {
      return result(
              Findings.warn(
                  this,
                  range
                      + " on; yours is "
                      + Text.of(rate)
                      + ", more than "
                      + Text.of(FAR)
                      + " times lower."),
              rate,
              limit)
          .why("The learning rate is too low: training will hardly move.")
          .fix("Run preflight lr-find; start with " + Text.of(limit / 10) + ".")
          .build();
    }
    return Findings.pass(
            this,
            range
                + " on; yours is "
                + Text.of(rate)
                + ", "
                + Text.of(limit / rate)
                + " times lower.")
        .measured(rate)
        .expected("below " + Text.of(limit / NEAR))
        .build();
  }

  /** A sweep is not the run: only a rate that also fails when it is held is a failure. */
  private Finding above(Lab lab, String range, double rate, double limit) {
    Held held = hold(lab, rate);
    String title =
        range
            + " on; yours is "
            + Text.of(rate)
            + ", expected below a third of that. Held for "
            + held.updates
            + " updates, it gives a loss of "
            + Text.of(held.loss)
            + " against "
            + Text.of(held.nothing)
            + " for knowing nothing.";
    boolean learns = held.loss < LEARNS * held.nothing;
    return result(learns ? Findings.warn(this, title) : Findings.fail(this, title), rate, limit)
        .why("The learning rate is too high for this model, batch size and optimizer.")
        .fix("Run preflight lr-find; start with " + Text.of(limit / 10) + ".")
        .build();
  }

  /** The mean loss of the last tenth of the updates, not finite if any loss was not. */
  private record Held(int updates, double loss, double nothing) {}

  private static Held hold(Lab lab, double rate) {
    Trainer trainer = lab.bench();
    ShortRun batches = new ShortRun(lab);
    lab.begin("your rate, held", UPDATES);
    double sum = 0;
    for (int i = 1; i <= UPDATES; i++) {
      double loss = trainer.step(batches.next(), StepSettings.of(rate));
      lab.advance(i);
      if (!Double.isFinite(loss)) {
        return new Held(i, loss, knowingNothing(lab));
      }
      sum += i > UPDATES - TAIL ? loss : 0;
    }
    return new Held(UPDATES, sum / TAIL, knowingNothing(lab));
  }

  private static Finding.Builder result(Finding.Builder finding, double rate, double limit) {
    return finding
        .measured(rate)
        .expected(Text.of(limit / FAR) + " to " + Text.of(limit / NEAR))
        .source("Smith 2017; PyTorch Lightning lr_find; " + Findings.CATALOGUE + ", M06");
  }

  static Sweep sweep(Lab lab) {
    Trainer trainer = lab.bench();
    ShortRun batches = new ShortRun(lab);
    double nothing =
        Math.max(
            knowingNothing(lab), lab.initial().loss(lab.batch(lab.batchSize()), Mode.EVALUATE));
    List<Double> rates = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    double average = 0;
    double best = Double.POSITIVE_INFINITY;
    double limit = Double.POSITIVE_INFINITY;
    lab.begin("learning-rate sweep", UPDATES);
    for (int i = 0; i < UPDATES && Double.isInfinite(limit); i++) {
      double rate = LOWEST * Math.pow(HIGHEST / LOWEST, i / (UPDATES - 1.0));
      double loss = trainer.step(batches.next(), StepSettings.of(rate));
      rates.add(rate);
      losses.add(loss);
      lab.advance(i + 1L);
      average = SMOOTHING * average + (1 - SMOOTHING) * loss;
      double smooth = average / (1 - Math.pow(SMOOTHING, i + 1));
      best = Math.min(best, smooth);
      double worst = Math.max(EXPLODED * best, WORSE_THAN_NOTHING * nothing);
      if (i > 0 && !(loss <= worst)) {
        // The loss before this update is the work of the rate before.
        limit = rates.get(i - 1);
      }
    }
    return new Sweep(rates, losses, limit);
  }

  /** The loss of equal outputs for every class, or of the mean target; else the initial loss. */
  private static double knowingNothing(Lab lab) {
    LossProbe probe = lab.probe(lab.batchSize());
    double initial = lab.initial().loss(lab.batch(lab.batchSize()), Mode.EVALUATE);
    if (probe == null || probe.reading() == LossProbe.Reading.IGNORES) {
      return initial;
    }
    double value = lab.classifies() ? probe.atZero() : probe.atMean();
    return Double.isFinite(value) && value > 0 ? value : initial;
  }

  private static Chart chart(Sweep sweep, double rate) {
    ChartBuilder chart =
        Chart.of(
                "M06-sweep",
                "Learning-rate sweep",
                "The loss while the rate rises from update to update; it falls first and explodes"
                    + " at the end of the usable range.",
                Chart.Axis.log("learning rate"),
                Chart.Axis.linear("loss"))
            .series(
                new Chart.Series(
                    "loss", Chart.Role.FIRST, Chart.Style.LINE, sweep.rates, sweep.losses))
            .marker("yours", rate);
    if (Double.isFinite(sweep.divergesFrom)) {
      chart.marker("diverges", sweep.divergesFrom);
    }
    return chart.build();
  }
}
