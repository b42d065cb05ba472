package dev.preflight.tuner.runs;

import java.util.List;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param updates updates made: fewer than planned if the loss stopped being a number
 * @param checkpoints validation losses along the run; the last is the final one
 * @param metrics what else was measured at its end, by name; empty where nothing was asked for, or
 *     the run diverged
 */
public record RunOutcome(int updates, List<Checkpoint> checkpoints, Map<String, Double> metrics) {

  public RunOutcome {
    checkpoints = List.copyOf(checkpoints);
    metrics = Map.copyOf(metrics);
    if (checkpoints.isEmpty()) {
      throw new IllegalArgumentException("a run must have a checkpoint");
    }
  }

  /** A run of which nothing but the loss was asked. */
  public RunOutcome(int updates, List<Checkpoint> checkpoints) {
    this(updates, checkpoints, Map.of());
  }

  /**
   * One evaluation.
   *
   * @param update number of updates made before it
   * @param loss validation loss; infinite if the run had diverged
   */
  public record Checkpoint(int update, double loss) {}

  /** The loss at the end; infinite if the run diverged. */
  public double loss() {
    return checkpoints.get(checkpoints.size() - 1).loss();
  }

  /** The lowest loss of any checkpoint; infinite if there was none before it diverged. */
  public double best() {
    return checkpoints.stream().mapToDouble(Checkpoint::loss).min().orElseThrow();
  }

  /**
   * Updates made until the loss was first at most {@code target}; infinite if it never was.
   *
   * @param target a loss; NaN is never reached
   */
  public double updatesTo(double target) {
    return checkpoints.stream()
        .filter(c -> c.loss() <= target)
        .mapToDouble(Checkpoint::update)
        .findFirst()
        .orElse(Double.POSITIVE_INFINITY);
  }
}
