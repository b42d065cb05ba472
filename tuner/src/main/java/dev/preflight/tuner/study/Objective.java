package dev.preflight.tuner.study;

import java.util.List;

/** What is to become small or large. */
@FunctionalInterface
public interface Objective {

  /**
   * Tries one set of parameters.
   *
   * @return one value an objective; NaN makes the trial a failure
   * @throws TrialPrunedException to give the trial up
   * @throws TrialFailedException to say why it came to nothing
   * @throws Exception any other makes the trial a failure with its message
   */
  List<Double> evaluate(Trial trial) throws Exception;

  /** An objective of one value. */
  static Objective of(Single single) {
    return trial -> List.of(single.evaluate(trial));
  }

  /** One value. */
  @FunctionalInterface
  interface Single {
    double evaluate(Trial trial) throws Exception;
  }
}
