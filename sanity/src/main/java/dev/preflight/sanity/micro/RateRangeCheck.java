package dev.preflight.sanity.micro;

import dev.preflight.reports.Chart;
import dev.preflight.reports.ChartBuilder;
import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Effort;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.check.ShortRun;
import dev.preflight.sanity.check.SoundGraph;
import dev.preflight.training.Trainer;
import dev.preflight.training.optimizer.StepSettings;
import java.util.Set;

/** M06: the learning rate lies within the range that a quick sweep survives. */
public final class RateRangeCheck implements Check {

  private static final int UPDATES = 100;

  private static final int TAIL = 10;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "M06",
        "learning-rate range",
        "a learning rate at or above the one where training diverges, or far below it",
        """
        Raises the rate from 0.0000001 to 10 in 100 updates and finds where the loss \
        explodes (3 times its first value, or worse than knowing nothing). A rate at or \
        above it fails after a trial of 100 updates; within a factor 3 is a warning; 10,000 \
        times below it, too low.""",
        "Smith 2017, range test, arXiv 1506.01186",
        Profile.STANDARD);
  }

  @Override
  public Set<String> needs() {
    return SoundGraph.and("M01");
  }

  @Override
  public Seeds seeds() {
    return Seeds.ALL;
  }

  @Override
  public Effort effort() {
    return new Effort(0, UPDATES + RateSweep.UPDATES);
  }

  @Override
  public Finding run(Lab lab) {
    if (!lab.hasLearningRate()) {
      return Findings.skipWithoutRate(this, lab);
    }
    if (!RateSweep.isPossible(lab)) {
      return Findings.inapplicable(
          this,
          "FTRL works its weights out from all gradients so far: rates cannot be swept in one run.");
    }
    double rate = lab.learningRate();
    RateSweep sweep = lab.once(RateSweep.ONCE);
    lab.chart(chart(sweep, rate));
    double limit = sweep.divergesFrom();
    String range =
        Double.isInfinite(limit)
            ? Sentence.of(
                "A sweep from %s to %s does not diverge", RateSweep.LOWEST, RateSweep.HIGHEST)
            : Sentence.of("Training diverges from a rate of %s", limit);
    if (rate >= limit) {
      return above(lab, range, rate, limit);
    }
    if (Double.isInfinite(limit)) {
      return Findings.pass(this, Sentence.of("%s; yours is %s.", range, rate))
          .measured(rate)
          .build();
    }
    if (rate >= sweep.suspiciouslyHigh()) {
      return result(
              Findings.warn(
                  this,
                  Sentence.of(
                      "%s on; yours is %s, within a factor %s of it.",
                      range, rate, RateSweep.NEAR)),
              rate,
              limit)
          .why("A short sweep is optimistic: long runs diverge at lower rates.")
          .fix("Run preflight lr-find, or warm the rate up.")
          .build();
    }
    if (sweep.isFarAbove(rate)) {
      return result(
              Findings.warn(
                  this,
                  Sentence.of(
                      "%s on; yours is %s, more than %s times lower.", range, rate, RateSweep.FAR)),
              rate,
              limit)
          .why("The learning rate is too low: training will hardly move.")
          .fix(Sentence.of("Run preflight lr-find; start with %s.", limit / 10))
          .build();
    }
    return Findings.pass(
            this, Sentence.of("%s on; yours is %s, %s times lower.", range, rate, limit / rate))
        .measured(rate)
        .expected(Sentence.of("below %s", limit / RateSweep.NEAR))
        .build();
  }

  /** A sweep is not the run: only a rate that also fails when it is held is a failure. */
  private Finding above(Lab lab, String range, double rate, double limit) {
    boolean climbs = lab.once(UpdateDirection.ONCE) == UpdateDirection.UP;
    Held held = hold(lab, rate);
    String title =
        Sentence.of(
            """
            %s on; yours is %s, expected below a third of that. Held for %s updates, it \
            gives a loss of %s against %s for knowing nothing.""",
            range, rate, held.updates, held.loss, held.nothing);
    if (climbs) {
      title = "The updates go up the gradient. " + title;
    }
    boolean learns = RateSweep.learns(held.loss, held.nothing);
    return result(learns ? Findings.warn(this, title) : Findings.fail(this, title), rate, limit)
        .why(
            climbs
                ? UpdateDirection.WHY
                : "The learning rate is too high for this model, batch size and optimizer.")
        .fix(
            climbs
                ? UpdateDirection.FIX
                : Sentence.of("Run preflight lr-find; start with %s.", limit / 10))
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
        return new Held(i, loss, RateSweep.knowingNothing(lab));
      }
      sum += i > UPDATES - TAIL ? loss : 0;
    }
    return new Held(UPDATES, sum / TAIL, RateSweep.knowingNothing(lab));
  }

  private static Finding.Builder result(Finding.Builder finding, double rate, double limit) {
    return finding
        .measured(rate)
        .expected(Sentence.of("%s to %s", limit / RateSweep.FAR, limit / RateSweep.NEAR));
  }

  private static Chart chart(RateSweep sweep, double rate) {
    ChartBuilder chart =
        Chart.of(
                "M06-sweep",
                "Learning-rate sweep",
                """
                The loss while the rate rises from update to update; it falls first and \
                explodes at the end of the usable range.""",
                Chart.Axis.log("learning rate"),
                Chart.Axis.linear("loss"))
            .series(
                new Chart.Series(
                    "loss", Chart.Role.FIRST, Chart.Style.LINE, sweep.rates(), sweep.losses()))
            .marker("yours", rate);
    if (Double.isFinite(sweep.divergesFrom())) {
      chart.marker("diverges", sweep.divergesFrom());
    }
    return chart.build();
  }
}
