package dev.preflight.tuner.study.sampler;

import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.Parameter;
import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.space.StudyException;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tries every point of a grid once, in random order. A continuous range of the declared space is
 * cut into evenly spaced values, its ends among them; of a finite one every value is taken.
 */
public final class GridSampler implements Sampler {

  /** Values of a continuous range unless another number is given. */
  public static final int DEFAULT_POINTS = 5;

  /** Beyond this a grid is not what is wanted. */
  private static final long MOST = 1_000_000;

  private final int points;

  /**
   * @param points values of a continuous range; at least 2
   */
  public GridSampler(int points) {
    if (points < 2) {
      throw new IllegalArgumentException("a grid must have at least 2 points, had " + points);
    }
    this.points = points;
  }

  @Override
  public String name() {
    return "grid";
  }

  /**
   * @throws ExhaustedException if every point was tried
   * @throws StudyException if there is no declared space, or it has more than a million points
   */
  @Override
  public Map<String, ParameterValue> joint(TrialContext trial) {
    SearchSpace space =
        trial
            .space()
            .orElseThrow(
                () ->
                    new StudyException(
                        "a grid needs a declared space", "declare it, or take another sampler"));
    List<Map<String, ParameterValue>> untried = new ArrayList<>(grid(space));
    long size = untried.size();
    Set<Map<String, Double>> tried = new HashSet<>();
    for (FrozenTrial other : trial.history().trials()) {
      if (other.number() != trial.number()) {
        tried.add(internal(other.params()));
      }
    }
    untried.removeIf(point -> tried.contains(internal(point)));
    if (untried.isEmpty()) {
      throw new ExhaustedException(size);
    }
    return untried.get((int) (trial.uniforms().next() * untried.size()));
  }

  private static Map<String, Double> internal(Map<String, ParameterValue> params) {
    Map<String, Double> point = new TreeMap<>();
    params.forEach((name, value) -> point.put(name, value.internal()));
    return point;
  }

  private List<Map<String, ParameterValue>> grid(SearchSpace space) {
    List<Map<String, ParameterValue>> grid = new ArrayList<>();
    grid.add(new LinkedHashMap<>());
    for (Parameter parameter : space.parameters().values()) {
      List<Map<String, ParameterValue>> longer = new ArrayList<>();
      for (Map<String, ParameterValue> point : grid) {
        if (!parameter.condition().map(c -> c.holds(external(point))).orElse(true)) {
          longer.add(point);
          continue;
        }
        for (double value : values(parameter.distribution())) {
          Map<String, ParameterValue> next = new LinkedHashMap<>(point);
          next.put(parameter.name(), new ParameterValue(parameter.distribution(), value));
          longer.add(next);
        }
      }
      if (longer.size() > MOST) {
        throw new StudyException(
            "the grid has more than a million points", "take fewer values, or another sampler");
      }
      grid = longer;
    }
    return grid;
  }

  private static Map<String, @Nullable Object> external(Map<String, ParameterValue> point) {
    Map<String, @Nullable Object> values = new HashMap<>();
    point.forEach((name, value) -> values.put(name, value.value()));
    return values;
  }

  private double[] values(Distribution distribution) {
    OptionalLong size = distribution.size();
    int count = size.isPresent() ? (int) Math.min(MOST + 1, size.getAsLong()) : points;
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          size.isPresent()
              ? Draws.at(distribution, i, count)
              : Draws.between(distribution, count == 1 ? 0 : (double) i / (count - 1));
    }
    return values;
  }

  @Override
  public double independent(TrialContext trial, String name, Distribution distribution) {
    return Draws.uniform(distribution, trial.uniforms());
  }
}
