package dev.preflight.schedules;

import java.util.ArrayList;
import java.util.List;

/**
 * Ramps through given values at given updates, each from where the one before ended; the last value
 * for ever. Immutable: {@link #then} makes a longer one.
 */
final class Knots implements Curve {
  private final List<String> names;
  private final List<Long> starts;
  private final List<Ramp> ramps;
  private final Shape shape;
  private final long end;
  private final double value;

  private Knots(
      List<String> names,
      List<Long> starts,
      List<Ramp> ramps,
      Shape shape,
      long end,
      double value) {
    this.names = List.copyOf(names);
    this.starts = List.copyOf(starts);
    this.ramps = List.copyOf(ramps);
    this.shape = shape;
    this.end = end;
    this.value = value;
  }

  /** The value at update 0, and the shape of the ramps that follow. */
  static Knots from(String name, double value, Shape shape) {
    return new Knots(
        List.of(name), List.of(0L), List.of(new Ramp(value, value, 0, shape)), shape, 0, value);
  }

  /** The same, whose next ramps have another shape. */
  Knots with(Shape next) {
    return new Knots(names, starts, ramps, next, end, value);
  }

  /** A ramp to a value at an update; nothing if that update is already reached. */
  Knots then(String name, long update, double next) {
    if (update <= end) {
      return this;
    }
    List<String> moreNames = new ArrayList<>(names);
    List<Long> moreStarts = new ArrayList<>(starts);
    List<Ramp> moreRamps = new ArrayList<>(ramps);
    moreNames.add(name);
    moreStarts.add(end);
    moreRamps.add(new Ramp(value, next, update - end, shape));
    return new Knots(moreNames, moreStarts, moreRamps, shape, update, next);
  }

  @Override
  public double at(long update) {
    int i = find(update);
    return ramps.get(i).at(update - starts.get(i));
  }

  @Override
  public String phaseAt(long update) {
    return names.get(find(update));
  }

  /** A knot belongs to the ramp that ends there; there are few, and the last is the likeliest. */
  private int find(long update) {
    int i = ramps.size() - 1;
    while (i > 0 && update <= starts.get(i)) {
      i--;
    }
    return i;
  }
}
