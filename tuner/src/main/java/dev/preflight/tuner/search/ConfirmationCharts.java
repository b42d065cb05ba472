package dev.preflight.tuner.search;

import dev.preflight.reports.Chart;
import dev.preflight.reports.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Two rates with the same fresh seeds: their losses seed by seed, and what they differ by. */
final class ConfirmationCharts {

  /** Room at both sides of what is drawn, as a share. */
  private static final double ROOM = 0.08;

  private ConfirmationCharts() {}

  static List<Chart> of(SearchResult.Confirmation c) {
    Double other = c.runnerUp();
    PairedDifference difference = c.difference();
    List<Chart> charts = new ArrayList<>(List.of(losses(c, other)));
    if (other != null && difference != null && Double.isFinite(difference.mean())) {
      charts.add(differences(c, other, difference));
    }
    return charts;
  }

  private static Chart losses(SearchResult.Confirmation c, @Nullable Double other) {
    int seeds = c.winnerLosses().size();
    var chart =
        Chart.of(
                "confirmation",
                "Two rates with the same fresh seeds",
                c.tie()
                    ? "A row for each seed. The paired interval includes zero: a tie."
                    : "A row for each seed. One rate is ahead: the paired interval leaves zero out.",
                axis(
                    "validation loss",
                    DoubleStream.concat(values(c.winnerLosses()), values(c.runnerUpLosses()))),
                Chart.Axis.categories("fresh seed", rows(seeds)))
            .series(
                Numbers.format(c.winner()),
                Chart.Role.FIRST,
                Chart.Style.DOTS,
                values(c.winnerLosses()).toArray(),
                places(seeds));
    return (other == null
            ? chart
            : chart.series(
                Numbers.format(other),
                Chart.Role.SECOND,
                Chart.Style.DOTS,
                values(c.runnerUpLosses()).toArray(),
                places(c.runnerUpLosses().size())))
        .build();
  }

  private static Chart differences(
      SearchResult.Confirmation c, double other, PairedDifference difference) {
    int seeds = Math.min(c.winnerLosses().size(), c.runnerUpLosses().size());
    double[] each =
        IntStream.range(0, seeds)
            .mapToDouble(i -> c.winnerLosses().get(i) - c.runnerUpLosses().get(i))
            .toArray();
    double[] interval = {difference.low(), difference.mean(), difference.high()};
    List<String> rows = new ArrayList<>(rows(seeds));
    rows.add("mean");
    return Chart.of(
            "confirmation-difference",
            "What they differ by",
            "The loss at "
                + Numbers.format(c.winner())
                + " minus that at "
                + Numbers.format(other)
                + " with the same seed, and the mean with its 95 % interval.",
            axis(
                "difference, below 0 " + Numbers.format(c.winner()) + " is better",
                DoubleStream.concat(
                    DoubleStream.of(0), DoubleStream.concat(of(each), of(interval)))),
            Chart.Axis.categories("fresh seed", rows))
        .series("a seed", Chart.Role.FIRST, Chart.Style.DOTS, each, places(seeds))
        .series(
            "mean, 95 % interval",
            Chart.Role.SECOND, Chart.Style.INTERVAL, interval, new double[] {seeds, seeds, seeds})
        .marker("no difference", 0)
        .build();
  }

  private static DoubleStream values(List<Double> losses) {
    return losses.stream().mapToDouble(Double::doubleValue);
  }

  private static DoubleStream of(double... values) {
    return DoubleStream.of(values);
  }

  private static List<String> rows(int seeds) {
    return IntStream.rangeClosed(1, seeds).mapToObj(Integer::toString).toList();
  }

  private static double[] places(int seeds) {
    return IntStream.range(0, seeds).asDoubleStream().toArray();
  }

  /** An axis that leaves nothing out that is a number. */
  private static Chart.Axis axis(String label, DoubleStream values) {
    var finite = values.filter(Double::isFinite).summaryStatistics();
    double room = ROOM * (finite.getMax() - finite.getMin());
    return room > 0
        ? new Chart.Axis(label, false, finite.getMin() - room, finite.getMax() + room)
        : Chart.Axis.linear(label);
  }
}
