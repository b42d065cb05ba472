package dev.preflight.tuner.study.pruner;

import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import dev.preflight.tuner.study.trial.TrialState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/**
 * Hyperband (Li et al., JMLR 2018): several successive halvings side by side, each of which begins
 * one rung later; a trial's bracket follows from its study and number, as in Optuna. The sampler of
 * a trial sees its bracket only.
 */
public final class HyperbandPruner implements Pruner {
  private final long minResource;
  private final OptionalLong maxResource;
  private final int reductionFactor;

  /**
   * @param minResource step of the first rung of the first bracket; at least 1
   * @param maxResource steps of a whole trial; empty for one more than the last step of the longest
   *     complete trial, before which nothing is pruned
   * @param reductionFactor one of so many trials goes on from a rung; at least 2
   */
  public HyperbandPruner(long minResource, OptionalLong maxResource, int reductionFactor) {
    if (minResource < 1 || reductionFactor < 2 || maxResource.orElse(minResource) < minResource) {
      throw new IllegalArgumentException(
          "min resource must be at least 1, max resource no less, the reduction factor at least 2");
    }
    this.minResource = minResource;
    this.maxResource = maxResource;
    this.reductionFactor = reductionFactor;
  }

  private record Bracket(History whole, List<FrozenTrial> trials) implements History {
    @Override
    public String study() {
      return whole.study();
    }

    @Override
    public List<Direction> directions() {
      return whole.directions();
    }
  }

  @Override
  public String name() {
    return "hyperband";
  }

  @Override
  public Decision decide(History history, FrozenTrial trial) {
    List<Long> budgets = budgets(history);
    if (budgets.isEmpty()) {
      return Decision.KEEP;
    }
    int bracket = bracket(history.study(), trial.number(), budgets);
    return new SuccessiveHalvingPruner(
            OptionalLong.of(minResource), reductionFactor, bracket, 0, false)
        .decide(visible(history, trial.number()), trial);
  }

  @Override
  public History visible(History history, int trial) {
    List<Long> budgets = budgets(history);
    if (budgets.isEmpty()) {
      return history;
    }
    int bracket = bracket(history.study(), trial, budgets);
    List<FrozenTrial> mine =
        history.trials().stream()
            .filter(t -> bracket(history.study(), t.number(), budgets) == bracket)
            .toList();
    return new Bracket(history, mine);
  }

  /** How many shares of the trials each bracket gets; empty while the longest trial is unknown. */
  private List<Long> budgets(History history) {
    OptionalLong longest =
        maxResource.isPresent()
            ? maxResource
            : history.trials().stream()
                .filter(t -> t.state() == TrialState.COMPLETE && !t.reports().isEmpty())
                .mapToLong(t -> t.reports().lastKey() + 1)
                .max();
    List<Long> budgets = new ArrayList<>();
    if (longest.isPresent()) {
      double ratio = (double) longest.getAsLong() / minResource;
      int brackets = (int) Math.floor(Math.log(ratio) / Math.log(reductionFactor)) + 1;
      for (int s = brackets - 1; s >= 0; s--) {
        budgets.add((long) Math.ceil(brackets * Math.pow(reductionFactor, s) / (s + 1)));
      }
    }
    return budgets;
  }

  private static int bracket(String study, int trial, List<Long> budgets) {
    CRC32 hash = new CRC32();
    hash.update((study + "_" + trial).getBytes(StandardCharsets.UTF_8));
    long left = hash.getValue() % budgets.stream().mapToLong(b -> b).sum();
    int bracket = 0;
    while (left >= budgets.get(bracket)) {
      left -= budgets.get(bracket);
      bracket++;
    }
    return bracket;
  }
}
