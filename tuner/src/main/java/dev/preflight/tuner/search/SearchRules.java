package dev.preflight.tuner.search;

import dev.preflight.reports.Rule;
import java.util.List;

/** What the findings of the learning-rate search are about. */
public final class SearchRules {

  private static final String SOURCE =
      "CS231n, coarse to fine; Google's tuning playbook, brackets and edges";

  static final Rule BEST_RATE =
      new Rule(
          "S01",
          "best rate",
          "the rate to train with, and where it lies among those tried",
          """
          Trains at rates from coarse to fine, each at full length in the end. INTERIOR: rates \
          on both sides are worse, which is what is wanted. EDGE_LOW, EDGE_HIGH_STABLE: the best \
          is the last rate allowed, so that a better one may lie beyond. EDGE_AT_INSTABILITY: \
          the best is the last before training fails. FLAT: the rate makes no difference beyond \
          the seeds' noise. ALL_INFEASIBLE: training fails at every rate.""",
          SOURCE);

  static final Rule CONFIRMATION =
      new Rule(
          "S02",
          "confirmation",
          "whether the best rate is better than the next one with fresh seeds",
          """
          Trains both with seeds that had no part in the choice and takes the paired \
          differences. An interval that includes zero is a tie; then the smaller rate is taken, \
          unless its mean is worse by half a deviation.""",
          "Student's paired interval, 95 %");

  static final Rule ROOM =
      new Rule(
          "S03",
          "room to failure",
          "how far the rate is from where training fails",
          "The lowest rate at which a run was lost, over the rate found.",
          SOURCE);

  static final Rule DECAY =
      new Rule(
          "S04",
          "weight decay",
          "whether weight decay helps beyond noise",
          """
          Tries decays with half, once and twice the rate, and keeps one only where the paired \
          interval excludes zero.""",
          "Student's paired interval, 95 %");

  static final Rule LECTURE =
      new Rule(
          "S05",
          "plain recipe",
          "what the lectures' plain recipe would have said",
          """
          Random rates, coarse then fine, the best of them taken as it stands, and compared with \
          the rate found by paired seeds.""",
          SOURCE);

  static final Rule RESUMED =
      new Rule(
          "S06",
          "earlier runs",
          "runs that were taken from an earlier start",
          """
          Runs are known by everything that decides them: program, data, rate, schedule, seed, \
          length.""",
          "docs/learning-rates.md");

  private SearchRules() {}

  /** All of them, by id. */
  public static List<Rule> all() {
    return List.of(BEST_RATE, CONFIRMATION, ROOM, DECAY, LECTURE, RESUMED);
  }
}
