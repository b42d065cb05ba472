package dev.preflight.tuner.study.gp;

import dev.preflight.tuner.study.space.Condition;
import dev.preflight.tuner.study.space.Distribution;
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
 * The space of a study that never declared one, as its trials show it: parameters that every trial
 * has, and such as are there exactly if another one has certain values. What is there in some
 * trials without such a reason, or has another range in each, is left out.
 */
final class Conditions {

  /** A parameter with more values than this decides over no other. */
  private static final int FEW = 16;

  private Conditions() {}

  /** The space that these trials show, parameters in the order in which they first came. */
  static SearchSpace shown(List<FrozenTrial> trials) {
    Map<String, Distribution> seen = new LinkedHashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    List<String> changing = new ArrayList<>();
    for (FrozenTrial trial : trials) {
      trial
          .params()
          .forEach(
              (name, value) -> {
                Distribution before = seen.putIfAbsent(name, value.distribution());
                counts.merge(name, 1, Integer::sum);
                if (before != null && !before.equals(value.distribution())) {
                  changing.add(name);
                }
              });
    }
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    List<String> optional = new ArrayList<>();
    seen.keySet().removeAll(changing);
    seen.forEach(
        (name, distribution) -> {
          if (counts.getOrDefault(name, 0) == trials.size()) {
            parameters.put(name, new Parameter(name, distribution, Optional.empty()));
          } else {
            optional.add(name);
          }
        });
    int before = -1;
    while (before != parameters.size()) {
      before = parameters.size();
      for (String name : List.copyOf(optional)) {
        Distribution distribution = seen.get(name);
        Condition condition = condition(name, parameters, trials);
        if (distribution != null && condition != null) {
          parameters.put(name, new Parameter(name, distribution, Optional.of(condition)));
          optional.remove(name);
        }
      }
    }
    return new SearchSpace(parameters);
  }

  /** The condition that tells in every trial whether the parameter is there, if there is one. */
  private static @Nullable Condition condition(
      String name, Map<String, Parameter> parameters, List<FrozenTrial> trials) {
    Condition found = null;
    for (Parameter other : parameters.values()) {
      boolean few = other.distribution().size().orElse(Long.MAX_VALUE) <= FEW;
      Condition condition = few ? condition(name, other, trials) : null;
      // The one with the fewest values is the one that chance explains least.
      boolean simpler =
          condition != null
              && (found == null || size(other) < size(parameters.get(found.parameter())));
      found = simpler ? condition : found;
    }
    return found;
  }

  private static long size(@Nullable Parameter parameter) {
    return parameter == null ? 0 : parameter.distribution().size().orElse(Long.MAX_VALUE);
  }

  private static @Nullable Condition condition(
      String name, Parameter other, List<FrozenTrial> trials) {
    Map<Double, Boolean> there = new LinkedHashMap<>();
    for (FrozenTrial trial : trials) {
      ParameterValue value = trial.params().get(other.name());
      boolean has = trial.params().containsKey(name);
      if (value == null) {
        if (has) {
          return null;
        }
        continue;
      }
      Boolean before = there.putIfAbsent(value.internal(), has);
      if (before != null && before != has) {
        return null;
      }
    }
    List<@Nullable Object> values = new ArrayList<>();
    there.forEach(
        (internal, has) -> {
          if (has) {
            values.add(other.distribution().external(internal));
          }
        });
    return new Condition(other.name(), values);
  }
}
