package dev.preflight.schedules;

/**
 * Stops a run whose metric stops to improve, and remembers which check was the best.
 *
 * <p>It stops at the {@code patience}-th check in a row without improvement, counted from check
 * {@code from} on, or at once when a metric is NaN or infinite in the bad direction. The best check
 * is the earliest one with the best metric, improvements below {@code minDelta} included, so that
 * the best checkpoint is really the best. Do not use it with a schedule that decays to its end,
 * such as cosine or one-cycle: such a run is worst just before the decay.
 *
 * @param goal which metric is better
 * @param patience number of checks without improvement that stop the run, at least 1
 * @param minDelta smallest improvement that resets the patience, at least 0
 * @param from first check that is counted, at least 0
 * @since 0.1
 */
public record EarlyStopping(Goal goal, int patience, double minDelta, long from)
    implements Adaptive<EarlyStopping.State> {

  /**
   * All there is to know between two checks.
   *
   * @param best the best metric; NaN before the first
   * @param bestCheck index of the check that had it; -1 before the first
   * @param reference the metric an improvement is measured from; NaN before the first
   * @param badChecks checks in a row without improvement
   * @param checks checks so far
   * @param stop whether and why to stop
   */
  public record State(
      double best, long bestCheck, double reference, int badChecks, long checks, Stop stop) {

    /** Whether the checkpoint of the last check is the best one so far. */
    public boolean isBestNow() {
      return bestCheck >= 0 && bestCheck == checks - 1;
    }
  }

  /** Whether and why to stop. */
  public enum Stop {
    /** Go on. */
    NO,
    /** The patience is used up. */
    PATIENCE,
    /** The metric is NaN, or infinite in the bad direction. */
    DIVERGED
  }

  /** Checks the numbers. */
  public EarlyStopping {
    Rules.check("patience", patience, patience >= 1, "[1, infinity)");
    Rules.check("minDelta", minDelta, minDelta >= 0 && minDelta < 1e300, "[0, infinity)");
    Rules.check("from", (double) from, from >= 0, "[0, infinity)");
  }

  /** Stops after so many checks without any improvement. */
  public static EarlyStopping of(Goal goal, int patience) {
    return new EarlyStopping(goal, patience, 0, 0);
  }

  @Override
  public State start() {
    return new State(Double.NaN, -1, Double.NaN, 0, 0, Stop.NO);
  }

  /** The state after one more metric; a stopped run stays as it is. */
  @Override
  public State observe(State state, double metric) {
    if (state.stop() != Stop.NO) {
      return state;
    }
    long checks = state.checks() + 1;
    if (Rules.isDiverged(goal, metric)) {
      return new State(
          state.best(),
          state.bestCheck(),
          state.reference(),
          state.badChecks(),
          checks,
          Stop.DIVERGED);
    }
    boolean best = goal.isBetter(metric, state.best(), 0);
    boolean improved = goal.isBetter(metric, state.reference(), minDelta);
    int bad = improved || state.checks() < from ? 0 : state.badChecks() + 1;
    return new State(
        best ? metric : state.best(),
        best ? state.checks() : state.bestCheck(),
        improved ? metric : state.reference(),
        bad,
        checks,
        bad >= patience ? Stop.PATIENCE : Stop.NO);
  }
}
