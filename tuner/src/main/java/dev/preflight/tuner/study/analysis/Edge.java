package dev.preflight.tuner.study.analysis;

import dev.preflight.tuner.study.gp.ResponseSurface;
import dev.preflight.tuner.study.gp.ResponseSurface.Line;
import dev.preflight.tuner.study.space.CategoricalDistribution;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.FloatDistribution;
import dev.preflight.tuner.study.space.IntDistribution;
import java.util.ArrayList;
import java.util.List;

/**
 * A parameter whose best value is the end of its range, so that better ones may lie beyond.
 *
 * <p>It is one if the best trial lies there, nothing inside is expected to be as good, and a step
 * inside is worse by more than what is expected is uncertain. A parameter that does not matter has
 * its best value anywhere, and is none.
 *
 * @param parameter its name
 * @param high whether it is the upper end
 * @param from the end
 * @param to as far beyond as the range is wide, halved; on a logarithmic axis so many orders of
 *     magnitude
 */
public record Edge(String parameter, boolean high, double from, double to) {

  /** The best lies within this share of the range. */
  private static final double NEAR = 0.05;

  /** A step inside. */
  private static final double INSIDE = 0.2;

  /** So many deviations are not chance. */
  private static final double SURE = 3;

  /** Part of the spread of trials that a step inside must cost, and no less than the noise. */
  private static final double MATTERS = 0.02;

  private static final double BEYOND = 0.5;

  /** The edges of a surface. */
  public static List<Edge> of(ResponseSurface surface) {
    List<Edge> edges = new ArrayList<>();
    for (Line line : surface.lines()) {
      if (!(line.distribution() instanceof CategoricalDistribution)) {
        double place = line.place().get(line.best());
        double value = line.at().get(line.best());
        boolean atLow = place < NEAR || value == end(line.distribution(), false);
        boolean atHigh = place > 1 - NEAR || value == end(line.distribution(), true);
        boolean low = atLow && costs(line, true, surface);
        boolean high = atHigh && costs(line, false, surface);
        if (low || high) {
          edges.add(edge(line, high));
        }
      }
    }
    return edges;
  }

  private static boolean costs(Line line, boolean low, ResponseSurface surface) {
    double noise = surface.noise().orElse(0);
    double least = Math.max(MATTERS * surface.spread(), noise);
    double best = line.loss().get(line.best());
    boolean none = true;
    boolean step = false;
    for (int i = 0; i < line.place().size(); i++) {
      double in = low ? line.place().get(i) : 1 - line.place().get(i);
      double cost = line.loss().get(i) - best;
      if (in > NEAR && i != line.best()) {
        none &= cost > 0;
      }
      if (in >= INSIDE && in < 2 * INSIDE) {
        double sure = SURE * Math.hypot(line.deviation().get(i), line.deviation().get(line.best()));
        step |= cost > sure && cost > least;
      }
    }
    return none && step;
  }

  private static double end(Distribution distribution, boolean high) {
    if (distribution instanceof IntDistribution i) {
      return high ? i.high() : i.low();
    }
    FloatDistribution f = (FloatDistribution) distribution;
    return high ? f.high() : f.low();
  }

  private static Edge edge(Line line, boolean high) {
    double low = end(line.distribution(), false);
    double top = end(line.distribution(), true);
    boolean log =
        (line.distribution() instanceof FloatDistribution f && f.log())
            || (line.distribution() instanceof IntDistribution i && i.log());
    double from = high ? top : low;
    double sign = high ? 1 : -1;
    double to =
        log ? from * Math.pow(top / low, sign * BEYOND) : from + sign * BEYOND * (top - low);
    boolean crosses = low >= 0 && to < 0;
    return new Edge(line.parameter(), high, from, crosses ? 0 : to);
  }
}
