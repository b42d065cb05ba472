package dev.preflight.tuner.comparison;

import dev.preflight.tuner.runs.RunOutcome;
import dev.preflight.tuner.search.VerdictCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a comparison as scripts read it.
 *
 * @param ranking the schedules at the full budget, best first; those that cannot be ranked last
 * @param winner the best schedule with its rate, to be copied; null if none could be ranked, or if
 *     the comparison was stopped before all were judged
 * @param reference what the differences are to
 * @param updates length of every run of the full budget
 * @param seeds fresh seeds
 * @param budgets the comparisons of all budgets, the full one last
 * @param rankAgreement Kendall's tau between the rankings of two budgets, in [-1, 1]; null with one
 * @param cost what it took
 */
public record ComparisonResult(
    List<Row> ranking,
    @Nullable String winner,
    String reference,
    int updates,
    int seeds,
    List<Budget> budgets,
    @Nullable Double rankAgreement,
    Cost cost) {

  public ComparisonResult {
    ranking = List.copyOf(ranking);
    budgets = List.copyOf(budgets);
  }

  /**
   * One budget.
   *
   * @param share of the planned updates, in (0, 1]
   * @param target loss for the time to target; NaN if there is none
   * @param complete whether every schedule was run
   */
  public record Budget(
      double share, int updates, double target, boolean complete, List<Row> ranking) {
    public Budget {
      ranking = List.copyOf(ranking);
    }
  }

  /**
   * One schedule.
   *
   * @param schedule its spec without a peak
   * @param spec its spec with its own best peak; null if no rate trains
   * @param learningRate its own best peak; null if no rate trains
   * @param mean mean final validation loss over the fresh seeds; infinite if a run diverged
   * @param sd standard deviation of the final loss; NaN if a run diverged
   * @param best mean over seeds of the lowest loss of any checkpoint, which flatters schedules that
   *     come and go
   * @param pairedDifference mean of its loss minus the reference's with the same seeds; NaN if
   *     there is none
   * @param interval its 95 % interval, low and high; may be infinite
   * @param tie whether the interval includes zero
   * @param group letter of its tie group; null if not ranked
   * @param verdictCode where its best rate lies
   * @param low lowest peak within one standard deviation of its best, on the tuning seed
   * @param high highest such peak
   * @param updatesToTarget median over seeds of the updates to the target; infinite if more than
   *     half of the runs miss it
   * @param tuningRuns runs it took to tune the peak
   * @param losses final losses, one per fresh seed
   * @param sensitivity final loss by peak, on the tuning seed
   * @param curves checkpoints, one list per fresh seed
   */
  public record Row(
      String schedule,
      @Nullable String spec,
      @Nullable Double learningRate,
      double mean,
      double sd,
      double best,
      double pairedDifference,
      List<Double> interval,
      boolean tie,
      @Nullable String group,
      VerdictCode verdictCode,
      double low,
      double high,
      double updatesToTarget,
      int tuningRuns,
      List<Double> losses,
      List<TuningRun> sensitivity,
      List<List<RunOutcome.Checkpoint>> curves) {

    public Row {
      interval = List.copyOf(interval);
      losses = List.copyOf(losses);
      sensitivity = List.copyOf(sensitivity);
      curves = List.copyOf(curves);
    }

    /** Whether it is in the ranking. */
    public boolean ranked() {
      return group != null;
    }
  }

  /**
   * One run on the tuning seed.
   *
   * @param loss final validation loss; infinite if it diverged
   */
  public record TuningRun(double learningRate, double loss) {}

  /**
   * What it took, stored runs included.
   *
   * @param runs runs of any length
   * @param updates updates of all of them
   */
  public record Cost(int runs, long updates) {}
}
