package dev.preflight.tuner.tune;

import dev.preflight.reports.text.Sentence;
import dev.preflight.tuner.runs.RunOutcome;
import dev.preflight.tuner.study.TrialFailedException;
import dev.preflight.tuner.study.trial.Failure;

/** What the end of a run means to its trial. */
final class Ends {

  private Ends() {}

  /**
   * The loss at the end.
   *
   * @throws TrialFailedException if the run diverged
   */
  static double loss(RunOutcome outcome) {
    if (Double.isInfinite(outcome.loss())) {
      throw new TrialFailedException(
          Failure.Reason.DIVERGED,
          Sentence.of("the loss was no number after %d updates", outcome.updates()));
    }
    return outcome.loss();
  }

  /**
   * Why a run was stopped.
   *
   * @return that the user did it
   * @throws TrialFailedException if its time was up
   */
  static InterruptedException stopped(Bench bench, TuneLimits limits) {
    if (bench.progress().late()) {
      throw new TrialFailedException(
          Failure.Reason.TIMEOUT,
          Sentence.of("it took longer than %s", limits.trialTime().orElseThrow()));
    }
    return new InterruptedException("stopped by the user");
  }
}
