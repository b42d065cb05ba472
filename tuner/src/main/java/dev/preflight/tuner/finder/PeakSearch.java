package dev.preflight.tuner.finder;

import dev.preflight.tuner.runs.LossCurve;
import dev.preflight.tuner.runs.RunInterruptedException;

/**
 * Finds the best peak of a linear decay by training the schedule itself, compressed into short
 * runs, and a constant rate as a share of it.
 *
 * <p>A {@link RateScan} shows the valley of the loss. Longer runs with a fresh seed then try the
 * bottom of that valley and, above it, the highest rate that keeps its distance from instability
 * and was not hopeless in the scan: in some programs, most of all regressions, short runs are best
 * at a low rate and longer ones at a high one. Which of the two wins is judged by the loss each is
 * heading for, its fall from the shorter to the longer runs continued.
 */
final class PeakSearch {

  /** A higher rate is this factor below the lowest one at which training was lost. */
  private static final double DISTANCE = Math.pow(10, 0.25);

  /** It is not looked for farther above the valley than this. */
  private static final double FARTHEST = Math.pow(10, 0.75);

  /** Two rates nearer than this are one. */
  private static final double NEAREST = Math.pow(10, 0.25);

  /**
   * A fall is continued over no more of the logarithm of the length than this times what was seen.
   */
  private static final double AHEAD = 1;

  /** It wins by this in log loss. */
  private static final double CLEAR = 0.25;

  /**
   * What is taken then, as a share of the way up from the valley: too high costs more than too low.
   */
  private static final double WON = 2.0 / 3;

  /** What is taken where neither is ahead. */
  private static final double TIED = 0.5;

  /** A higher rate that is behind by less than this in log loss has not lost. */
  private static final double TIE = 0.15;

  /** A rate whose log loss is this much above the best in the scan may still win. */
  private static final double HOPE = 0.8;

  /** A lower rate whose log loss is within this of the best in the scan may be the better one. */
  private static final double DOUBT = 0.25;

  /** It must be better by this in the longer runs to be taken instead. */
  private static final double LOWER = 0.15;

  /** The suggestion is at least this factor below the lowest rate at which training was lost. */
  private static final double SAFETY = 2;

  private static final double SAFETY_WHERE_HIGHER = 3;

  /** A peak that is higher must hold at this multiple of it. */
  private static final double STRESS = Math.pow(10, 0.125);

  private static final int STRESS_SEEDS = 2;

  private static final int MOST_RETRIES = 3;

  /** Exponent of the best peak against the length of the run, where the valley sets it. */
  private static final double DRIFT = -0.2;

  /** The best constant rate as a share of the best peak. */
  private static final double SHARE = 0.6;

  /** Beyond so many updates the share falls, by the power below: a constant rate ends in noise. */
  private static final double SHARE_FROM = 300;

  private static final double SHARE_DRIFT = -0.3;

  /** A rate that won by less than this factor below where training is lost is set by that. */
  private static final double NEXT_TO_WALL = 5;

  /** The share there, whatever the length. */
  static final double SHARE_AT_EDGE = 0.75;

  /** The best rate is expected to be no lower than by this factor. */
  private static final double LOWER_BY = 5;

  /** No higher than by this factor, where training was not lost anywhere near. */
  private static final double HIGHER = 6;

  /** Beyond so many planned updates the best rate may be lower, by the root of their ratio. */
  private static final double GROWS_FROM = 600;

  /** An edge within this factor may be where the best rate is. */
  private static final double MOST_OPEN = 20;

  private final Decays runs;
  private final RunLengths lengths;
  private final RateScan scan;
  private final LossCurve longer;
  private final long seed;

  private PeakSearch(Decays runs, RunLengths lengths, RateScan scan, long seed) {
    this.runs = runs;
    this.lengths = lengths;
    this.scan = scan;
    this.longer = LossCurve.clamping(runs.untrained());
    this.seed = seed;
  }

  /**
   * Searches.
   *
   * @param usual what to expect of the best peak before any is seen
   * @param centre where to begin
   * @param seed of the scan; fresh seeds are derived from it
   * @throws RunInterruptedException if the user asked to stop
   */
  static FoundRates search(
      Decays runs, RunLengths lengths, double usual, double centre, long seed) {
    RateScan scan = RateScan.of(runs, lengths, usual, centre, seed);
    return new PeakSearch(runs, lengths, scan, seed).search();
  }

  private FoundRates search() {
    double highest = scan.wall() / DISTANCE;
    double valley = Math.min(scan.valley(), highest);
    boolean stable = holds(valley);
    for (int i = 0; i < MOST_RETRIES && !stable; i++) {
      valley /= RateScan.STEP;
      highest = valley;
      stable = holds(valley);
    }
    double ahead = higherAhead(valley, Math.min(highest, highestSeen()));
    boolean isHigher = ahead > -TIE;
    double wall = Math.min(scan.wall(), longer.wall().orElse(Double.POSITIVE_INFINITY));
    double higher = longer.losses().lastKey();
    double lowest = (isHigher ? valley : orLower(valley)) * lengths.beyond(lengths.longer(), DRIFT);
    double way = ahead > CLEAR ? WON : TIED;
    double peak = isHigher ? valley * Math.pow(higher / valley, way) : lowest;
    if (isHigher) {
      wall = Math.min(wall, stressed(peak));
    }
    peak = Math.min(peak, wall / (isHigher ? SAFETY_WHERE_HIGHER : SAFETY));
    boolean atEdge = ahead > CLEAR && wall <= higher * NEXT_TO_WALL;
    double ofPeak = SHARE * lengths.beyond(SHARE_FROM, SHARE_DRIFT);
    // Rates that do worse in short runs may do better in long ones, up to where training is lost.
    double most = wall < peak * MOST_OPEN ? wall : peak * HIGHER;
    double least = Math.min(peak, lowest) / LOWER_BY * lengths.beyond(GROWS_FROM, -0.5);
    return new FoundRates(
        peak * (atEdge ? SHARE_AT_EDGE : ofPeak),
        new FoundRates.Range(ofPeak * least, most),
        peak,
        new FoundRates.Range(least, most),
        wall,
        atEdge,
        scan.curve(),
        longer,
        gain(),
        stable);
  }

  /** A little above the highest rate of the scan. */
  private double highestSeen() {
    return scan.curve().losses().lastKey() * DISTANCE;
  }

  private double gain() {
    double nothing = scan.nothing();
    double best = Math.min(scan.curve().best(), longer.best());
    return (nothing - best) / Math.max(RangeTest.LEAST_SIZE, Math.abs(nothing));
  }

  /** Makes a longer run with a fresh seed; whether it was not lost. */
  private boolean holds(double rate) {
    double loss = runs.linear(rate, lengths.longer(), seed + 1);
    longer.put(rate, loss);
    return loss < runs.untrained() && !scan.curve().isLost(loss);
  }

  private boolean affordable(int updates) {
    return runs.updates() + updates <= lengths.budget();
  }

  /**
   * How much better than the valley the highest rate that holds will be, in log loss; minus
   * infinity if none is worth a look. That rate is the highest of the longer runs.
   */
  private double higherAhead(double valley, double highest) {
    double rate = Math.min(highest, valley * FARTHEST);
    while (rate > valley * NEAREST && affordable(lengths.longer())) {
      if (scan.worthLooking(rate, HOPE) && holds(rate)) {
        return outlook(valley) - outlook(rate);
      }
      rate /= DISTANCE;
    }
    return Double.NEGATIVE_INFINITY;
  }

  /** The valley, or the rate a step below it if the scan leaves that open and it is better. */
  private double orLower(double valley) {
    double below = valley / RateScan.STEP;
    boolean better =
        scan.worthLooking(below, DOUBT)
            && affordable(lengths.longer())
            && holds(below)
            && outlook(below) < outlook(valley) - LOWER;
    return better ? below : valley;
  }

  /**
   * The lowest of some rates above this one that is lost with one of some fresh seeds; infinite if
   * the first of them holds.
   */
  private double stressed(double rate) {
    double wall = Double.POSITIVE_INFINITY;
    double tried = STRESS * rate;
    for (int round = 0; round < MOST_RETRIES; round++, tried /= STRESS) {
      boolean held = true;
      for (int i = 0; i < STRESS_SEEDS && held && affordable(lengths.scan()); i++) {
        held = !scan.curve().isLost(runs.linear(tried, lengths.scan(), seed + 2 + i));
      }
      if (held) {
        break;
      }
      wall = tried;
    }
    return wall;
  }

  /**
   * The loss that a rate is heading for at the planned length: its logarithm, or where losses are
   * not all above zero its share of what training gains.
   */
  private double outlook(double rate) {
    double before = scan.at(rate);
    double after = longer.at(rate);
    double gained = runs.untrained() - longer.best();
    boolean positive = before > 0 && scan.curve().best() > 0 && longer.best() > 0;
    double now = positive ? Math.log(after) : after / gained;
    double fall = positive ? Math.log(after / before) : (after - before) / gained;
    double ahead =
        Math.log((double) lengths.planned() / lengths.longer())
            / Math.log((double) lengths.longer() / lengths.scan());
    return now
        + Math.max(0, Math.min(AHEAD, ahead)) * Math.min(0, fall)
        + (positive ? scan.odds(rate) : 0);
  }
}
