package dev.preflight.tuner.finder;

import dev.preflight.schedules.Schedules;
import dev.preflight.tuner.runs.RunRequest;
import dev.preflight.tuner.runs.TrainedRuns;
import java.util.ArrayList;
import java.util.List;

/** The runs that the finder makes, and the log of those that were finished. */
final class ShortRuns implements Decays {

  /** Validation examples per judgement: enough to rank rates, cheap against the updates. */
  static final int SAMPLE = 500;

  private final TrainedRuns engine;
  private final List<FinderResult.Run> log = new ArrayList<>();

  ShortRuns(TrainedRuns engine) {
    this.engine = engine;
  }

  @Override
  public double untrained() {
    return engine.untrained();
  }

  @Override
  public double knowingNothing() {
    return engine.knowingNothing();
  }

  @Override
  public long updates() {
    return engine.updates();
  }

  List<FinderResult.Run> log() {
    return log;
  }

  @Override
  public double linear(double peak, int length, long seed) {
    double loss = engine.run(RunRequest.of(Schedules.linear(peak, length), seed)).loss();
    log.add(new FinderResult.Run(peak, length, seed, loss));
    return loss;
  }
}
