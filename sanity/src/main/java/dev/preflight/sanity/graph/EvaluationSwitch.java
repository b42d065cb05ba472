package dev.preflight.sanity.graph;

import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Lab;

/** How a program is told to evaluate, in words. */
final class EvaluationSwitch {

  private EvaluationSwitch() {}

  /** Where it is told. */
  static String where(Lab lab) {
    String flag = lab.graph().ends().training();
    if (lab.graph().ends().functions() != null) {
      return "the function that evaluates";
    }
    return flag == null
        ? "the program names no training flag, so it cannot be switched off"
        : Sentence.of("training flag '%s' fed false", flag);
  }

  /**
   * What to mend.
   *
   * @param unnamed where nothing tells the mode
   * @param flagged where a flag does
   */
  static String fix(Lab lab, String unnamed, String flagged) {
    if (lab.graph().ends().functions() != null) {
      return "Call the model with training=False in the function that evaluates.";
    }
    return lab.graph().hasModes() ? flagged : unnamed;
  }
}
