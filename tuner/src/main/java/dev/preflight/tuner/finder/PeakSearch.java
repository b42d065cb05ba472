package dev.preflight.tuner.finder;

import dev.preflight.tuner.runs.LossCurve;
import dev.preflight.tuner.runs.RunInterruptedException;
import java.util.Map;
import java.util.NavigableMap;

/**
 * Finds the best peak of a linear decay by training the schedule itself, compressed into short
 * runs, and a constant rate as a share of it.
 *
 * <p>A scan with rates half a decade apart, from below the best rate up to where training is lost,
 * shows the valley of the loss. Longer runs with a fresh seed then try the bottom of that valley
 * and, apart from it, the highest rate that keeps its distance from instability: in some programs
 * short runs are best at a low rate and longer ones next to the edge. Which of the two wins is
 * judged by the loss each is heading for, its fall from the shorter to the longer runs continued.
 */
final class PeakSearch {

  /** Distance between the rates of the scan. */
  static final double STEP = Math.sqrt(10);

  /** A rate at the edge is this factor below the lowest one at which training was lost. */
  private static final double DISTANCE = Math.pow(10, 0.25);

  /** The edge is not tried farther above the valley than this. */
  private static final double FARTHEST = Math.pow(10, 0.75);

  /** Two rates nearer than this are one. */
  private static final double NEAREST = Math.pow(10, 0.25);

  /** What a decade from the usual rate weighs in log loss. */
  private static final double PRIOR = 0.25;

  /** Beyond this many updates a fall seen in short runs is not expected to continue. */
  private static final double FALL_ENDS = 2000;

  /** The edge must win by this in log loss to be taken as it is; else the rate between the two. */
  private static final double CLEAR = 0.25;

  /** An edge that is behind by less than this in log loss has not lost. */
  private static final double TIE = 0.15;

  /** A rate whose log loss is this much higher in the scan may still win in longer runs. */
  private static final double HOPE = 0.8;

  /** A lower rate must be better by this in log loss to be taken instead. */
  private static final double LOWER = 0.15;

  /** A lower rate whose log loss is within this of the best in the scan may be the better one. */
  private static final double DOUBT = 0.25;

  /** The suggestion is at least this factor below the lowest rate at which training was lost. */
  private static final double SAFETY = 2;

  private static final double SAFETY_AT_EDGE = 3;

  /** A peak at the edge must hold at this multiple of it. */
  private static final double STRESS = Math.pow(10, 0.125);

  private static final int STRESS_SEEDS = 2;

  /** Exponent of the best peak against the length of the run, where the edge does not set it. */
  private static final double DRIFT = -0.2;

  /** The best constant rate as a share of the best peak. */
  private static final double SHARE = 0.6;

  /** Beyond so many updates the share falls, by the power below: a constant rate ends in noise. */
  private static final double SHARE_FROM = 300;

  private static final double SHARE_DRIFT = -0.3;

  /** The share next to the edge, whatever the length. */
  static final double SHARE_AT_EDGE = 0.75;

  /** The best rate is expected within this factor of the one suggested, or up to the edge. */
  private static final double FACTOR = 4;

  /** Beyond so many planned updates the best rate may be lower, by the root of their ratio. */
  private static final double GROWS_FROM = 600;

  /** An edge within this factor may be where the best rate is. */
  private static final double MOST_OPEN = 20;

  private static final int FEWEST_SCANNED = 4;
  private static final int MOST_SCANNED = 9;
  private static final int MOST_RETRIES = 3;

  private final Decays runs;
  private final Lengths lengths;
  private final double usual;
  private final long seed;
  private final double nothing;

  /**
   * @param usual what to expect of the best peak before any is seen
   * @param seed of the scan; fresh seeds are derived from it
   */
  PeakSearch(Decays runs, Lengths lengths, double usual, long seed) {
    this.usual = usual;
    this.runs = runs;
    this.lengths = lengths;
    this.seed = seed;
    this.nothing = runs.knowingNothing();
  }

  /** What trains the runs. */
  interface Decays {

    /** Loss of the untrained program; infinite if it is not finite. */
    double untrained();

    /** What a run must get below to have learned anything. */
    double knowingNothing();

    /** Updates made so far. */
    long updates();

    /**
     * A run with linear decay to zero, compressed to {@code length} updates; its final loss,
     * infinite if it diverged.
     *
     * @throws RunInterruptedException if the user asked to stop
     */
    double linear(double peak, int length, long seed);
  }

  /**
   * How long the runs are.
   *
   * @param planned updates of the run to find a rate for
   * @param scan updates of a run of the scan
   * @param longer updates of a run that judges between two rates
   * @param budget most updates of all runs, where that allows the fewest of them
   */
  record Lengths(long planned, int scan, int longer, long budget) {

    private static final int SHORTEST = 16;
    private static final int LONGEST_SCAN = 60;
    private static final int LONGEST = 180;

    /** Most updates of ramps and runs together: twice the planned ones, and no more than this. */
    private static final long MOST = 1000;

    static long total(long planned) {
      return Math.min(MOST, 2 * planned);
    }

    /**
     * The lengths for a planned run.
     *
     * @param spent updates that ramps took
     */
    static Lengths of(long planned, long spent) {
      int scan = (int) Math.max(SHORTEST, Math.min(LONGEST_SCAN, planned / 7));
      int longer = (int) Math.max(2 * SHORTEST, Math.min(LONGEST, planned * 38 / 100));
      return new Lengths(planned, scan, longer, total(planned) - spent);
    }

    /** Runs that the budget leaves for the scan. */
    int scanned() {
      return (int) Math.max(FEWEST_SCANNED, Math.min(MOST_SCANNED, (budget - 2L * longer) / scan));
    }
  }

  /** Rates between which the best one is expected. */
  record Range(double low, double high) {}

  /**
   * What was found.
   *
   * @param constant best constant rate for the planned length
   * @param constants where it may lie
   * @param peak best peak of a linear decay for the planned length
   * @param peaks where it may lie
   * @param wall lowest rate at which training was lost; infinite if it never was
   * @param atEdge whether the peak is set by where training is lost, rather than by a valley
   * @param scan losses of the scan by rate
   * @param longer losses of the longer runs by rate
   * @param gain share of the loss of knowing nothing that the best run took away
   * @param stable whether some peak stayed stable with a fresh seed
   */
  record Found(
      double constant,
      Range constants,
      double peak,
      Range peaks,
      double wall,
      boolean atEdge,
      LossCurve scan,
      LossCurve longer,
      double gain,
      boolean stable) {}

  /**
   * Searches around {@code centre}.
   *
   * @throws RunInterruptedException if the user asked to stop
   */
  Found search(double centre) {
    LossCurve scan = scan(centre);
    LossCurve longer = LossCurve.clamping(runs.untrained());
    double highest = wall(scan) / DISTANCE;
    double valley = Math.min(expected(scan).vertex(), highest);
    boolean stable = tried(valley, scan, longer);
    for (int i = 0; i < MOST_RETRIES && !stable; i++) {
      valley /= STEP;
      highest = valley;
      stable = tried(valley, scan, longer);
    }
    double edge =
        Math.min(Math.min(highest, valley * FARTHEST), scan.losses().lastKey() * DISTANCE);
    double ahead = ahead(scan, longer, valley, edge);
    edge = longer.losses().lastKey();
    double peak = ahead > CLEAR ? edge : ahead > -TIE ? Math.sqrt(edge * valley) : valley * drift();
    boolean atEdge = ahead > -TIE;
    double wall = Math.min(wall(scan), wall(longer));
    if (atEdge) {
      wall = Math.min(wall, stressed(peak, scan));
    } else if (worthLooking(scan, valley / STEP, DOUBT) && affordable(lengths.longer())) {
      valley = lower(scan, longer, valley);
      peak = valley * drift();
    }
    peak = Math.min(peak, wall / (atEdge ? SAFETY_AT_EDGE : SAFETY));
    double constant = peak * (atEdge ? SHARE_AT_EDGE : SHARE * longer(SHARE_FROM, SHARE_DRIFT));
    return new Found(
        constant,
        range(constant, wall),
        peak,
        range(peak, wall),
        wall,
        atEdge,
        scan,
        longer,
        gain(Math.min(scan.best(), longer.best())),
        stable);
  }

  /** The valley, or the rate a step below it if longer runs are better there. */
  private double lower(LossCurve scan, LossCurve longer, double valley) {
    double below = valley / STEP;
    boolean better =
        tried(below, scan, longer)
            && outlook(scan, longer, below) < outlook(scan, longer, valley) - LOWER;
    return better ? below : valley;
  }

  /**
   * How much better than the valley the highest rate at the edge that holds will be; minus infinity
   * if none is worth a look.
   */
  private double ahead(LossCurve scan, LossCurve longer, double valley, double from) {
    for (double edge = from;
        edge > valley * NEAREST && affordable(lengths.longer());
        edge /= DISTANCE) {
      if (!worthLooking(scan, edge, HOPE)) {
        break;
      }
      if (tried(edge, scan, longer)) {
        return outlook(scan, longer, valley) - outlook(scan, longer, edge);
      }
    }
    return Double.NEGATIVE_INFINITY;
  }

  /**
   * The curve with what is expected of rates before any is seen: in log loss, a parabola around the
   * usual rate. Where runs are too short to tell rates apart, it decides.
   */
  private LossCurve expected(LossCurve curve) {
    LossCurve expected = LossCurve.keeping(Double.POSITIVE_INFINITY);
    curve
        .losses()
        .forEach((rate, loss) -> expected.put(rate, loss > 0 ? loss * Math.exp(odds(rate)) : loss));
    return expected;
  }

  private double odds(double rate) {
    double decades = Math.log10(rate / usual);
    return PRIOR * decades * decades;
  }

  private boolean affordable(int updates) {
    return runs.updates() + updates <= lengths.budget();
  }

  /** Whether a rate was near enough to the best in the scan to win in longer runs. */
  private static boolean worthLooking(LossCurve scan, double rate, double margin) {
    double loss = between(scan.feasible(), rate);
    return scan.best() > 0 ? loss <= scan.best() * Math.exp(margin) : !scan.isLost(loss);
  }

  /**
   * Where the best rate may lie: up to where training is lost, if that is not far, for rates that
   * do worse in short runs may do better in long ones.
   */
  private Range range(double rate, double wall) {
    double low = rate / FACTOR * longer(GROWS_FROM, -0.5);
    return new Range(low, wall < rate * MOST_OPEN ? wall : rate * FACTOR);
  }

  /** How the best peak of the planned run compares with that of the longer runs. */
  private double drift() {
    return longer(lengths.longer(), DRIFT);
  }

  /** A power of how many times longer the planned run is than so many updates; 1 if it is not. */
  private double longer(double updates, double exponent) {
    return Math.pow(Math.max(1, lengths.planned() / updates), exponent);
  }

  private static double wall(LossCurve curve) {
    return curve.wall().orElse(Double.POSITIVE_INFINITY);
  }

  private double gain(double best) {
    return (nothing - best) / Math.max(RangeTest.LEAST_SIZE, Math.abs(nothing));
  }

  /** Rates from below the best one up to the first that is lost, as far as the budget goes. */
  private LossCurve scan(double centre) {
    LossCurve curve = LossCurve.clamping(runs.untrained());
    double rate = centre;
    for (int i = 0; i < lengths.scanned(); i++) {
      double loss = runs.linear(rate, lengths.scan(), seed);
      curve.put(rate, loss);
      // Where nothing is gained the rate may be too low or too high: both sides are tried in turn.
      boolean gained = curve.best() < nothing;
      boolean lowest = i > 0 && expected(curve).leader() == curve.losses().firstKey();
      if (gained ? lowest : !Double.isFinite(loss) || i % 2 == 1) {
        rate = curve.losses().firstKey() / STEP;
      } else if (curve.wall().isEmpty()) {
        rate = curve.losses().lastKey() * STEP;
      } else {
        break;
      }
    }
    return curve;
  }

  /**
   * The lowest of some rates above this one that is lost with one of some fresh seeds; infinite if
   * the first of them holds.
   */
  private double stressed(double rate, LossCurve scan) {
    double wall = Double.POSITIVE_INFINITY;
    double tried = STRESS * rate;
    for (int round = 0; round < MOST_RETRIES; round++, tried /= STRESS) {
      boolean held = true;
      for (int i = 0; i < STRESS_SEEDS && held && affordable(lengths.scan()); i++) {
        held = !scan.isLost(runs.linear(tried, lengths.scan(), seed + 2 + i));
      }
      if (held) {
        break;
      }
      wall = tried;
    }
    return wall;
  }

  /** Makes a longer run with a fresh seed; whether it was not lost. */
  private boolean tried(double rate, LossCurve scan, LossCurve longer) {
    double loss = runs.linear(rate, lengths.longer(), seed + 1);
    longer.put(rate, loss);
    return loss < runs.untrained() && !scan.isLost(loss);
  }

  /**
   * The loss that a rate is heading for at the planned length: its logarithm, or where losses are
   * not all above zero its share of what training gains.
   */
  private double outlook(LossCurve scan, LossCurve longer, double rate) {
    double before = between(scan.feasible(), rate);
    double after = longer.at(rate);
    double gained = runs.untrained() - longer.best();
    boolean positive = before > 0 && scan.best() > 0 && longer.best() > 0;
    double now = positive ? Math.log(after) : after / gained;
    double fall = positive ? Math.log(after / before) : (after - before) / gained;
    double ahead =
        Math.log(Math.min((double) lengths.planned(), FALL_ENDS) / lengths.longer())
            / Math.log((double) lengths.longer() / lengths.scan());
    return now + Math.max(0, ahead) * Math.min(0, fall) + (positive ? odds(rate) : 0);
  }

  /**
   * The loss at a rate, interpolated in log rate; that of the nearest one beyond the ends, and NaN
   * without any.
   */
  private static double between(NavigableMap<Double, Double> losses, double rate) {
    Map.Entry<Double, Double> below = losses.floorEntry(rate);
    Map.Entry<Double, Double> above = losses.ceilingEntry(rate);
    if (below == null || above == null) {
      Map.Entry<Double, Double> nearest = below == null ? above : below;
      return nearest == null ? Double.NaN : nearest.getValue();
    }
    if (below.getKey().equals(above.getKey())) {
      return below.getValue();
    }
    double share = Math.log(rate / below.getKey()) / Math.log(above.getKey() / below.getKey());
    return (1 - share) * below.getValue() + share * above.getValue();
  }
}
