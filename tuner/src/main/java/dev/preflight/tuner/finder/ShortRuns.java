package dev.preflight.tuner.finder;

import dev.preflight.schedules.Run;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.schedules.Schedules;
import dev.preflight.tuner.runs.RunInterruptedException;
import dev.preflight.tuner.runs.RunRequest;
import dev.preflight.tuner.runs.TrainedRuns;
import java.util.ArrayList;
import java.util.List;

/** The two kinds of runs that the finder makes, and the log of those that were finished. */
final class ShortRuns {

  /** Validation examples per judgement: enough to rank rates, cheap against the updates. */
  static final int SAMPLE = 500;

  private static final ScheduleSpec CONSTANT = ScheduleSpec.parse("constant");

  private final TrainedRuns engine;
  private final int longest;
  private final List<FinderResult.Run> log = new ArrayList<>();

  /**
   * @param longest most updates of a constant run
   */
  ShortRuns(TrainedRuns engine, int longest) {
    this.engine = engine;
    this.longest = longest;
  }

  /** A constant-rate run that can be continued. */
  record Constant(double rate, TrainedRuns.Part run) {

    /** Validation loss where it was judged last; infinite if it diverged. */
    double loss() {
      return run.loss();
    }
  }

  double untrained() {
    return engine.untrained();
  }

  /** See {@link TrainedRuns#knowingNothing}. */
  double knowingNothing() {
    return engine.knowingNothing();
  }

  List<FinderResult.Run> log() {
    return log;
  }

  /** A constant-rate run of no updates yet. */
  Constant constant(double rate, long seed) {
    return new Constant(
        rate, engine.begin(RunRequest.of(CONSTANT.withPeak(rate).resolve(Run.of(longest)), seed)));
  }

  /**
   * Continues a run to {@code length} updates, and judges it there; one that diverged stays so.
   *
   * @throws RunInterruptedException if the user asked to stop
   */
  void continueTo(Constant constant, int length, boolean continuedLater) {
    if (Double.isInfinite(constant.loss())) {
      return;
    }
    TrainedRuns.Part run = constant.run();
    engine.continueTo(run, length, continuedLater);
    log.add(
        new FinderResult.Run(
            FinderResult.Shape.CONSTANT,
            constant.rate(),
            length,
            run.request().seed(),
            run.loss()));
  }

  /**
   * A run with linear decay to zero, compressed to {@code length} updates; its final loss.
   *
   * @throws RunInterruptedException if the user asked to stop
   */
  double linear(double peak, int length, long seed) {
    double loss = engine.run(RunRequest.of(Schedules.linear(peak, length), seed)).loss();
    log.add(new FinderResult.Run(FinderResult.Shape.LINEAR, peak, length, seed, loss));
    return loss;
  }
}
