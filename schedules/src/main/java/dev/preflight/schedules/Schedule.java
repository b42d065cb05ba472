package dev.preflight.schedules;

import java.util.OptionalDouble;

/**
 * A learning rate for every update of a training run: a pure function of the update index.
 *
 * <p>The answer depends on nothing but {@code update}: the training loop owns the index, calls may
 * come in any order and from any thread, and resuming a run means asking for the next index. The
 * schedules of this package are made by {@link ScheduleSpec#resolve} or {@link Schedules}; a lambda
 * will do where a text form is not needed.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Schedule {

  /**
   * The learning rate of one update.
   *
   * @param update index of the update about to be made; 0 is the first
   * @return the learning rate, finite and at least 0
   * @throws IllegalArgumentException if {@code update} is negative
   */
  double at(long update);

  /**
   * The momentum (or Adam's beta1) of one update, for schedules that cycle it.
   *
   * @param update index of the update about to be made; 0 is the first
   * @return the momentum in [0, 1), or empty if this schedule leaves momentum alone; whether it is
   *     empty does not depend on {@code update}
   * @throws IllegalArgumentException if {@code update} is negative
   */
  default OptionalDouble momentumAt(long update) {
    return OptionalDouble.empty();
  }
}
