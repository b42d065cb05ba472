package dev.preflight.tuner.comparison;

import dev.preflight.reports.Rule;
import java.util.List;

/** What the findings of the comparison of schedules are about. */
public final class ComparisonRules {

  private static final String SOURCE =
      "Choi et al. 2019, each method at its own rate, arXiv 1910.05446; Holm 1979";

  static final Rule RANKING =
      new Rule(
          "C01",
          "ranking",
          "which schedule ends lowest, or which ones tie",
          """
          Each schedule is trained at its own best peak with the same fresh seeds. Those whose \
          paired difference to the first is not significant after Holm's correction tie with it.""",
          SOURCE);

  static final Rule CONSTANT =
      new Rule(
          "C02",
          "against constant",
          "whether a schedule beats a constant rate at its own best",
          "The paired difference of the first schedule and the constant one.",
          SOURCE);

  static final Rule BEST_CHECKPOINT =
      new Rule(
          "C03",
          "best checkpoint",
          "whether the best checkpoint would rank otherwise",
          "Ranks by the lowest loss along the run, beside the last one.",
          SOURCE);

  static final Rule PEAK_EDGE =
      new Rule(
          "C04",
          "peak at an edge",
          "a schedule whose best peak is the last one tried",
          "As S01, for each schedule. One whose best peak is not bracketed is not ranked.",
          SOURCE);

  static final Rule UNFINISHED_CYCLE =
      new Rule(
          "C05",
          "unfinished cycle",
          "a cyclic schedule that ends high",
          "The last rate is above half of the peak.",
          "Smith 2017, arXiv 1506.01186, section 3.2");

  static final Rule MOMENTUM =
      new Rule(
          "C06",
          "moving momentum",
          "a schedule that moves the momentum as well",
          "Read off the schedule.",
          "Smith 2018, arXiv 1803.09820");

  static final Rule RESUMED =
      new Rule(
          "C07",
          "earlier runs",
          "runs that were taken from an earlier start",
          """
          Runs are known by everything that decides them: program, data, rate, schedule, seed, \
          length.""",
          "docs/learning-rates.md");

  static final Rule BUDGETS =
      new Rule(
          "C08",
          "other budgets",
          "whether the ranking holds at another length of the run",
          "Kendall's tau between the rankings at two lengths.",
          "Chen et al. 2022, arXiv 2107.04197; Li et al. 2020, arXiv 1905.04753");

  private ComparisonRules() {}

  /** All of them, by id. */
  public static List<Rule> all() {
    return List.of(
        RANKING,
        CONSTANT,
        BEST_CHECKPOINT,
        PEAK_EDGE,
        UNFINISHED_CYCLE,
        MOMENTUM,
        RESUMED,
        BUDGETS);
  }
}
