package dev.preflight.tuner.finder;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The finder's result as scripts read it.
 *
 * @param suggestion the rates to use; null when refused, and of a bare ramp
 * @param bracket of a bare ramp; null when refused, and where short runs were made
 * @param refusals why there is no suggestion, or why it is less certain; empty if all is well
 * @param landmarks rates read off the median ramp; null when no ramp could be read, or not all of
 *     the range test was run
 * @param curves one curve per seed
 * @param rules what the known rules say on the same median curve, by name; NaN where they fail
 * @param runs short runs, in the order they were made
 * @param cost what it took
 * @param stateRestored whether the initial state was found bit-identical after the runs
 */
public record FinderResult(
    @Nullable Suggestion suggestion,
    @Nullable Bracket bracket,
    List<String> refusals,
    @Nullable Landmarks landmarks,
    List<Curve> curves,
    Map<String, Double> rules,
    List<Run> runs,
    Cost cost,
    boolean stateRestored) {

  public FinderResult {
    refusals = List.copyOf(refusals);
    curves = List.copyOf(curves);
    runs = List.copyOf(runs);
  }

  /**
   * The rates to use, and the ranges in which the best ones are expected.
   *
   * @param learningRate for training at a constant rate
   * @param low lowest rate that may be the best constant one
   * @param high highest rate that may be the best constant one; training was not lost below it
   * @param peak for a schedule that decays to zero
   * @param peakLow lowest rate that may be the best peak
   * @param peakHigh highest rate that may be the best peak; training was not lost below it
   * @param updates length of the run these are for
   * @param reason how they were found, one sentence
   */
  public record Suggestion(
      double learningRate,
      double low,
      double high,
      double peak,
      double peakLow,
      double peakHigh,
      long updates,
      String reason) {}

  /**
   * What a bare ramp tells of the rates: two ends, and no single number between them.
   *
   * @param low lowest rate that may be the best
   * @param high highest rate that may be the best
   * @param reason how they were found, one sentence
   */
  public record Bracket(double low, double high, String reason) {}

  /**
   * Rates at the landmarks of the median ramp.
   *
   * @param onset where the first 5 % of the drop are done
   * @param steepest where the loss falls fastest against the logarithm of the rate
   * @param minimum where the loss is lowest
   * @param divergence where it has risen back by half of its drop; NaN if it never does
   * @param spread widest distance between seeds' minima, as a factor, at least 1
   */
  public record Landmarks(
      double onset, double steepest, double minimum, double divergence, double spread) {}

  /**
   * The ramp of one seed.
   *
   * @param divergedAt first rate at which it had diverged; null if it never did
   */
  public record Curve(long seed, List<Point> points, @Nullable Double divergedAt) {
    public Curve {
      points = List.copyOf(points);
    }
  }

  /**
   * One update of a ramp.
   *
   * @param loss the raw loss of the batch before the update; may be NaN or infinite
   * @param gradientNorm norm of the gradient; NaN where not measured
   * @param updateRatio norm of the change over the norm of the weights; NaN where not measured
   */
  public record Point(double learningRate, double loss, double gradientNorm, double updateRatio) {}

  /**
   * A short run, whose rate decays linearly to zero.
   *
   * @param loss validation loss at its end; infinite if it diverged
   */
  public record Run(double peak, int updates, long seed, double loss) {}

  /**
   * What it took.
   *
   * @param updates training updates made
   * @param evaluations examples evaluated besides
   * @param seconds wall-clock time
   */
  public record Cost(long updates, long evaluations, double seconds) {}
}
