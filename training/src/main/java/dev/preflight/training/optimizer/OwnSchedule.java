package dev.preflight.training.optimizer;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * The schedule that a graph computes its own learning rate by, from a counter of updates. Driving
 * the rate overrides it.
 */
public final class OwnSchedule {

  /** Updates that are looked at, at most; a longer run is sampled evenly. */
  private static final int POINTS = 1001;

  private static final MathContext DIGITS = new MathContext(4);

  private final List<String> counters;
  private final Function<long[], double[]> reader;

  OwnSchedule(List<String> counters, Function<long[], double[]> reader) {
    this.counters = List.copyOf(counters);
    this.reader = reader;
  }

  /**
   * What a schedule does in a run.
   *
   * @param updates length of the run
   * @param first rate of the first update
   * @param peak highest rate
   * @param peakAt the update that has it first, from 0
   * @param last rate of the last update
   */
  public record Course(long updates, double first, double peak, long peakAt, double last) {

    /** One line, such as {@code "the graph's own schedule, from 0 to 0.1 over 300 updates"}. */
    public String text() {
      String ends =
          "the graph's own schedule, from "
              + shown(first)
              + " to "
              + shown(last)
              + " over "
              + updates
              + " updates";
      return peak > Math.max(first, last)
          ? ends + ", highest " + shown(peak) + " at update " + (peakAt + 1)
          : ends;
    }
  }

  private static String shown(double rate) {
    return Double.isFinite(rate)
        ? new BigDecimal(rate, DIGITS).stripTrailingZeros().toPlainString()
        : String.valueOf(rate);
  }

  /** The variables that count, by name. */
  public List<String> counters() {
    return counters;
  }

  /**
   * The graph's largest rate at given updates; NaN where it has none.
   *
   * @param updates numbered from 0
   */
  public double[] rates(long... updates) {
    return reader.apply(updates);
  }

  /**
   * What it does in a run.
   *
   * @param updates length of the run, at least 1
   */
  public Course course(long updates) {
    long[] at = sampled(updates);
    double[] rates = rates(at);
    int peak = 0;
    for (int i = 1; i < rates.length; i++) {
      if (rates[i] > rates[peak]) {
        peak = i;
      }
    }
    return new Course(updates, rates[0], rates[peak], at[peak], rates[rates.length - 1]);
  }

  /** The updates to look at in a run: all, or evenly many with the first and the last. */
  static long[] sampled(long updates) {
    if (updates <= POINTS) {
      return LongStream.range(0, updates).toArray();
    }
    return LongStream.range(0, POINTS)
        .map(i -> Math.round((double) i / (POINTS - 1) * (updates - 1)))
        .toArray();
  }
}
