package dev.preflight.recipe.train;

import dev.preflight.schedules.EarlyStopping;
import dev.preflight.schedules.Goal;
import dev.preflight.training.events.Series;

/** Early stopping read off the values that were logged: a pure function of them. */
final class Patience {

  private Patience() {}

  /** Whether the run stops after the last of these values. */
  static EarlyStopping.Stop after(Series metric, boolean isError, int patience) {
    return state(metric, isError, patience).stop();
  }

  /** Whether the last of these values is the best. */
  static boolean isBestLast(Series metric, boolean isError) {
    return state(metric, isError, Integer.MAX_VALUE).isBestNow();
  }

  private static EarlyStopping.State state(Series metric, boolean isError, int patience) {
    EarlyStopping rule = EarlyStopping.of(isError ? Goal.MINIMIZE : Goal.MAXIMIZE, patience);
    EarlyStopping.State state = rule.start();
    for (int i = 0; i < metric.size(); i++) {
      state = rule.observe(state, metric.value(i));
    }
    return state;
  }
}
