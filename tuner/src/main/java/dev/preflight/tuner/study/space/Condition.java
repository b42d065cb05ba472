package dev.preflight.tuner.study.space;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What must hold for a parameter to be there: another one has one of some values.
 *
 * @param parameter the other one
 * @param values in the external form
 */
public record Condition(String parameter, List<@Nullable Object> values) {

  /** Whether it holds in a trial with these values; not if the other parameter is not there. */
  public boolean holds(Map<String, @Nullable Object> trial) {
    return trial.containsKey(parameter) && values.contains(trial.get(parameter));
  }

  @Override
  public String toString() {
    return values.stream()
        .map(String::valueOf)
        .collect(Collectors.joining("|", parameter + "=", ""));
  }
}
