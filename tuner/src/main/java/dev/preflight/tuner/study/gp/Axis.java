package dev.preflight.tuner.study.gp;

import dev.preflight.tuner.study.sampler.Draws;
import dev.preflight.tuner.study.space.CategoricalDistribution;
import dev.preflight.tuner.study.space.Distribution;
import java.util.OptionalLong;

/**
 * A parameter as a coordinate: its place in the unit interval, or the index of a choice.
 *
 * @param levels how many values it has; 0 if they are not counted
 */
record Axis(String name, Distribution distribution, int levels) {

  /** Of so many values and fewer all are tried; of more those beside. */
  private static final int FEW = 16;

  /** Where a coordinate that is not there stands, so that all such points are alike in it. */
  static final double NOWHERE = 0.5;

  static Axis of(String name, Distribution distribution) {
    OptionalLong size = distribution.size();
    boolean counted = size.isPresent() && size.getAsLong() <= 1 << 20;
    return new Axis(name, distribution, counted ? (int) size.getAsLong() : 0);
  }

  boolean choice() {
    return distribution instanceof CategoricalDistribution;
  }

  /** Whether all its values can be tried one after the other. */
  boolean few() {
    return choice() || (levels > 0 && levels <= FEW);
  }

  /** The coordinate of the value with this index. */
  double level(int index) {
    return choice() ? index : place(Draws.at(distribution, index, levels));
  }

  /** The coordinate of a value. */
  double place(double internal) {
    return choice() ? internal : Draws.place(distribution, internal);
  }

  /** The value at a coordinate. */
  double internal(double place) {
    return choice() ? place : Draws.at(distribution, Math.min(place, Math.nextDown(1.0)));
  }

  /** The coordinate of the value that is nearest to a coordinate. */
  double snapped(double place) {
    return choice() || levels == 0 ? place : place(internal(place));
  }

  /** A coordinate from a number in [0, 1). */
  double drawn(double uniform) {
    return choice() ? Draws.at(distribution, uniform) : snapped(uniform);
  }
}
