package dev.preflight.tuner.study;

import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A history that is read when somebody looks at it first, and then stays as it is. */
final class LazyHistory implements History {
  private final Study of;
  private @Nullable List<FrozenTrial> trials;

  LazyHistory(Study of) {
    this.of = of;
  }

  @Override
  public String study() {
    return of.options().name();
  }

  @Override
  public List<Direction> directions() {
    return of.options().directions();
  }

  @Override
  public List<FrozenTrial> trials() {
    List<FrozenTrial> read = trials;
    if (read == null) {
      read = of.trials();
      trials = read;
    }
    return read;
  }
}
