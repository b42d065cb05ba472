package dev.preflight.sanity.micro;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Memorization;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.check.Text;
import dev.preflight.training.optimizer.StepSettings;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** M02: with the user's optimizer and rate, the model memorizes one small batch. */
public final class OverfitUserCheck implements Check {

  /** Checks whose failure makes any training pointless. */
  public static final Set<String> SOUND_GRAPH =
      Set.of("D01", "D02", "D03", "G02", "G04", "G05", "G06", "G08", "G09", "G11", "G12", "G13");

  private static final int BUDGET = 2_000;

  /** Healthy runs needed up to 863 updates where this was calibrated. */
  private static final int SLOW = 1_000;

  /** Updates above which a rate far below divergence is too low. */
  private static final int CRAWLING = 500;

  /** Times the updates of our optimizer. */
  private static final int SLOWER = 30;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "M02",
        "overfit one batch with your optimizer",
        "a learning rate far too high or too low, an optimizer that does not train",
        Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    Set<String> needs = new java.util.HashSet<>(SOUND_GRAPH);
    needs.addAll(Set.of("M01", "M06"));
    return needs;
  }

  @Override
  public Seeds seeds() {
    return Seeds.ALL;
  }

  @Override
  public Finding run(Lab lab) {
    if (!lab.hasLearningRate()) {
      return Findings.skip(
          this,
          "No learning rate is known: the graph's own is " + Text.of(lab.learningRate()) + ".",
          "Give the rate you mean to train with (--learning-rate).");
    }
    double rate = lab.learningRate();
    StepSettings settings = StepSettings.of(rate);
    Memorization result =
        Memorization.of(lab, lab.bench(), settings, BUDGET, "overfit with your optimizer");
    lab.chart(chart(result, "M02", "with your optimizer"));
    int examples = lab.batch(Memorization.BATCH).size();
    String with = lab.graph().optimizer() + " at " + Text.of(rate);
    Memorization tool = lab.toolMemorization();
    String beside =
        tool != null && tool.reached()
            ? " Adam at " + Text.of(tool.learningRate()) + " needs " + tool.updates() + " updates."
            : "";
    boolean crawls = crawls(lab, result, tool);
    if (result.reached() && result.updates() <= SLOW && !crawls) {
      return Findings.pass(
              this,
              with
                  + " memorizes "
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
    if (result.reached()) {
      String title =
          with
              + " needs "
              + Text.count(result.updates())
              + " updates to memorize "
              + examples
              + " examples, expected at most "
              + Text.count(crawls ? CRAWLING : SLOW)
              + "."
              + beside;
      return (crawls
              ? Findings.fail(
                  this,
                  title
                      + " Training diverges only from "
                      + Text.of(lab.divergesFrom())
                      + " on: the learning rate is too low.")
              : Findings.warn(this, title))
          .measured((double) result.updates())
          .expected("at most " + Text.count(SLOW))
          .unit("updates")
          .why("The learning rate is too low for this model.")
          .fix("Run preflight lr-find, and train with what it suggests.")
          .source(Findings.CATALOGUE + ", M02")
          .build();
    }
    return failure(lab, result, with, examples, beside);
  }

  /** Two independent signs of a rate that is too low: far below divergence, and far too slow. */
  private static boolean crawls(Lab lab, Memorization result, @Nullable Memorization tool) {
    double limit = lab.divergesFrom();
    return Double.isFinite(limit)
        && result.learningRate() <= limit / RateRangeCheck.FAR
        && tool != null
        && tool.reached()
        && result.updates() > SLOWER * tool.updates()
        && result.updates() > CRAWLING;
  }

  private Finding failure(Lab lab, Memorization result, String with, int examples, String beside) {
    boolean toolWorks = lab.toolMemorization() != null && lab.toolMemorization().reached();
    boolean exploded =
        result.nonFiniteAt() > 0 || result.lastLoss() > 1.5 * Math.max(result.first(), 1e-12);
    boolean high = result.learningRate() > lab.divergesFrom() / RateRangeCheck.NEAR;
    boolean low = result.learningRate() <= lab.divergesFrom() / RateRangeCheck.FAR;
    boolean creeping =
        !exploded
            && !high
            && !result.almost()
            && (result.stillFalling() || (low && Double.isFinite(lab.divergesFrom())));
    String end =
        result.nonFiniteAt() > 0
            ? "the loss is not finite at update " + result.nonFiniteAt()
            : result.result() + (creeping ? ", still falling" : "");
    String blame =
        exploded
            ? " The learning rate is too high."
            : creeping
                ? " The learning rate is too low."
                : toolWorks ? " The learning rate or the optimizer is to blame." : "";
    return verdict(
            lab,
            this,
            result,
            with
                + " cannot memorize "
                + examples
                + " examples in "
                + Text.count(result.updates())
                + " updates: "
                + end
                + ", expected all right and a loss below "
                + Text.of(result.target())
                + "."
                + blame
                + beside)
        .expected("all right, loss below " + Text.of(result.target()))
        .where(
            result.nonFiniteAt() > 0
                ? "update " + result.nonFiniteAt()
                : Text.count(result.updates()) + " updates")
        .why(
            exploded
                ? "Updates overshoot: the learning rate is above what this model can take."
                : creeping
                    ? "Updates are so small that even one batch is not learned."
                    : toolWorks
                        ? "The same model memorizes the batch with another optimizer, so model, loss"
                            + " and labels are fine. A rate that is too high kills units; one that"
                            + " is too low gets nowhere."
                        : "The learning rate, or a mistake in the model, the loss or the labels;"
                            + " the standard profile tells them apart (M01).")
        .fix("Run preflight lr-find, and train with what it suggests.")
        .source("Karpathy's recipe; " + Findings.CATALOGUE + ", M02")
        .build();
  }

  /** A failure; a warning where nothing but a loss without outputs can be read. */
  static Finding.Builder verdict(Lab lab, Check check, Memorization result, String title) {
    boolean blind = !lab.namesOutputs();
    boolean halved = result.best() < 0.5 * result.first();
    if (blind && halved && result.nonFiniteAt() == 0) {
      return Findings.warn(
              check, "Inconclusive: without named outputs only the loss can be read. " + title)
          .measured(result.best());
    }
    boolean right = result.accuracy() >= Memorization.MIN_ACCURACY && result.nonFiniteAt() == 0;
    return (right || result.almost() ? Findings.warn(check, title) : Findings.fail(check, title))
        .measured(Double.isNaN(result.accuracy()) ? result.best() : result.accuracy());
  }

  /** The loss while memorizing. */
  static Chart chart(Memorization result, String id, String how) {
    int n = result.updates();
    double[] x = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = i + 1.0;
      y[i] = result.losses().get(i);
    }
    return Chart.of(
            id + "-loss",
            "Overfitting one batch " + how,
            "The loss of one batch that is trained on again and again; it should fall to near 0.",
            Chart.Axis.linear("update"),
            Chart.Axis.linear("loss"))
        .series(
            "loss at " + Text.of(result.learningRate()), Chart.Role.FIRST, Chart.Style.LINE, x, y)
        .build();
  }
}
