package dev.preflight.tuner.search;

import dev.preflight.reports.Chart;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import org.jspecify.annotations.Nullable;

/**
 * The axis of losses. It is logarithmic where the losses are too far apart for a linear one: there
 * a valley of 0.05 below an untrained loss of 2.6 is a flat line at the bottom.
 */
public final class LossAxis {

  /** Losses further apart than this are drawn logarithmically; a decade is all that reads well. */
  private static final double LARGEST_RATIO = 10;

  /** Room below the lowest loss of a logarithmic axis, as a factor. */
  private static final double MARGIN = 1.2;

  private LossAxis() {}

  /**
   * The axis for some losses.
   *
   * @param label what it shows
   * @param losses what is drawn; those that are not finite have no part in the choice
   * @param max upper end, or null to choose it from the data
   */
  public static Chart.Axis of(String label, Collection<Double> losses, @Nullable Double max) {
    DoubleSummaryStatistics finite =
        losses.stream().mapToDouble(v -> v).filter(Double::isFinite).summaryStatistics();
    double largest = max == null ? finite.getMax() : Math.min(max, finite.getMax());
    boolean log = finite.getMin() > 0 && largest > LARGEST_RATIO * finite.getMin();
    return new Chart.Axis(label, log, log ? finite.getMin() / MARGIN : null, max);
  }
}
