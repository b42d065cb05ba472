package dev.preflight.tuner.study.gp;

import dev.preflight.tuner.study.space.Condition;
import dev.preflight.tuner.study.space.Parameter;
import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The coordinates of a space, and which of them are there at a point: a parameter under a condition
 * that does not hold is not.
 *
 * <p>A point has a number for each coordinate. {@link #settled} is what a trial would make of it:
 * values that exist, and {@link Axis#NOWHERE} for what is not there, so that two trials of a branch
 * are compared by what they have.
 */
final class Structure {

  /** A coordinate that must have one of some values. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Gate(int axis, boolean[] open) {}

  final List<Axis> axes = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final List<@Nullable Gate> gates = new ArrayList<>();
  private final boolean[] choice;

  Structure(SearchSpace space) {
    for (Parameter parameter : space.parameters().values()) {
      boolean possible = parameter.condition().map(c -> possible(c, space)).orElse(true);
      if (!parameter.distribution().single() && possible) {
        places.put(parameter.name(), axes.size());
        axes.add(Axis.of(parameter.name(), parameter.distribution()));
        gates.add(parameter.condition().map(this::gate).orElse(null));
      }
    }
    choice = new boolean[axes.size()];
    for (int i = 0; i < choice.length; i++) {
      choice[i] = axes.get(i).choice();
    }
  }

  /** Not if it asks for another value of a parameter that has one only. */
  private static boolean possible(Condition condition, SearchSpace space) {
    return Optional.ofNullable(space.parameters().get(condition.parameter()))
        .filter(other -> other.distribution().single())
        .map(
            other ->
                condition.values().stream()
                    .anyMatch(v -> other.distribution().contains(other.distribution().internal(v))))
        .orElse(true);
  }

  private @Nullable Gate gate(Condition condition) {
    Integer place = places.get(condition.parameter());
    if (place == null) {
      return null;
    }
    Axis axis = axes.get(place);
    boolean[] open = new boolean[Math.max(1, axis.levels())];
    for (int i = 0; i < axis.levels(); i++) {
      double internal = axis.internal(axis.level(i));
      open[i] =
          condition.values().stream().anyMatch(v -> axis.distribution().internal(v) == internal);
    }
    return new Gate(place, open);
  }

  int dimensions() {
    return axes.size();
  }

  boolean[] choice() {
    return choice;
  }

  /** Which coordinates are there. */
  boolean[] active(double[] point) {
    boolean[] active = new boolean[point.length];
    for (int i = 0; i < point.length; i++) {
      Gate gate = gates.get(i);
      active[i] = gate == null || (active[gate.axis()] && gate.open()[level(gate, point)]);
    }
    return active;
  }

  private int level(Gate gate, double[] point) {
    Axis axis = axes.get(gate.axis());
    double place = point[gate.axis()];
    int index = axis.choice() ? (int) place : (int) Math.floor(place * axis.levels());
    if (!axis.choice()) {
      // Logarithmic levels are not evenly spaced: the nearest is looked for.
      double snapped = axis.snapped(place);
      for (int k = 0; k < axis.levels(); k++) {
        if (Math.abs(axis.level(k) - snapped) < 1e-9) {
          return k;
        }
      }
    }
    return Math.max(0, Math.min(axis.levels() - 1, index));
  }

  /** What a trial would make of a point. */
  double[] settled(double[] point) {
    double[] settled = new double[point.length];
    boolean[] active = active(point);
    for (int i = 0; i < point.length; i++) {
      Axis axis = axes.get(i);
      settled[i] = active[i] ? axis.snapped(point[i]) : nowhere(axis);
    }
    return settled;
  }

  private static double nowhere(Axis axis) {
    return axis.choice() ? -1 : Axis.NOWHERE;
  }

  /** A point from numbers in [0, 1). */
  double[] drawn(double[] uniforms) {
    double[] point = new double[uniforms.length];
    for (int i = 0; i < point.length; i++) {
      point[i] = axes.get(i).drawn(uniforms[i]);
    }
    return point;
  }

  /** The point of a trial; empty if it lacks a parameter that should be there, or has another. */
  Optional<double[]> point(FrozenTrial trial) {
    double[] point = new double[axes.size()];
    boolean[] has = new boolean[axes.size()];
    for (int i = 0; i < point.length; i++) {
      Axis axis = axes.get(i);
      ParameterValue value = trial.params().get(axis.name());
      has[i] = value != null && axis.distribution().contains(value.internal());
      if (value != null && !(has[i] && axis.distribution().compatibleWith(value.distribution()))) {
        return Optional.empty();
      }
      point[i] = value == null ? nowhere(axis) : axis.place(value.internal());
    }
    boolean[] active = active(point);
    for (int i = 0; i < point.length; i++) {
      if (active[i] && !has[i]) {
        return Optional.empty();
      }
    }
    return Optional.of(point);
  }

  /** The values at a point, of the parameters that are there. */
  Map<String, ParameterValue> values(double[] point) {
    Map<String, ParameterValue> values = new LinkedHashMap<>();
    boolean[] active = active(point);
    for (int i = 0; i < point.length; i++) {
      if (active[i]) {
        Axis axis = axes.get(i);
        values.put(axis.name(), new ParameterValue(axis.distribution(), axis.internal(point[i])));
      }
    }
    return values;
  }
}
