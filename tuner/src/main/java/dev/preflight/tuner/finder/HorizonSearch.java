package dev.preflight.tuner.finder;

import dev.preflight.tuner.runs.LossCurve;
import dev.preflight.tuner.runs.RunInterruptedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Finds the best rate by training: short runs of growing length at rates half a decade apart,
 * continued where they are promising (successive halving), and what the best rate at those lengths
 * says about the planned one.
 *
 * <p>The best rate falls with the length of the run, about as a power of it. The exponent seen over
 * the short lengths is noisy, so it is drawn towards a prior.
 */
final class HorizonSearch {

  /** Distance between neighbouring rates. */
  static final double STEP = Math.sqrt(10);

  /** Exponent of the best constant rate against the run's length, before any is seen. */
  static final double PRIOR_SLOPE = -0.5;

  /** How much one decade of lengths seen weighs against the prior. */
  private static final double SLOPE_WEIGHT = 0.5;

  private static final double STEEPEST_SLOPE = -0.8;

  /** Exponent of the best peak of a decaying schedule: it falls more slowly. */
  static final double PEAK_SLOPE = -0.3;

  /** Rates stay at least this factor below the lowest rate at which training was lost. */
  static final double CONSTANT_MARGIN = 4;

  static final double PEAK_MARGIN = 3;

  /** Fresh seeds that twice the suggestion is tried with. */
  private static final int STRESS_SEEDS = 3;

  private static final int FIRST_RATES = 5;
  private static final int MAX_EXTENSIONS = 6;

  private final ShortRuns runs;
  private final long seed;
  private final int longest;

  /**
   * @param longest length of the longest constant runs, in updates; at least 4
   * @param seed the runs' seed; fresh seeds for verification are derived from it
   */
  HorizonSearch(ShortRuns runs, int longest, long seed) {
    this.runs = runs;
    this.longest = longest;
    this.seed = seed;
  }

  /**
   * What was found.
   *
   * @param constant best constant rate for the planned length
   * @param peak best peak of a linear decay for the planned length
   * @param low lowest rate that did about as well
   * @param high highest rate that stayed stable with decay
   * @param slope exponent used to extrapolate the constant rate
   * @param uncertainty factor of one standard error, at least 1
   * @param rungs best constant rate by run length
   * @param gain share of the loss of knowing nothing that the best run took away
   * @param stable whether the peak stayed stable with a fresh seed
   */
  record Found(
      double constant,
      double peak,
      double low,
      double high,
      double slope,
      double uncertainty,
      NavigableMap<Integer, LossCurve> rungs,
      double gain,
      boolean stable) {}

  /**
   * Searches around {@code centre} for a run of {@code planned} updates.
   *
   * @throws RunInterruptedException if the user asked to stop
   */
  Found search(double centre, long planned) {
    NavigableMap<Integer, LossCurve> rungs = new TreeMap<>();
    List<ShortRuns.Constant> alive = firstRung(centre, rungs);
    for (int length : new int[] {longest / 2, longest}) {
      alive = nextRung(alive, rungs, length);
    }
    LossCurve last = rungs.lastEntry().getValue();
    double slope = slope(rungs);
    double cliff = rungs.values().stream().mapToDouble(HorizonSearch::cliff).min().orElseThrow();
    double stretch = (double) planned / longest;
    Peak peak = peak(last.leader(), cliff, stretch);
    double wanted = Math.min(last.vertex() * Math.pow(stretch, slope), cliff / CONSTANT_MARGIN);
    double wall = wall(Math.max(wanted, peak.rate()), rungs.firstEntry().getValue());
    double highest = Math.min(peak.rate(), wall / PEAK_MARGIN);
    double constant = Math.min(Math.min(wanted, wall / CONSTANT_MARGIN), highest);
    return new Found(
        constant,
        highest,
        Math.min(constant / STEP, lowestGood(last) * Math.pow(stretch, slope)),
        Math.min(2 * highest, wall / 2),
        slope,
        uncertainty(rungs, stretch),
        rungs,
        gain(last.best()),
        peak.stable());
  }

  private double gain(double best) {
    double nothing = runs.knowingNothing();
    return (nothing - best) / Math.max(RangeTest.LEAST_SIZE, Math.abs(nothing));
  }

  private List<ShortRuns.Constant> firstRung(
      double centre, NavigableMap<Integer, LossCurve> rungs) {
    int length = Math.max(1, longest / 4);
    LossCurve curve = LossCurve.clamping(runs.untrained());
    List<ShortRuns.Constant> all = new ArrayList<>();
    for (int i = 0; i < FIRST_RATES; i++) {
      all.add(tried(centre * Math.pow(STEP, i - FIRST_RATES / 2), length, curve));
    }
    // The winner needs room on both sides: extend while it is at an edge.
    for (int i = 0; i < MAX_EXTENSIONS; i++) {
      double winner = curve.leader();
      if (winner == curve.losses().lastKey()) {
        all.add(tried(winner * STEP, length, curve));
      } else if (winner == curve.losses().firstKey()) {
        all.add(tried(winner / STEP, length, curve));
      } else {
        break;
      }
    }
    rungs.put(length, curve);
    return all;
  }

  private ShortRuns.Constant tried(double rate, int length, LossCurve curve) {
    ShortRuns.Constant run = runs.constant(rate, seed);
    runs.continueTo(run, length, true);
    curve.put(rate, run.loss());
    return run;
  }

  private static double cliff(LossCurve curve) {
    return curve.wall().orElse(Double.POSITIVE_INFINITY);
  }

  /** Continues the winner and its neighbours; rates that were lost are known to stay lost. */
  private List<ShortRuns.Constant> nextRung(
      List<ShortRuns.Constant> alive, NavigableMap<Integer, LossCurve> rungs, int length) {
    LossCurve before = rungs.lastEntry().getValue();
    LossCurve curve = LossCurve.clamping(runs.untrained());
    double winner = before.leader();
    List<ShortRuns.Constant> kept = new ArrayList<>();
    alive.sort(Comparator.comparingDouble(ShortRuns.Constant::rate));
    for (ShortRuns.Constant run : alive) {
      boolean near = run.rate() > winner / (1.5 * STEP) && run.rate() < winner * 1.5 * STEP;
      if (!near) {
        continue;
      }
      if (run.rate() > winner && before.isLost(run.loss())) {
        curve.put(run.rate(), Double.POSITIVE_INFINITY);
        continue;
      }
      runs.continueTo(run, length, length < longest);
      curve.put(run.rate(), run.loss());
      kept.add(run);
    }
    rungs.put(length, curve);
    return kept;
  }

  /** Weighted mean of the slope seen and the prior. */
  private double slope(NavigableMap<Integer, LossCurve> rungs) {
    double x = 0;
    double y = 0;
    int n = rungs.size();
    for (var rung : rungs.entrySet()) {
      x += Math.log10(rung.getKey()) / n;
      y += Math.log10(rung.getValue().vertex()) / n;
    }
    double xx = 0;
    double xy = 0;
    for (var rung : rungs.entrySet()) {
      double dx = Math.log10(rung.getKey()) - x;
      xx += dx * dx;
      xy += dx * (Math.log10(rung.getValue().vertex()) - y);
    }
    double weight = xx * SLOPE_WEIGHT / (xx * SLOPE_WEIGHT + 0.2);
    double slope = xx == 0 ? PRIOR_SLOPE : weight * (xy / xx) + (1 - weight) * PRIOR_SLOPE;
    return Math.max(STEEPEST_SLOPE, Math.min(0, slope));
  }

  /** Half a step between rates, and a third of a decade per decade of extrapolation. */
  private static double uncertainty(NavigableMap<Integer, LossCurve> rungs, double stretch) {
    double grid = 0.5 * Math.log10(STEP);
    double extrapolation = 0.3 * Math.log10(Math.max(1, stretch));
    return Math.pow(10, Math.hypot(grid, extrapolation) / 2 + 0.05 * (3 - rungs.size()));
  }

  private static double lowestGood(LossCurve curve) {
    double limit = curve.best() + 0.1 * (curve.untrained() - curve.best());
    return curve.losses().entrySet().stream()
        .filter(e -> e.getValue() <= limit)
        .mapToDouble(java.util.Map.Entry::getKey)
        .min()
        .orElse(curve.leader());
  }

  private record Peak(double rate, boolean stable) {}

  /** The best peak under linear decay, from runs of half the longest length, then verified. */
  private Peak peak(double winner, double cliff, double stretch) {
    int length = Math.max(2, longest / 2);
    LossCurve curve = LossCurve.clamping(runs.untrained());
    for (double rate : new double[] {winner, winner * STEP}) {
      curve.put(rate, runs.linear(rate, length, seed + 1));
    }
    for (int i = 0; i < 2 && curve.leader() == curve.losses().lastKey(); i++) {
      double rate = curve.losses().lastKey() * STEP;
      curve.put(rate, runs.linear(rate, length, seed + 1));
    }
    double lowestCliff = Math.min(cliff(curve), Math.max(cliff, curve.leader() * STEP));
    double peak =
        Math.min(curve.vertex() * Math.pow(2 * stretch, PEAK_SLOPE), lowestCliff / PEAK_MARGIN);
    for (int i = 0; i < 3; i++) {
      if (!curve.isLost(runs.linear(peak, length, seed + 2 + i))) {
        return new Peak(peak, true);
      }
      peak /= STEP;
    }
    return new Peak(peak, false);
  }

  /**
   * Where training is lost with fresh seeds: twice the rate, if any of three short runs is lost
   * there, then twice a lower one; infinite if none is. A rate next to a wall that one seed did not
   * touch is no answer.
   */
  private double wall(double rate, LossCurve reference) {
    int length = Math.max(1, longest / 4);
    double wall = Double.POSITIVE_INFINITY;
    double tried = 2 * rate;
    for (int round = 0; round < 2; round++) {
      boolean held = true;
      for (int i = 0; i < STRESS_SEEDS && held; i++) {
        ShortRuns.Constant run = runs.constant(tried, seed + 10 + i);
        runs.continueTo(run, length, false);
        held = !reference.isLost(run.loss());
      }
      if (held) {
        return wall;
      }
      wall = tried;
      tried /= 2;
    }
    return wall;
  }
}
