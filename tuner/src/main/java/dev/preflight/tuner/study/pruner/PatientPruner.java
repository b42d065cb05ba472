package dev.preflight.tuner.study.pruner;

import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import java.util.ArrayList;
import java.util.List;

/** Asks another pruner only when a trial has not got better for some reports. */
public final class PatientPruner implements Pruner {
  private final Pruner wrapped;
  private final int patience;
  private final double minDelta;

  /**
   * @param wrapped decides then
   * @param patience reports without progress that are borne; at least 0
   * @param minDelta what counts as no progress: less than this; at least 0
   */
  public PatientPruner(Pruner wrapped, int patience, double minDelta) {
    if (patience < 0 || !(minDelta >= 0)) {
      throw new IllegalArgumentException(
          "patience and min delta must be at least 0, were " + patience + " and " + minDelta);
    }
    this.wrapped = wrapped;
    this.patience = patience;
    this.minDelta = minDelta;
  }

  @Override
  public String name() {
    return "patient " + wrapped.name();
  }

  @Override
  public History visible(History history, int trial) {
    return wrapped.visible(history, trial);
  }

  @Override
  public Decision decide(History history, FrozenTrial trial) {
    List<Double> values = new ArrayList<>(trial.reports().values());
    if (values.size() <= patience + 1) {
      return Decision.KEEP;
    }
    Direction direction = history.directions().get(0);
    int split = values.size() - patience - 1;
    double before = Reports.best(values.subList(0, split), direction);
    double after = Reports.best(values.subList(split, values.size()), direction);
    return before + minDelta < after ? wrapped.decide(history, trial) : Decision.KEEP;
  }
}
