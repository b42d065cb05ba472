package dev.preflight.tuner.insight;

import dev.preflight.reports.Rule;
import java.util.List;

/** What the findings of studies are about. */
public final class TuneRules {

  static final Rule BEST_TRIAL =
      new Rule(
          "T01",
          "best trial",
          "the best trial of the study",
          """
          The trial with the best value among those that came to their end; with several \
          objectives, those that no other beats in all.""",
          "docs/studies.md");

  static final Rule EDGE =
      new Rule(
          "T02",
          "edge of the space",
          "a best trial at an end of its range",
          """
          A Gaussian process of the trials: the best lies within 5 % of an end of the searched \
          axis (or is the last value), nothing inside is expected to be as good, and a fifth of \
          the range inside is worse by more than three times the uncertainty. A parameter that does not \
          matter has its best anywhere and is not named.""",
          "Google's tuning playbook, search space boundaries");

  static final Rule FAILURES =
      new Rule(
          "T03",
          "failed trials",
          "trials that came to nothing, and why",
          """
          Counts failures by reason; more than half is a warning. Says where they lie if nine of \
          ten lie on one side of a value of one parameter, half of what lies there fails, and chance does so in one \
          study of a thousand (Fisher's exact test, by Bonferroni over the cuts).""",
          "docs/studies.md");

  static final Rule PRUNING =
      new Rule(
          "T04",
          "safe pruning",
          "whether early reports tell the end, as pruning takes for granted",
          """
          Kendall's tau between the values at the step where pruning begins and those at the \
          end, over complete trials, of which it takes 8. Below 0.5, one pair in four or more is \
          in the wrong order: a warning.""",
          "Kendall's tau over complete trials");

  static final Rule RESUMED =
      new Rule(
          "T05",
          "earlier trials",
          "trials from an earlier start",
          "Read off the study's storage.",
          "docs/studies.md");

  static final Rule STOPPED =
      new Rule(
          "T06",
          "stopped",
          "a study that was stopped before its end",
          "It was told to stop.",
          "docs/studies.md");

  static final Rule TRADE_OFF =
      new Rule(
          "T07",
          "trade-off",
          "two parameters whose best values depend on each other",
          """
          A square surface fitted to the better half of the trials: the product of the two \
          explains more than chance in one study of a thousand (by Bonferroni over the pairs), and among the best fifth they go \
          together.""",
          "docs/studies.md");

  static final Rule NOISE =
      new Rule(
          "T08",
          "noise",
          "differences between trials that are chance",
          """
          The noise of the Gaussian process that explains the better half of the trials best, if \
          it is 3000 times likelier than one without, and more than 3 % of what lies between the best trial and one by chance.""",
          "docs/studies.md");

  static final Rule INDIFFERENT =
      new Rule(
          "T09",
          "idle parameter",
          "a parameter that does not matter",
          """
          Along it, through the best trial, the Gaussian process expects a change of no more than \
          15 % of what lies between the best trial and one by chance, two deviations of its uncertainty \
          counted in.""",
          "docs/studies.md");

  static final Rule OUTLOOK =
      new Rule(
          "T10",
          "outlook",
          "what more trials would bring",
          """
          What the second half of the complete trials gained over the first. Not known below 20 \
          trials, or where noise hides it.""",
          "docs/studies.md");

  static final Rule SAMPLER =
      new Rule(
          "T11",
          "sampler",
          "who chose the trials, and why",
          "Follows from the space, the budget, repeated trials and failures.",
          "docs/studies.md");

  private TuneRules() {}

  /** All of them, by id. */
  public static List<Rule> all() {
    return List.of(
        BEST_TRIAL,
        EDGE,
        FAILURES,
        PRUNING,
        RESUMED,
        STOPPED,
        TRADE_OFF,
        NOISE,
        INDIFFERENT,
        OUTLOOK,
        SAMPLER);
  }
}
