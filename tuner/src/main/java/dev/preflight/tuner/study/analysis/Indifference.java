package dev.preflight.tuner.study.analysis;

import dev.preflight.tuner.study.gp.ResponseSurface;
import dev.preflight.tuner.study.gp.ResponseSurface.Line;
import java.util.ArrayList;
import java.util.List;

/**
 * A parameter that does not matter around the best trial: whatever its value, the loss is expected
 * to change by no more than a small share of what distinguishes trials, all uncertainty counted.
 *
 * @param parameter its name
 * @param most how much it may change the loss at most
 */
public record Indifference(String parameter, double most) {

  /** The share of what a trial by chance is worse than the best. */
  private static final double SMALL = 0.15;

  private static final double SURE = 2;

  /** The parameters of a surface that do not matter. */
  public static List<Indifference> of(ResponseSurface surface) {
    List<Indifference> found = new ArrayList<>();
    for (Line line : surface.lines()) {
      double best = line.loss().get(line.best());
      double most = 0;
      for (int i = 0; i < line.loss().size(); i++) {
        double change = Math.abs(line.loss().get(i) - best) + SURE * line.deviation().get(i);
        most = Math.max(most, change);
      }
      if (most < SMALL * surface.spread()) {
        found.add(new Indifference(line.parameter(), most));
      }
    }
    return found;
  }
}
