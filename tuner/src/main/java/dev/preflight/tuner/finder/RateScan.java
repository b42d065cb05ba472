package dev.preflight.tuner.finder;

import dev.preflight.tuner.runs.LossCurve;
import dev.preflight.tuner.runs.RunInterruptedException;
import java.util.Map;
import java.util.NavigableMap;

/**
 * Short runs with rates half a decade apart, from below the best one up to where training is lost,
 * and what they say together with what is expected of rates before any is seen: in log loss, a
 * parabola around the usual rate. Where runs are too short to tell rates apart, it decides.
 */
final class RateScan {

  /** Distance between the rates. */
  static final double STEP = Math.sqrt(10);

  /** What a decade from the usual rate weighs in log loss. */
  private static final double PRIOR = 0.25;

  private final LossCurve curve;
  private final double usual;
  private final double nothing;

  private RateScan(Decays runs, double usual) {
    this.curve = LossCurve.clamping(runs.untrained());
    this.usual = usual;
    this.nothing = runs.knowingNothing();
  }

  /**
   * Makes the runs, as far as the budget goes.
   *
   * @param usual what to expect of the best peak before any is seen
   * @param centre where to begin
   * @throws RunInterruptedException if the user asked to stop
   */
  static RateScan of(Decays runs, RunLengths lengths, double usual, double centre, long seed) {
    RateScan scan = new RateScan(runs, usual);
    LossCurve curve = scan.curve;
    double rate = centre;
    for (int i = 0; i < lengths.scanned(); i++) {
      double loss = runs.linear(rate, lengths.scan(), seed);
      curve.put(rate, loss);
      // Where nothing is gained the rate may be too low or too high: both sides are tried in turn.
      boolean gained = curve.best() < scan.nothing;
      boolean lowest = i > 0 && scan.expected().leader() == curve.losses().firstKey();
      if (gained ? lowest : !Double.isFinite(loss) || i % 2 == 1) {
        rate = curve.losses().firstKey() / STEP;
      } else if (curve.wall().isEmpty()) {
        rate = curve.losses().lastKey() * STEP;
      } else {
        break;
      }
    }
    return scan;
  }

  LossCurve curve() {
    return curve;
  }

  /** What a run must get below to have learned anything. */
  double nothing() {
    return nothing;
  }

  private LossCurve expected() {
    LossCurve expected = LossCurve.keeping(Double.POSITIVE_INFINITY);
    curve
        .losses()
        .forEach((rate, loss) -> expected.put(rate, loss > 0 ? loss * Math.exp(odds(rate)) : loss));
    return expected;
  }

  /** What is expected of a rate before any is seen, in log loss above that of the usual one. */
  double odds(double rate) {
    double decades = Math.log10(rate / usual);
    return PRIOR * decades * decades;
  }

  /** The rate at the bottom of the valley. */
  double valley() {
    return expected().vertex();
  }

  /** The lowest rate above the best at which training was lost; infinite if it never was. */
  double wall() {
    return curve.wall().orElse(Double.POSITIVE_INFINITY);
  }

  /** Whether a rate was near enough to the best, in log loss, to win in longer runs. */
  boolean worthLooking(double rate, double margin) {
    double loss = at(rate);
    return curve.best() > 0 ? loss <= curve.best() * Math.exp(margin) : !curve.isLost(loss);
  }

  /**
   * The loss at a rate, interpolated in log rate between runs that were not lost; that of the
   * nearest one beyond the ends, and NaN without any.
   */
  double at(double rate) {
    NavigableMap<Double, Double> losses = curve.feasible();
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
    double low = below.getValue();
    double high = above.getValue();
    return Math.min(low, high) > 0
        ? low * Math.pow(high / low, share)
        : (1 - share) * low + share * high;
  }
}
