package dev.preflight.tuner.runs;

import dev.preflight.schedules.PlannedSchedule;

/**
 * One training run to be made: all that determines it besides the program, the data, the optimizer
 * and the batch size.
 *
 * @param schedule the rate of every update, and with it the length of the run
 * @param weightDecay decoupled weight decay, at least 0; NaN for the optimizer's own
 * @param momentum the same for all updates, in [0, 1); NaN for that of the schedule or optimizer
 * @param seed seed of the initial values and of the order of the data
 * @param checkpoints how many times to evaluate, evenly spaced, the last at the end; at least 1
 */
public record RunRequest(
    PlannedSchedule schedule, double weightDecay, double momentum, long seed, int checkpoints) {

  public RunRequest {
    if (checkpoints < 1) {
      throw new IllegalArgumentException("checkpoints must be at least 1, was " + checkpoints);
    }
    if (momentum < 0 || momentum >= 1) {
      throw new IllegalArgumentException("momentum must be NaN or in [0, 1), was " + momentum);
    }
    if (weightDecay < 0 || Double.isInfinite(weightDecay)) {
      throw new IllegalArgumentException(
          "weightDecay must be NaN or finite and at least 0, was " + weightDecay);
    }
  }

  /** A run with the momentum of its schedule or optimizer. */
  public RunRequest(PlannedSchedule schedule, double weightDecay, long seed, int checkpoints) {
    this(schedule, weightDecay, Double.NaN, seed, checkpoints);
  }

  /** A run evaluated at its end only, with the optimizer's own weight decay. */
  public static RunRequest of(PlannedSchedule schedule, long seed) {
    return new RunRequest(schedule, Double.NaN, seed, 1);
  }

  /** Length of the run in updates. */
  public int updates() {
    return Math.toIntExact(schedule.run().updates());
  }

  /** After how many updates checkpoint {@code index} in [0, checkpoints) is evaluated. */
  int updatesAt(int index) {
    return Math.max(1, (int) Math.round((double) updates() * (index + 1) / checkpoints));
  }

  /** A text that is equal for equal requests alone. */
  String key() {
    return schedule
        + " | updates "
        + updates()
        + " | epoch "
        + schedule.run().updatesPerEpoch()
        + " | weight decay "
        + weightDecay
        + (Double.isNaN(momentum) ? "" : " | momentum " + momentum)
        + " | seed "
        + seed
        + " | checkpoints "
        + checkpoints;
  }
}
