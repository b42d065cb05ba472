package dev.preflight.tuner.study.trial;

import java.util.List;

/**
 * A study as it stood at one moment.
 *
 * @param study its name
 * @param directions one an objective
 * @param trials in the order of the numbers
 */
public record Snapshot(String study, List<Direction> directions, List<FrozenTrial> trials)
    implements History {

  public Snapshot {
    directions = List.copyOf(directions);
    trials = List.copyOf(trials);
  }
}
