package dev.preflight.tuner.runs;

import dev.preflight.training.Trainer;
import java.util.Map;

/** What is asked of a trained program beside its loss. */
@FunctionalInterface
public interface EndMeasure {

  /** Nothing. */
  EndMeasure NOTHING = trainer -> Map.of();

  /**
   * Measures.
   *
   * @param trainer at the end of a run; it must be left as it is
   * @return values by name; need not be finite
   */
  Map<String, Double> of(Trainer trainer);
}
