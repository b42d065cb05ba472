package dev.preflight.tuner.study.space;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * All parameters of a study, declared before its first trial, some of them under conditions.
 *
 * @param parameters by name, each after the one that its condition asks about
 */
public record SearchSpace(Map<String, Parameter> parameters) {

  public SearchSpace {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    List<String> before = new ArrayList<>();
    for (Parameter parameter : parameters.values()) {
      Parameter other =
          parameter.condition().map(c -> c.parameter()).map(parameters::get).orElse(null);
      parameter.condition().ifPresent(condition -> check(parameter, condition, other, before));
      before.add(parameter.name());
    }
  }

  private static void check(
      Parameter parameter, Condition condition, @Nullable Parameter other, List<String> before) {
    String place = "parameter '" + parameter.name() + "'";
    if (other == null) {
      throw new StudyException(
          place + " depends on '" + condition.parameter() + "', which is not declared",
          "declare it, before '" + parameter.name() + "'");
    }
    if (!before.contains(other.name())) {
      throw new StudyException(
          place + " depends on '" + other.name() + "', which comes after it",
          "declare '" + other.name() + "' first");
    }
    for (Object value : condition.values()) {
      try {
        other.distribution().internal(value);
      } catch (StudyException e) {
        throw e.in(place + ", condition on '" + other.name() + "'");
      }
    }
  }

  /** These parameters in this order. */
  public static SearchSpace of(Collection<Parameter> parameters) {
    Map<String, Parameter> byName = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      if (byName.put(parameter.name(), parameter) != null) {
        throw new StudyException(
            "parameter '" + parameter.name() + "' is declared twice", "declare it once");
      }
    }
    return new SearchSpace(byName);
  }

  /** These parameters in this order. */
  public static SearchSpace of(Parameter... parameters) {
    return of(List.of(parameters));
  }

  /** The parameters that a trial with these values has next to be given, if any is left. */
  public List<Parameter> active(Map<String, @Nullable Object> values) {
    return parameters.values().stream()
        .filter(p -> p.condition().map(c -> c.holds(values)).orElse(true))
        .toList();
  }

  /**
   * How many different trials there are; empty if a range is continuous or the number is beyond
   * 2^53. One under a condition counts as if it were always there.
   */
  public OptionalLong size() {
    double size = 1;
    for (Parameter parameter : parameters.values()) {
      OptionalLong values = parameter.distribution().size();
      if (values.isEmpty()) {
        return OptionalLong.empty();
      }
      size *= values.getAsLong();
    }
    return size > 1L << 53 ? OptionalLong.empty() : OptionalLong.of((long) size);
  }
}
