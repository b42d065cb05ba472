package dev.preflight.schedules;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * One schedule for a network whose parameter groups learn at different rates, such as a pre-trained
 * backbone at a tenth of the rate of its new head.
 *
 * @param schedule the schedule all groups share
 * @param factors what each group multiplies it with, at least 0; 0 freezes the group
 * @since 0.1
 */
public record ParameterGroups(Schedule schedule, Map<String, Double> factors) {

  /** Copies and checks the factors. */
  public ParameterGroups {
    factors = Collections.unmodifiableMap(new TreeMap<>(factors));
    factors.forEach(
        (group, factor) ->
            Rules.check(
                "the factor of group '" + group + "'",
                factor,
                factor >= 0 && factor <= Defaults.LARGEST_RATE,
                "[0, 1e6]"));
  }

  /**
   * The schedule of one group.
   *
   * @throws IllegalArgumentException if there is no such group, naming the nearest
   */
  public Schedule of(String group) {
    Double factor = factors.get(group);
    if (factor == null) {
      throw new IllegalArgumentException(
          "no parameter group '" + group + "'. " + Nearest.hint(group, factors.keySet()));
    }
    return new GroupSchedule(schedule, factor);
  }

  private record GroupSchedule(Schedule shared, double factor) implements Schedule {
    @Override
    public double at(long update) {
      return factor * shared.at(update);
    }

    @Override
    public OptionalDouble momentumAt(long update) {
      return shared.momentumAt(update);
    }

    @Override
    public String toString() {
      return Value.format(factor) + " * (" + shared + ")";
    }
  }
}
