package dev.preflight.schedules;

/**
 * Cuts the learning rate when a metric stops to improve.
 *
 * <p>The rate is cut at the {@code patience}-th check in a row without improvement (PyTorch cuts
 * one check later, see {@link #torch}). A check improves if the metric beats the best by more than
 * {@code threshold * |best|}, or more than {@code threshold} if it is absolute; so negative metrics
 * are judged rightly, where PyTorch takes a worse one for a better (pytorch/pytorch#47513). A
 * metric of NaN, or infinite in the bad direction, sets {@link State#diverged} and changes nothing
 * else: a lower rate does not mend weights that are no numbers.
 *
 * @param learningRate the rate to start from, in (0, 1e6]
 * @param goal which metric is better
 * @param factor what a cut multiplies the rate with, in (0, 1)
 * @param patience number of checks without improvement that lead to a cut, at least 1
 * @param threshold smallest change that counts, at least 0
 * @param relative whether the threshold is a share of the best metric
 * @param cooldown number of checks after a cut that are not counted, at least 0
 * @param minimum the rate is never cut below this, at least 0
 * @since 0.1
 */
public record ReduceOnPlateau(
    double learningRate,
    Goal goal,
    double factor,
    int patience,
    double threshold,
    boolean relative,
    int cooldown,
    double minimum)
    implements Adaptive<ReduceOnPlateau.State> {

  /** What a cut multiplies the rate with (as PyTorch and Keras). */
  public static final double FACTOR = 0.1;

  /** Checks without improvement before a cut (as PyTorch and Keras). */
  public static final int PATIENCE = 10;

  /** Smallest change that counts, relative to the best metric (as PyTorch). */
  public static final double THRESHOLD = 1e-4;

  /**
   * All there is to know between two checks.
   *
   * @param learningRate the rate to use now
   * @param best the best metric so far; NaN before the first
   * @param badChecks checks in a row without improvement
   * @param cooldownLeft checks still not counted
   * @param checks checks so far
   * @param cuts cuts so far
   * @param diverged whether a metric was NaN, or infinite in the bad direction
   */
  public record State(
      double learningRate,
      double best,
      int badChecks,
      int cooldownLeft,
      long checks,
      int cuts,
      boolean diverged) {}

  /** Checks the numbers. */
  public ReduceOnPlateau {
    Rules.check("learningRate", learningRate, learningRate > 0 && learningRate <= 1e6, "(0, 1e6]");
    Rules.check("factor", factor, factor > 0 && factor < 1, "(0, 1)");
    Rules.check("patience", patience, patience >= 1, "[1, infinity)");
    Rules.check("threshold", threshold, threshold >= 0 && threshold < 1e300, "[0, infinity)");
    Rules.check("cooldown", cooldown, cooldown >= 0, "[0, infinity)");
    Rules.check("minimum", minimum, minimum >= 0 && minimum <= learningRate, "[0, learningRate]");
  }

  /** The usual rule for a loss or an accuracy. */
  public static ReduceOnPlateau of(double learningRate, Goal goal) {
    return new ReduceOnPlateau(learningRate, goal, FACTOR, PATIENCE, THRESHOLD, true, 0, 0);
  }

  /** The same for another kind of metric. */
  public ReduceOnPlateau withGoal(Goal other) {
    return new ReduceOnPlateau(
        learningRate, other, factor, patience, threshold, relative, cooldown, minimum);
  }

  /** The same with another patience. */
  public ReduceOnPlateau withPatience(int checks) {
    return new ReduceOnPlateau(
        learningRate, goal, factor, checks, threshold, relative, cooldown, minimum);
  }

  /** The same with another smallest change that counts. */
  public ReduceOnPlateau withThreshold(double change, boolean shareOfBest) {
    return new ReduceOnPlateau(
        learningRate, goal, factor, patience, change, shareOfBest, cooldown, minimum);
  }

  /** The same with another cooldown. */
  public ReduceOnPlateau withCooldown(int checks) {
    return new ReduceOnPlateau(
        learningRate, goal, factor, patience, threshold, relative, checks, minimum);
  }

  /** The same with another factor and a rate below which it never cuts. */
  public ReduceOnPlateau withFactor(double newFactor, double newMinimum) {
    return new ReduceOnPlateau(
        learningRate, goal, newFactor, patience, threshold, relative, cooldown, newMinimum);
  }

  /** PyTorch's way to count: the cut comes one check after {@code patience} bad ones. */
  public static ReduceOnPlateau torch(double learningRate, Goal goal, double factor, int patience) {
    return of(learningRate, goal).withFactor(factor, 0).withPatience(patience + 1);
  }

  /**
   * Keras's way to count: the threshold is absolute, and the check at which a cooldown ends counts.
   */
  public static ReduceOnPlateau keras(
      double learningRate, Goal goal, double factor, int patience, int cooldown) {
    return of(learningRate, goal)
        .withFactor(factor, 0)
        .withPatience(patience)
        .withThreshold(THRESHOLD, false)
        .withCooldown(Math.max(0, cooldown - 1));
  }

  /** Optax's way to count; it knows metrics to minimize only. */
  public static ReduceOnPlateau optax(
      double learningRate, double factor, int patience, int cooldown) {
    return of(learningRate, Goal.MINIMIZE)
        .withFactor(factor, 0)
        .withPatience(patience)
        .withCooldown(cooldown);
  }

  @Override
  public State start() {
    return new State(learningRate, Double.NaN, 0, 0, 0, 0, false);
  }

  @Override
  public State observe(State state, double metric) {
    long checks = state.checks() + 1;
    if (Rules.isDiverged(goal, metric)) {
      return new State(
          state.learningRate(),
          state.best(),
          state.badChecks(),
          state.cooldownLeft(),
          checks,
          state.cuts(),
          true);
    }
    boolean better = goal.isBetter(metric, state.best(), margin(state.best()));
    double best = better ? metric : state.best();
    boolean cooling = state.cooldownLeft() > 0;
    int bad = better || cooling ? 0 : state.badChecks() + 1;
    int left = Math.max(0, state.cooldownLeft() - 1);
    if (bad < patience) {
      return new State(
          state.learningRate(), best, bad, left, checks, state.cuts(), state.diverged());
    }
    double lower = Math.max(minimum, state.learningRate() * factor);
    int cuts = state.cuts() + (lower < state.learningRate() ? 1 : 0);
    return new State(lower, best, 0, cooldown, checks, cuts, state.diverged());
  }

  private double margin(double best) {
    return relative ? threshold * Math.abs(best) : threshold;
  }
}
