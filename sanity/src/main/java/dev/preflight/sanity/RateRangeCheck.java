package dev.preflight.sanity;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.training.StepSettings;
import dev.preflight.training.Trainer;
import java.util.Set;

/** M06: the learning rate lies within the range that a quick sweep survives. */
final class RateRangeCheck implements Check {

  private static final int UPDATES = 100;
  private static final double LOWEST = 1e-7;
  private static final double HIGHEST = 10;
  private static final double SMOOTHING = 0.9;
  private static final double EXPLODED = 4;

  /** A diverged loss is also worse than knowing nothing, by this factor. */
  private static final double WORSE_THAN_NOTHING = 1.5;

  private static final double NEAR = 3;
  private static final double FAR = 1e4;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "M06",
        "learning-rate range",
        "a learning rate at or above the one where training diverges, or far below it",
        Profile.STANDARD);
  }

  /** Without M02: when that fails, the range says which way to go. */
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
  record Sweep(double[] rates, double[] losses, double divergesFrom) {}

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
    String range =
        Double.isInfinite(limit)
            ? "A sweep from " + Text.of(LOWEST) + " to " + Text.of(HIGHEST) + " does not diverge"
            : "Training diverges from a rate of " + Text.of(limit);
    if (rate >= limit) {
      return result(
              Findings.fail(
                  this,
                  range + " on; yours is " + Text.of(rate) + ", expected below a third of that."),
              rate,
              limit)
          .why("The learning rate is too high for this model, batch size and optimizer.")
          .fix("Run preflight lr-find; start with " + Text.of(limit / 10) + ".")
          .build();
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

  private static Finding.Builder result(Finding.Builder finding, double rate, double limit) {
    return finding
        .measured(rate)
        .expected(Text.of(limit / FAR) + " to " + Text.of(limit / NEAR))
        .source("Smith 2017; PyTorch Lightning lr_find; " + Findings.CATALOGUE + ", M06");
  }

  static Sweep sweep(Lab lab) {
    Trainer trainer = lab.bench();
    ShortRun batches = new ShortRun(lab);
    double nothing = knowingNothing(lab);
    double[] rates = new double[UPDATES];
    double[] losses = new double[UPDATES];
    double average = 0;
    double best = Double.POSITIVE_INFINITY;
    double limit = Double.POSITIVE_INFINITY;
    int made = 0;
    lab.begin("learning-rate sweep", UPDATES);
    for (int i = 0; i < UPDATES && Double.isInfinite(limit); i++) {
      rates[i] = LOWEST * Math.pow(HIGHEST / LOWEST, i / (UPDATES - 1.0));
      losses[i] = trainer.step(batches.next(), StepSettings.of(rates[i]));
      made = i + 1;
      lab.advance(made);
      average = SMOOTHING * average + (1 - SMOOTHING) * losses[i];
      double smooth = average / (1 - Math.pow(SMOOTHING, made));
      best = Math.min(best, smooth);
      double worst = Math.max(EXPLODED * best, WORSE_THAN_NOTHING * nothing);
      if (i > 0 && !(losses[i] <= worst)) {
        // The loss before this update is the work of the rate before.
        limit = rates[i - 1];
      }
    }
    return new Sweep(
        java.util.Arrays.copyOf(rates, made), java.util.Arrays.copyOf(losses, made), limit);
  }

  /** The loss of equal outputs for every class, or of the mean target; else the initial loss. */
  private static double knowingNothing(Lab lab) {
    LossProbe probe = lab.probe(lab.batchSize());
    double initial =
        lab.initial().loss(lab.batch(lab.batchSize()), dev.preflight.training.Mode.EVALUATE);
    if (probe == null || probe.reading() == LossProbe.Reading.IGNORES) {
      return initial;
    }
    double value = lab.classifies() ? probe.atZero() : probe.atMean();
    return Double.isFinite(value) ? Math.max(value, initial) : initial;
  }

  private static Chart chart(Sweep sweep, double rate) {
    Chart.Builder chart =
        Chart.of(
                "M06-sweep",
                "Learning-rate sweep",
                "The loss while the rate rises from update to update; it falls first and explodes"
                    + " at the end of the usable range.",
                Chart.Axis.log("learning rate"),
                Chart.Axis.linear("loss"))
            .series("loss", Chart.Role.FIRST, Chart.Style.LINE, sweep.rates, sweep.losses)
            .marker("yours", rate);
    if (Double.isFinite(sweep.divergesFrom)) {
      chart.marker("diverges", sweep.divergesFrom);
    }
    return chart.build();
  }
}
