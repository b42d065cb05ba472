package dev.preflight.tuner.study.pruner;

import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;

/** Lets every trial go on to its end. */
public final class NopPruner implements Pruner {

  @Override
  public Decision decide(History history, FrozenTrial trial) {
    return Decision.KEEP;
  }

  @Override
  public String name() {
    return "none";
  }
}
