package dev.preflight.recipe.ablation;

import dev.preflight.reports.Rule;
import java.util.List;

/** What the findings of an ablation are about. */
public final class AblationRules {

  private static final String SOURCE =
      "Lipton and Steinhardt 2018, arXiv 1807.03341; each at its own rate: Choi et al. 2019, arXiv "
          + "1910.05446; Holm 1979";

  static final Rule EFFECT =
      new Rule(
          "A01",
          "effect of a change",
          "whether a change helps, hurts or ties",
          """
          The base and the change are trained for as many updates, each at its own rate, with the \
          same fresh seeds. The mean of the paired differences is held against no difference by \
          Student's test, corrected by Holm for the number of changes; 5 % or more is a tie. A \
          setting that loses more runs than the other is the worse one.""",
          SOURCE);

  static final Rule OTHER_LOSS =
      new Rule(
          "A02",
          "another loss",
          "a change that changes what the loss means, so that losses cannot be compared",
          """
          The untrained program has the same weights with and without the change, but another \
          loss on the same items. Such a change is judged by accuracy, or by the mean absolute \
          error of a regression.""",
          "exact: the same weights on the same items");

  static final Rule DISAGREE =
      new Rule(
          "A03",
          "metrics disagree",
          "a change that helps by one metric and hurts by another",
          """
          The paired difference of the accuracy has the other sign than the effect by the loss, \
          and its 95 % interval is without zero.""",
          SOURCE);

  static final Rule EXAMPLES =
      new Rule(
          "A04",
          "more examples",
          "a change of the batch size, with which as many updates are not as many examples",
          "Read off the change.",
          "Shallue et al. 2019, arXiv 1811.03600");

  private AblationRules() {}

  /** All of them, by id. */
  public static List<Rule> all() {
    return List.of(EFFECT, OTHER_LOSS, DISAGREE, EXAMPLES);
  }
}
