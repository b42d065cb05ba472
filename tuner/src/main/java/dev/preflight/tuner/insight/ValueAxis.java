package dev.preflight.tuner.insight;

import dev.preflight.reports.Chart;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.tuner.study.trial.Direction;
import java.util.Arrays;

/**
 * The axis of a study's values, such that a few diverged trials do not flatten all others: what is
 * far beyond four of five trials is cut off, and said.
 *
 * @param axis to draw on
 * @param worst the last value on it
 * @param cut how many values lie beyond
 */
record ValueAxis(Chart.Axis axis, double worst, int cut, boolean minimize) {

  /** So many of the trials are always shown. */
  private static final double MOST = 0.8;

  /** And what is beyond them by no more than so many times their range. */
  private static final double FAR = 1;

  /** A range of so many times its least value is shown by orders of magnitude. */
  private static final double WIDE = 10;

  static ValueAxis of(double[] values, Direction direction, String label) {
    double[] sorted =
        Arrays.stream(values).filter(Double::isFinite).map(direction::loss).sorted().toArray();
    boolean minimize = direction == Direction.MINIMIZE;
    if (sorted.length == 0) {
      return new ValueAxis(Chart.Axis.linear(label), Double.NaN, values.length, minimize);
    }
    double most = sorted[(int) (MOST * (sorted.length - 1))];
    boolean log = minimize && sorted[0] > 0 && most > WIDE * sorted[0];
    double limit =
        log ? most * Math.pow(most / sorted[0], FAR) : most + FAR * Math.max(most - sorted[0], 0);
    double worst = sorted[0];
    int within = 0;
    for (double loss : sorted) {
      if (loss <= limit) {
        worst = loss;
        within++;
      }
    }
    Chart.Axis axis = log ? Chart.Axis.log(label) : Chart.Axis.linear(label);
    return new ValueAxis(axis, direction.loss(worst), values.length - within, minimize);
  }

  /** Whether a value is on the axis. */
  boolean shows(double value) {
    return Double.isFinite(value) && (minimize ? value <= worst : value >= worst);
  }

  /** What is cut off, as a sentence to go after others; empty if nothing is. */
  String note() {
    if (cut == 0) {
      return "";
    }
    return Sentence.of(
        " %d %s beyond %s, marked at the top.",
        cut, cut == 1 ? "trial lies" : "trials lie", Numbers.format(worst));
  }
}
