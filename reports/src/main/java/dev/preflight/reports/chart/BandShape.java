package dev.preflight.reports.chart;

import dev.preflight.reports.Chart.Band;
import java.util.List;

/** What a band looks like, read off its bounds. */
enum BandShape {
  /** Between two curves. */
  AREA,
  /** Over the whole height, between two positions. */
  SPAN,
  /** Over the whole height and open to one side: nobody has looked there. */
  WALL,
  /** Over the whole width, between two heights. */
  STRIPE;

  private static final double INFINITY = Double.POSITIVE_INFINITY;

  static BandShape of(Band band) {
    List<Double> x = band.x();
    if (x.size() != 2) {
      return AREA;
    }
    boolean openLeft = x.get(0) == -INFINITY;
    boolean openRight = x.get(1) == INFINITY;
    if (all(band.low(), -INFINITY) && all(band.high(), INFINITY)) {
      return openLeft == openRight ? SPAN : WALL;
    }
    double low = band.low().get(0);
    double high = band.high().get(0);
    boolean level = low < high && all(band.low(), low) && all(band.high(), high);
    return openLeft && openRight && level ? STRIPE : AREA;
  }

  private static boolean all(List<Double> values, double wanted) {
    return values.stream().allMatch(value -> value == wanted);
  }
}
