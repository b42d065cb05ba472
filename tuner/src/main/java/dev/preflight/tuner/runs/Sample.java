package dev.preflight.tuner.runs;

import dev.preflight.reports.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;

/**
 * Losses of one setting, one per seed, in the order of the seeds.
 *
 * @param losses at least one; infinite where a run diverged
 */
public record Sample(List<Double> losses) {

  public Sample {
    losses = List.copyOf(losses);
    if (losses.isEmpty()) {
      throw new IllegalArgumentException("a sample must have a loss");
    }
  }

  /** The losses as an array. */
  public double[] values() {
    return losses.stream().mapToDouble(v -> v).toArray();
  }

  /** Their mean; infinite if any run diverged. */
  public double mean() {
    return failed() > 0 ? Double.POSITIVE_INFINITY : new Mean().evaluate(values());
  }

  /** Their standard deviation; NaN if any run diverged, or there is but one. */
  public double sd() {
    return failed() > 0 || losses.size() < 2
        ? Double.NaN
        : new StandardDeviation().evaluate(values());
  }

  /**
   * As a number that another result can be held against, by seed.
   *
   * @param name what it is of
   * @param lowerIsBetter as for a loss
   * @param seed the seed before the first of the fresh ones
   */
  public Measure measure(String name, boolean lowerIsBetter, long seed) {
    List<Measure.SeedRun> runs = new ArrayList<>();
    for (double loss : losses) {
      runs.add(new Measure.SeedRun(seed + runs.size() + 1, loss));
    }
    return Measure.of(name, lowerIsBetter, runs);
  }

  /** How many runs diverged. */
  public int failed() {
    return (int) Arrays.stream(values()).filter(v -> !Double.isFinite(v)).count();
  }
}
