package dev.preflight.tuner.study.trial;

import java.util.List;

/** What is known of a study at one moment. */
public interface History {

  /** Name of the study. */
  String study();

  /** One direction an objective; at least one. */
  List<Direction> directions();

  /** Every trial in the order of the numbers, in whichever state; it does not change any more. */
  List<FrozenTrial> trials();
}
