package dev.preflight.tuner.study;

import dev.preflight.tuner.study.space.CategoricalDistribution;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.FloatDistribution;
import dev.preflight.tuner.study.space.IntDistribution;
import dev.preflight.tuner.study.space.Parameter;
import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Points of declared spaces. */
final class Spaces {

  private Spaces() {}

  /** The only value of a distribution that has one. */
  static double only(Distribution distribution) {
    if (distribution instanceof FloatDistribution f) {
      return f.low();
    }
    return distribution instanceof IntDistribution i ? i.low() : 0;
  }

  /** A point: every parameter whose condition holds, each chosen after those before it. */
  static Map<String, ParameterValue> point(
      SearchSpace space, Function<Parameter, ParameterValue> choose) {
    Map<String, ParameterValue> point = new LinkedHashMap<>();
    Map<String, @Nullable Object> values = new HashMap<>();
    for (Parameter parameter : space.parameters().values()) {
      if (parameter.condition().map(c -> c.holds(values)).orElse(true)) {
        ParameterValue value = choose.apply(parameter);
        point.put(parameter.name(), value);
        values.put(parameter.name(), value.value());
      }
    }
    return point;
  }

  /** The points that trials had. */
  static Set<Map<String, Double>> tried(List<FrozenTrial> trials) {
    Set<Map<String, Double>> tried = new HashSet<>();
    trials.forEach(trial -> tried.add(internal(trial.params())));
    return tried;
  }

  static Map<String, Double> internal(Map<String, ParameterValue> params) {
    Map<String, Double> point = new HashMap<>();
    params.forEach((name, value) -> point.put(name, value.internal()));
    return point;
  }

  /**
   * The first point of a finite space, counted from a place, that was not tried.
   *
   * @param size of the space
   * @param from in [0, size)
   */
  static Optional<Map<String, ParameterValue>> untried(
      SearchSpace space, long size, long from, Set<Map<String, Double>> tried) {
    return LongStream.range(0, size)
        .mapToObj(i -> at(space, (from + i) % size))
        .filter(point -> !tried.contains(internal(point)))
        .findFirst();
  }

  /** The point with this number: the last parameter counts fastest. */
  private static Map<String, ParameterValue> at(SearchSpace space, long number) {
    Map<String, Long> places = new HashMap<>();
    long left = number;
    List<Parameter> parameters = List.copyOf(space.parameters().values());
    for (int p = parameters.size() - 1; p >= 0; p--) {
      long size = parameters.get(p).distribution().size().orElseThrow();
      places.put(parameters.get(p).name(), left % size);
      left /= size;
    }
    return point(
        space,
        parameter ->
            new ParameterValue(
                parameter.distribution(),
                value(parameter.distribution(), places.getOrDefault(parameter.name(), 0L))));
  }

  private static double value(Distribution distribution, long place) {
    if (distribution instanceof FloatDistribution f) {
      return Math.min(f.low() + place * f.step(), f.high());
    }
    if (distribution instanceof IntDistribution i) {
      return (double) (i.low() + place * i.step());
    }
    return Math.min(
        (double) place, ((CategoricalDistribution) distribution).choices().size() - 1.0);
  }
}
