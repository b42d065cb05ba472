package dev.preflight.tuner.search;

import dev.preflight.tuner.runs.Parabola;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a search as scripts read it.
 *
 * @param best the rate to use; null if there is none
 * @param verdictCode where it lies among the rates tried
 * @param schedule what the rate is the peak of, in the words of a spec
 * @param updates length of the planned run
 * @param coarseUpdates length of the coarse runs
 * @param coarse best rate of the coarse stage; null if all failed
 * @param largestStable highest rate that did not fail in the coarse stage; null if all failed
 * @param wall lowest rate above the best at which full-length training failed; null if none was met
 * @param low lowest rate whose loss is within one standard deviation of the best
 * @param high highest such rate
 * @param parabola fitted around the winner; null if there was no valley
 * @param confirmation the fresh seeds; null if it did not come to that
 * @param weightDecay the search of the weight decay; null if not asked for
 * @param lecture the plain recipe; null if not asked for
 * @param runs every run, in the order made
 * @param cost what it took
 */
public record SearchResult(
    @Nullable Best best,
    VerdictCode verdictCode,
    String schedule,
    int updates,
    int coarseUpdates,
    @Nullable Double coarse,
    @Nullable Double largestStable,
    @Nullable Double wall,
    @Nullable Double low,
    @Nullable Double high,
    @Nullable Parabola parabola,
    @Nullable Confirmation confirmation,
    @Nullable DecaySearch weightDecay,
    @Nullable Lecture lecture,
    List<Run> runs,
    Cost cost) {

  public SearchResult {
    runs = List.copyOf(runs);
  }

  /**
   * The rate to use.
   *
   * @param mean mean final loss over fresh seeds; infinite if a run diverged
   * @param sd their standard deviation; NaN if a run diverged
   * @param runs how many fresh seeds
   * @param weightDecay the weight decay it goes with; null for the optimizer's own
   */
  public record Best(
      double learningRate, double mean, double sd, int runs, @Nullable Double weightDecay) {}

  /**
   * Fresh seeds, paired: none of them had a part in choosing the two rates.
   *
   * @param winner the rate that the search would choose
   * @param runnerUp the best other rate; null if there is none
   * @param winnerLosses final losses, one per seed
   * @param runnerUpLosses final losses with the same seeds
   * @param difference winner minus runner-up
   * @param tie whether the two cannot be told apart; the smaller rate is then taken, unless it is
   *     worse by half a standard deviation
   * @param taken the rate taken
   */
  public record Confirmation(
      double winner,
      @Nullable Double runnerUp,
      List<Double> winnerLosses,
      List<Double> runnerUpLosses,
      @Nullable PairedDifference difference,
      boolean tie,
      double taken) {}

  /**
   * The search of the weight decay at a fixed rate, and the rate looked at again.
   *
   * @param tried losses of the weight decays at the rate
   * @param rechecked losses of half and twice the rate with the best weight decay
   * @param weightDecay the best weight decay of these
   * @param learningRate the best rate with it
   * @param difference with them minus without, fresh seeds; null if nothing was better than none
   * @param adopted whether it is better beyond the noise
   */
  public record DecaySearch(
      List<Run> tried,
      List<Run> rechecked,
      double weightDecay,
      double learningRate,
      @Nullable PairedDifference difference,
      boolean adopted) {}

  /**
   * The lectures' plain recipe: the best of four coarse rates on few iterations, then five rates
   * from 0.8 to 2 times it at full length.
   *
   * @param learningRate what it chooses; null if every run failed
   * @param atEdge whether that is an end of its fine range
   * @param mean mean final loss over the same fresh seeds as ours
   * @param difference the recipe's minus ours, paired; null without a rate of ours
   * @param fullLengthRuns how many runs of full length it takes to choose
   */
  public record Lecture(
      @Nullable Double learningRate,
      boolean atEdge,
      double mean,
      double sd,
      @Nullable PairedDifference difference,
      int fullLengthRuns) {}

  /**
   * One run.
   *
   * @param stage what it was made for
   * @param weightDecay its weight decay; NaN for the optimizer's own
   * @param loss final validation loss; infinite if it diverged
   */
  public record Run(
      Stage stage, double learningRate, double weightDecay, int updates, long seed, double loss) {}

  /**
   * What it took, stored runs included.
   *
   * @param runs runs of any length
   * @param fullLengthRuns runs of full length
   * @param updates planned updates of all of them
   */
  public record Cost(int runs, int fullLengthRuns, long updates) {}
}
