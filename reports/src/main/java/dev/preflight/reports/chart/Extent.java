package dev.preflight.reports.chart;

import dev.preflight.reports.Chart.Axis;
import java.util.Arrays;
import java.util.List;

/**
 * The range an axis shows: finite, not empty, wide enough to divide. Values outside are not lost;
 * the renderer counts them.
 *
 * @param low lower end
 * @param high upper end
 * @param log whether distances are ratios; both ends are then positive
 */
record Extent(double low, double high, boolean log) {
  /** Larger values are counted but never drawn; their differences would overflow. */
  private static final double HUGE = 1e100;

  /** A logarithmic axis shows at most this many powers of ten. */
  private static final double DECADES = 15;

  /** How far above the start of a curve its axis reaches, as a share of the axis below. */
  private static final double HEADROOM = 0.25;

  /** Whether a value has a place on such an axis at all, inside the range or not. */
  static boolean drawable(double value, boolean log) {
    return Math.abs(value) <= HUGE && (!log || value >= 1 / HUGE);
  }

  boolean holds(double value) {
    return value >= low && value <= high;
  }

  /** Position as a share of the axis: 0 at the lower end, 1 at the upper. */
  double share(double value) {
    return (scale(value) - scale(low)) / (scale(high) - scale(low));
  }

  private double scale(double value) {
    return log ? Math.log10(value) : value;
  }

  /** The range of all values, a little wider than they are; all rows of an axis of categories. */
  static Extent around(Axis axis, double[] values) {
    if (axis.categories() != null) {
      return new Extent(-0.5, axis.categories().size() - 0.5, false);
    }
    double[] sorted = sorted(axis, values);
    return sorted.length == 0
        ? finish(axis, axis.log() ? 0.1 : 0, 1, 0)
        : finish(axis, sorted[0], sorted[sorted.length - 1], 0.02);
  }

  /**
   * The range of curves without their divergent tails: it reaches a quarter beyond the larger of
   * where they start and where three quarters of their values lie, unless all values fit into twice
   * that. A curve that falls from a high start is therefore never cut.
   *
   * @param axis the axis, whose own ends go before the data
   * @param curves one array of values per curve, in drawing order
   */
  static Extent robust(Axis axis, List<double[]> curves) {
    double[] all = sorted(axis, curves.stream().flatMapToDouble(Arrays::stream).toArray());
    if (all.length == 0 || axis.categories() != null) {
      return around(axis, all);
    }
    Extent raw = new Extent(all[0], all[all.length - 1], axis.log());
    double low = raw.scale(raw.low);
    double top = raw.scale(all[(int) (0.75 * (all.length - 1))]);
    for (double[] curve : curves) {
      int start = Math.max(1, curve.length / 20);
      for (double value : Arrays.copyOf(curve, Math.min(start, curve.length))) {
        if (drawable(value, axis.log())) {
          top = Math.max(top, raw.scale(value));
        }
      }
    }
    double cap = top + HEADROOM * (top - low);
    if (top == low || raw.scale(raw.high) <= low + 2 * (cap - low)) {
      cap = raw.scale(raw.high);
    }
    return finish(axis, raw.low, axis.log() ? Math.pow(10, cap) : cap, 0.04);
  }

  private static double[] sorted(Axis axis, double[] values) {
    return Arrays.stream(values).filter(v -> drawable(v, axis.log())).sorted().toArray();
  }

  private static Extent finish(Axis axis, double low, double high, double pad) {
    boolean log = axis.log();
    double from = axis.min() != null ? axis.min() : low;
    double to = axis.max() != null ? axis.max() : high;
    if (log) {
      from = axis.min() != null ? from : Math.max(from, to / Math.pow(10, DECADES));
      if (!(to / from > 1.001)) {
        from = axis.min() != null ? from : to / 3;
        to = axis.max() != null && to > from ? to : from * 9;
      }
      double factor = Math.pow(to / from, pad);
      return new Extent(
          axis.min() != null ? from : from / factor, axis.max() != null ? to : to * factor, true);
    }
    double least = Math.max(1e-9 * Math.max(Math.abs(from), Math.abs(to)), 1e-90);
    if (!(to - from > least)) {
      double half = Math.abs(from) < 1e-80 ? 1 : Math.abs(from) / 10;
      from = axis.min() != null ? from : from - half;
      to = axis.max() != null && to - from > least ? to : from + 2 * half;
    }
    double margin = pad * (to - from);
    boolean touchesZero = from >= 0 && from < (to - from) * 0.25;
    return new Extent(
        axis.min() != null ? from : touchesZero ? 0 : from - margin,
        axis.max() != null ? to : to + margin,
        false);
  }
}
