package dev.preflight.tuner.finder;

import dev.preflight.reports.Rule;
import java.util.List;

/** What the findings of the learning-rate finder are about. */
public final class FinderRules {

  private static final String SOURCE =
      "Smith 2015, range test, arXiv 1506.01186; refusals and brackets: docs/learning-rates.md";

  static final Rule SUGGESTION =
      new Rule(
          "L01",
          "suggested rate",
          "the rate to train with, or why none is named",
          """
          Trains a linear decay compressed into short runs, from a rate that a range test points to \
          until the loss rises on both sides; longer runs with a fresh seed try the bottom of that \
          valley and the highest rate that keeps its distance from instability. The rate is named \
          only where the evidence carries it, with the range in which the best is expected; a bare \
          ramp (--quick) gives a bracket and no number.""",
          SOURCE);

  static final Rule RANGE_TEST =
      new Rule(
          "L02",
          "range test",
          "where training starts and where it breaks",
          """
          Raises the rate from update to update with several seeds and reads off where the loss \
          falls, where it is lowest and where it diverges. Seeds that disagree make it doubtful.""",
          SOURCE);

  static final Rule STABILITY =
      new Rule(
          "L03",
          "stability",
          "whether training holds at the peak with a seed that was not used to find it",
          """
          Trains at the bottom of the valley with a fresh seed, and lower where that is lost; lost \
          everywhere fails. The suggestion keeps its distance from the lowest rate that was lost.""",
          SOURCE);

  static final Rule OWN_RATE =
      new Rule(
          "L04",
          "own rate",
          "whether the program's own rate lies in the useful range",
          """
          Compares the rate that the program has with the range found. Above its upper \
          end, or below a tenth of the lower, is a warning.""",
          SOURCE);

  static final Rule RESTORED =
      new Rule(
          "L05",
          "state restored",
          "whether the search left the program as it was",
          "A checksum over all variables, slots and moving statistics before and after.",
          "SHA-256 of the state, exact");

  private FinderRules() {}

  /** All of them, by id. */
  public static List<Rule> all() {
    return List.of(SUGGESTION, RANGE_TEST, STABILITY, OWN_RATE, RESTORED);
  }
}
