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
import dev.preflight.training.optimizer.StepSettings;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** M02: with the user's optimizer and rate, the model memorizes one small batch. */
public final class OverfitUserCheck implements Check {

  private static final int BUDGET = 2_000;

  /** Healthy runs needed up to 863 updates where this was calibrated. */
  private static final int SLOW = 1_000;

  /** Updates above which a rate far below divergence is too low. */
  private static final int CRAWLING = 500;

  /** Times the updates of our optimizer. */
  private static final int SLOWER = 30;

  /** How much lower a rate is tried where none of the other signs tells what is wrong. */
  private static final double LOWER = 30;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "M02",
        "overfit one batch with your optimizer",
        "a learning rate far too high or too low, an optimizer that does not train",
        """
        As M01 with your optimizer at your rate, at most 2,000 updates. More than 1,000 is a \
        warning. More than 500 that are over 30 times Adam's, at a rate far below \
        divergence, fail: the rate is too low.""",
        "Karpathy, A Recipe for Training Neural Networks (2019): overfit one batch; CS231n",
        Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    return SoundGraph.and("M01", "M06");
  }

  @Override
  public Seeds seeds() {
    return Seeds.ALL;
  }

  @Override
  public Effort effort() {
    return new Effort(BUDGET, 0);
  }

  @Override
  public Finding run(Lab lab) {
    if (!lab.hasLearningRate()) {
      return Findings.skipWithoutRate(this, lab);
    }
    double rate = lab.learningRate();
    StepSettings settings = StepSettings.of(rate);
    Memorization result =
        Memorization.of(lab, lab.bench(), settings, BUDGET, "overfit with your optimizer");
    lab.chart(MemorizationFinding.chart(result, "M02", "with your optimizer"));
    int examples = result.examples();
    String with = Sentence.of("%s at %s", lab.graph().optimizer(), rate);
    Memorization tool = lab.ifChosen("M01", ToolMemorization.ONCE).orElse(null);
    RateSweep sweep = lab.ifChosen("M06", RateSweep.ONCE).orElse(RateSweep.NONE);
    String beside =
        tool != null && tool.reached()
            ? Sentence.of(" Adam at %s needs %s updates.", tool.learningRate(), tool.updates())
            : "";
    boolean crawls = crawls(sweep, result, tool);
    if (result.reached() && result.updates() <= SLOW && !crawls) {
      return Findings.pass(
              this,
              Sentence.of(
                  "%s memorizes %s examples in %s updates (%s).",
                  Sentence.capital(with), examples, result.updates(), result.result()))
          .measured((double) result.updates())
          .expected(Sentence.of("at most %,d", BUDGET))
          .unit("updates")
          .build();
    }
    if (result.reached()) {
      String title =
          Sentence.of(
              "%s needs %,d updates to memorize %s examples, expected at most %,d.%s",
              Sentence.capital(with), result.updates(), examples, crawls ? CRAWLING : SLOW, beside);
      return (crawls
              ? Findings.fail(
                  this,
                  Sentence.of(
                      "%s Training diverges only from %s on: the learning rate is too low.",
                      title, sweep.divergesFrom()))
              : Findings.warn(this, title))
          .measured((double) result.updates())
          .expected(Sentence.of("at most %,d", SLOW))
          .unit("updates")
          .why("The learning rate is too low for this model.")
          .fix("Run preflight lr-find, and train with what it suggests.")
          .build();
    }
    return failure(lab, sweep, result, tool, with, beside);
  }

  /** Two independent signs of a rate that is too low: far below divergence, and far too slow. */
  private static boolean crawls(RateSweep sweep, Memorization result, @Nullable Memorization tool) {
    return sweep.isFarAbove(result.learningRate())
        && tool != null
        && tool.reached()
        && result.updates() > SLOWER * tool.updates()
        && result.updates() > CRAWLING;
  }

  private Finding failure(
      Lab lab,
      RateSweep sweep,
      Memorization result,
      @Nullable Memorization tool,
      String with,
      String beside) {
    boolean toolWorks = tool != null && tool.reached();
    boolean exploded =
        result.nonFiniteAt() > 0
            || result.lastLoss() - result.first() > 0.5 * Math.max(Math.abs(result.first()), 1e-12);
    boolean high = result.learningRate() > sweep.suspiciouslyHigh();
    boolean low = sweep.isFarAbove(result.learningRate());
    boolean creeping = !exploded && !high && !result.almost() && (result.stillFalling() || low);
    String end =
        result.nonFiniteAt() > 0
            ? Sentence.of("the loss is not finite at update %s", result.nonFiniteAt())
            : result.result() + (creeping ? ", still falling" : "");
    Diagnosis diagnosis = diagnosis(lab, result.learningRate(), exploded, creeping, toolWorks);
    return MemorizationFinding.failure(
            lab,
            this,
            result,
            diagnosis.title(
                Sentence.of(
                    "%s cannot memorize %s examples in %,d updates: %s, expected %s.%s",
                    with, result.examples(), result.updates(), end, result.goal(), beside)))
        .expected(result.goal())
        .where(
            result.nonFiniteAt() > 0
                ? Sentence.of("update %s", result.nonFiniteAt())
                : Sentence.of("%,d updates", result.updates()))
        .why(diagnosis.why())
        .fix(diagnosis.fix())
        .build();
  }

  private static Diagnosis diagnosis(
      Lab lab, double rate, boolean exploded, boolean creeping, boolean toolWorks) {
    if (lab.once(UpdateDirection.ONCE) == UpdateDirection.UP) {
      return Diagnosis.CLIMBS;
    }
    Diagnosis measured = Diagnosis.of(lab, true);
    if (measured != null) {
      return measured;
    }
    if (exploded) {
      return Diagnosis.TOO_HIGH;
    }
    if (creeping) {
      return Diagnosis.TOO_LOW;
    }
    Memorization lower =
        Memorization.of(
            lab, lab.bench(), StepSettings.of(rate / LOWER), BUDGET, "overfit at a lower rate");
    if (lower.reached()) {
      return Diagnosis.tooHigh(lower);
    }
    return toolWorks ? Diagnosis.OF_THE_OPTIMIZER : Diagnosis.UNKNOWN_WITH_YOUR_OPTIMIZER;
  }
}
