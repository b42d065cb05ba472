package dev.preflight.tuner.study.trial;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is known of a study at one moment. */
public interface History {

  /** Name of the study. */
  String study();

  /** One direction an objective; at least one. */
  List<Direction> directions();

  /** Every trial in the order of the numbers, in whichever state; it does not change any more. */
  List<FrozenTrial> trials();

  /**
   * The complete trial that keeps its constraints and has the best value of the first objective;
   * the earliest of equal ones. Empty if there is none.
   */
  default Optional<FrozenTrial> best() {
    Direction direction = directions().get(0);
    return trials().stream()
        .filter(t -> t.state() == TrialState.COMPLETE && t.violation() <= 0)
        .min(Comparator.comparingDouble(t -> direction.loss(t.value())));
  }

  /** How many trials failed, their parameters being to blame for all that is known. */
  static long failures(History history) {
    return history.trials().stream()
        .filter(t -> t.state() == TrialState.FAIL)
        .filter(t -> t.failure().map(Failure::blamesParameters).orElse(true))
        .count();
  }
}
