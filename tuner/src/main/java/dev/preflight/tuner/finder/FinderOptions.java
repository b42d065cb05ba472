package dev.preflight.tuner.finder;

import static dev.preflight.tuner.runs.RunOptions.require;

import dev.preflight.tuner.runs.RunOptions;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What the learning-rate finder is asked for.
 *
 * @param run what every run needs. Its seeds are the number of ramps, each with its own initial
 *     values and data order; 0 for the default, {@link #DEFAULT_SEEDS}, or one where quick. Its
 *     rates are the ends of the ramp
 * @param steps updates per ramp, at least {@link #MIN_STEPS}; 0 for the default, {@link
 *     #DEFAULT_STEPS}, or a sixth of the planned updates where that is less
 * @param quick only the bare ramp: no short runs, no verification
 * @param weightDecays weight decays to overlay, one ramp each; empty for none
 * @param momentumTest whether to ramp the momentum at the rate found
 */
public record FinderOptions(
    RunOptions run, int steps, boolean quick, List<Double> weightDecays, boolean momentumTest) {

  /** Updates per ramp, as in other finders. */
  public static final int DEFAULT_STEPS = 100;

  /** Fewer updates than this cannot show a curve. */
  public static final int MIN_STEPS = 20;

  /** Ramps by default: the median of three is robust against one odd seed. */
  public static final int DEFAULT_SEEDS = 3;

  /** First rate of the ramp by default. */
  public static final double DEFAULT_LOW = 1e-7;

  /** Last rate of the ramp by default. */
  public static final double DEFAULT_HIGH = 10;

  public FinderOptions {
    weightDecays = List.copyOf(weightDecays);
    require(
        steps == 0 || (steps >= MIN_STEPS && steps <= 100_000),
        "steps must be in [%d, 100000], was %d",
        MIN_STEPS,
        steps);
    run.requireSeeds(0);
    require(
        run.low() > 0 && run.high() > run.low() && run.high() <= 1e6,
        "the ramp must rise from a positive rate to at most 1e6, was %s to %s",
        run.low(),
        run.high());
    for (double decay : weightDecays) {
      require(decay >= 0 && decay <= 1, "weight decay must be in [0, 1], was %s", decay);
    }
  }

  /** Everything at its default. */
  public static FinderOptions defaults() {
    return new FinderOptions(
        RunOptions.of(0, DEFAULT_LOW, DEFAULT_HIGH), 0, false, List.of(), false);
  }

  /** The number of ramps. */
  int ramps() {
    int usual = quick ? 1 : DEFAULT_SEEDS;
    return run.seeds() > 0 ? run.seeds() : usual;
  }

  /** The updates of a ramp before a run of so many updates. */
  int steps(long planned) {
    if (steps > 0) {
      return steps;
    }
    return quick ? DEFAULT_STEPS : (int) Math.max(40, Math.min(DEFAULT_STEPS, planned / 6));
  }

  /** With another length, seed, range or the like. */
  public FinderOptions withRun(UnaryOperator<RunOptions> change) {
    return new FinderOptions(change.apply(run), steps, quick, weightDecays, momentumTest);
  }

  public FinderOptions withSteps(int value) {
    return new FinderOptions(run, value, quick, weightDecays, momentumTest);
  }

  public FinderOptions withQuick(boolean value) {
    return new FinderOptions(run, steps, value, weightDecays, momentumTest);
  }

  public FinderOptions withWeightDecays(List<Double> value) {
    return new FinderOptions(run, steps, quick, value, momentumTest);
  }

  public FinderOptions withMomentumTest(boolean value) {
    return new FinderOptions(run, steps, quick, weightDecays, value);
  }
}
