package dev.preflight.tuner.study.pruner;

import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Spares the beginning of every trial, as long as a share of a whole one: learning curves cross
 * there. Before any trial is complete nothing is pruned, unless the length is known.
 */
public final class SparingPruner implements Pruner {

  /** Share of a trial that is spared unless another is given. */
  public static final double DEFAULT_SHARE = 0.1;

  private final Pruner wrapped;
  private final double share;
  private final OptionalLong length;

  /**
   * @param wrapped decides after that
   * @param share in [0, 1)
   * @param length the last step of a whole trial; empty for that of the longest complete one
   */
  public SparingPruner(Pruner wrapped, double share, OptionalLong length) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("the share must be in [0, 1), was " + share);
    }
    this.wrapped = wrapped;
    this.share = share;
    this.length = length;
  }

  @Override
  public String name() {
    return wrapped.name();
  }

  @Override
  public History visible(History history, int trial) {
    return wrapped.visible(history, trial);
  }

  @Override
  public OptionalInt resumes(History history) {
    return wrapped.resumes(history);
  }

  @Override
  public boolean resuming() {
    return wrapped.resuming();
  }

  @Override
  public Decision decide(History history, FrozenTrial trial) {
    OptionalLong whole = length.isPresent() ? length : longest(history);
    boolean spared =
        trial.reports().isEmpty()
            || whole.isEmpty()
            || trial.reports().lastKey() < share * whole.getAsLong();
    return spared ? Decision.KEEP : wrapped.decide(history, trial);
  }

  private static OptionalLong longest(History history) {
    return history.trials().stream()
        .filter(t -> t.state() == TrialState.COMPLETE && !t.reports().isEmpty())
        .mapToLong(t -> t.reports().lastKey())
        .max();
  }
}
