package dev.preflight.tuner.study;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * When a study stops: as soon as one of these is reached. Trials whose process ended under them do
 * not count.
 *
 * @param total trials of the whole study, earlier ones included
 * @param more trials from now on
 * @param time from now on; running trials are finished
 * @param target a value of the only objective that is good enough
 * @param stagnation trials in a row without a better value
 * @param failures trials in a row that come to nothing
 */
public record Limits(
    OptionalInt total,
    OptionalInt more,
    Optional<Duration> time,
    OptionalDouble target,
    OptionalInt stagnation,
    OptionalInt failures) {

  /** Nothing stops the study but its objective. */
  public static Limits none() {
    return new Limits(
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  /** So many trials in the whole study. */
  public static Limits total(int trials) {
    return none().withTotal(trials);
  }

  public Limits withTotal(int trials) {
    return new Limits(OptionalInt.of(trials), more, time, target, stagnation, failures);
  }

  public Limits withMore(int trials) {
    return new Limits(total, OptionalInt.of(trials), time, target, stagnation, failures);
  }

  public Limits withTime(Duration limit) {
    return new Limits(total, more, Optional.of(limit), target, stagnation, failures);
  }

  public Limits withTarget(double value) {
    return new Limits(total, more, time, OptionalDouble.of(value), stagnation, failures);
  }

  public Limits withStagnation(int trials) {
    return new Limits(total, more, time, target, OptionalInt.of(trials), failures);
  }

  public Limits withFailures(int trials) {
    return new Limits(total, more, time, target, stagnation, OptionalInt.of(trials));
  }
}
