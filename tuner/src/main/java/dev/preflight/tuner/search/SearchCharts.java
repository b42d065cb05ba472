package dev.preflight.tuner.search;

import dev.preflight.reports.Chart;
import dev.preflight.reports.ChartBuilder;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.tuner.runs.LossCurve;
import dev.preflight.tuner.runs.Parabola;
import dev.preflight.tuner.runs.Sample;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.NavigableMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The charts of a search. */
final class SearchCharts {

  private static final int PARABOLA_POINTS = 41;

  /** What is this far above the best, relative to the untrained loss, ends the loss axis. */
  private static final double HEADROOM = 1.05;

  /** Room for a wall at each end of the rates, as a share of their decades, and as a factor. */
  private static final double ROOM = 0.05;

  private static final double LEAST_ROOM = 1.3;

  private SearchCharts() {}

  static List<Chart> of(RateSearch.Outcome outcome, double untrained) {
    List<Chart> charts = new ArrayList<>();
    LossCurve coarse = outcome.coarse();
    if (coarse != null) {
      charts.add(rates(outcome.result(), coarse, outcome.found(), untrained));
    }
    SearchResult.Confirmation confirmation = outcome.result().confirmation();
    if (confirmation != null && confirmation.difference() != null) {
      charts.add(pairs(confirmation));
    }
    SearchResult.DecaySearch decay = outcome.result().weightDecay();
    if (decay != null) {
      charts.add(decays(decay));
    }
    return charts;
  }

  private static Chart rates(
      SearchResult result,
      LossCurve coarse,
      BracketSearch.@Nullable Found found,
      double untrained) {
    SearchResult.Best best = result.best();
    double lowest = coarse.losses().firstKey();
    double highest = coarse.losses().lastKey();
    if (found != null) {
      lowest = Math.min(lowest, found.curve().losses().firstKey());
      highest = Math.max(highest, found.curve().losses().lastKey());
    }
    Chart.Axis losses = losses(result, coarse, found, untrained);
    ChartBuilder chart =
        Chart.of(
            "loss-against-rate",
            "Loss against rate: " + result.verdictCode().code(),
            (best == null
                    ? "Final loss of every run against its rate; no rate was found."
                    : Sentence.of(
                        "Final loss of every run against its rate; %s was found.",
                        Numbers.format(best.learningRate())))
                + " The hatched rates were not tried."
                + (losses.log() ? " The axis of losses is logarithmic." : ""),
            rateAxis(result, lowest, highest),
            losses);
    chart.span("not tried", Double.NEGATIVE_INFINITY, lowest);
    chart.span("not tried", highest, Double.POSITIVE_INFINITY);
    Double low = result.low();
    Double high = result.high();
    if (low != null && high != null && low < high) {
      chart.span("within one deviation", low, high);
    }
    stage(
        chart,
        Sentence.of("coarse, %d updates", result.coarseUpdates()),
        Chart.Role.MUTED,
        Chart.Style.LINE_AND_DOTS,
        coarse.feasible());
    if (found != null) {
      stage(
          chart,
          Sentence.of(
              "fine, %d updates, mean of %d seeds", result.updates(), RateSearch.TUNING_SEEDS),
          Chart.Role.FIRST,
          Chart.Style.LINE_AND_DOTS,
          found.curve().feasible());
      Parabola parabola = found.parabola();
      if (parabola != null) {
        chart.series(curve(parabola));
      }
    }
    fresh(result, chart);
    if (best != null) {
      chart.marker("found", best.learningRate());
    }
    SearchResult.Lecture lecture = result.lecture();
    if (lecture != null && lecture.learningRate() != null) {
      chart.marker("lectures' recipe", lecture.learningRate());
    }
    chart.rug("failed, few updates", failed(coarse));
    if (found != null) {
      chart.rug("failed, full length", failed(found.curve()));
    }
    return chart.build();
  }

  private static Chart.Axis losses(
      SearchResult result,
      LossCurve coarse,
      BracketSearch.@Nullable Found found,
      double untrained) {
    List<Double> drawn = new ArrayList<>(coarse.feasible().values());
    if (found != null) {
      drawn.addAll(found.curve().feasible().values());
    }
    fresh(result).forEach(run -> drawn.add(run.loss()));
    boolean capped = Double.isFinite(untrained) && untrained > 0;
    return LossAxis.of("validation loss", drawn, capped ? HEADROOM * untrained : null);
  }

  /** From the lowest rate to the highest, those of the recipe included, with room for a wall. */
  private static Chart.Axis rateAxis(SearchResult result, double lowest, double highest) {
    double low = lowest;
    double high = highest;
    for (SearchResult.Run run : fresh(result)) {
      low = Math.min(low, run.learningRate());
      high = Math.max(high, run.learningRate());
    }
    double room = Math.max(LEAST_ROOM, Math.pow(high / low, ROOM));
    return new Chart.Axis("learning rate", true, low / room, high * room);
  }

  private static List<Double> failed(LossCurve curve) {
    return curve.losses().keySet().stream().filter(curve::failed).toList();
  }

  private static void stage(
      ChartBuilder chart,
      String name,
      Chart.Role role,
      Chart.Style style,
      NavigableMap<Double, Double> losses) {
    if (!losses.isEmpty()) {
      chart.series(
          name,
          role,
          style,
          losses.keySet().stream().mapToDouble(v -> v).toArray(),
          losses.values().stream().mapToDouble(v -> v).toArray());
    }
  }

  private static Chart.Series curve(Parabola parabola) {
    double[] x = new double[PARABOLA_POINTS];
    double[] y = new double[PARABOLA_POINTS];
    for (int i = 0; i < PARABOLA_POINTS; i++) {
      double share = i / (PARABOLA_POINTS - 1.0);
      x[i] = parabola.low() * Math.pow(parabola.high() / parabola.low(), share);
      y[i] = parabola.at(x[i]);
    }
    return Chart.Series.of("parabola", Chart.Role.SECOND, Chart.Style.LINE, x, y);
  }

  private static List<SearchResult.Run> fresh(SearchResult result) {
    return result.runs().stream()
        .filter(r -> r.stage() == Stage.CONFIRMATION || r.stage() == Stage.LECTURE_FRESH)
        .filter(r -> Double.isFinite(r.loss()))
        .toList();
  }

  private static void fresh(SearchResult result, ChartBuilder chart) {
    List<SearchResult.Run> runs = fresh(result);
    if (!runs.isEmpty()) {
      chart.series(
          "fresh seeds",
          Chart.Role.THIRD,
          Chart.Style.DOTS,
          runs.stream().mapToDouble(SearchResult.Run::learningRate).toArray(),
          runs.stream().mapToDouble(SearchResult.Run::loss).toArray());
    }
  }

  private static Chart pairs(SearchResult.Confirmation c) {
    Double other = c.runnerUp();
    ChartBuilder chart =
        Chart.of(
            "confirmation",
            "Paired confirmation with fresh seeds",
            c.tie()
                ? "The paired interval includes zero: a tie."
                : "One rate is ahead: the paired interval leaves zero out.",
            Chart.Axis.linear("fresh seed"),
            whole(c));
    double[] seeds = new double[c.winnerLosses().size()];
    for (int i = 0; i < seeds.length; i++) {
      seeds[i] = i + 1;
    }
    chart.series(
        Numbers.format(c.winner()),
        Chart.Role.FIRST,
        Chart.Style.LINE_AND_DOTS,
        seeds,
        new Sample(c.winnerLosses()).values());
    if (other != null) {
      chart.series(
          Numbers.format(other),
          Chart.Role.SECOND,
          Chart.Style.LINE_AND_DOTS,
          seeds,
          new Sample(c.runnerUpLosses()).values());
    }
    return chart.build();
  }

  /** An axis that leaves no loss out: each is one of the pairs. */
  private static Chart.Axis whole(SearchResult.Confirmation c) {
    DoubleSummaryStatistics finite =
        Stream.concat(c.winnerLosses().stream(), c.runnerUpLosses().stream())
            .mapToDouble(v -> v)
            .filter(Double::isFinite)
            .summaryStatistics();
    double room = 0.05 * (finite.getMax() - finite.getMin());
    return room > 0
        ? new Chart.Axis("validation loss", false, finite.getMin() - room, finite.getMax() + room)
        : Chart.Axis.linear("validation loss");
  }

  /** Zero has no place on a logarithmic axis; it is drawn a decade below the smallest other. */
  private static Chart decays(SearchResult.DecaySearch decay) {
    double zero = SearchOptions.WEIGHT_DECAYS.get(1) / 10;
    return Chart.of(
            "weight-decay",
            "Loss against weight decay at the rate found",
            "The leftmost point is no weight decay.",
            Chart.Axis.log("weight decay"),
            Chart.Axis.linear("validation loss"))
        .series(
            "loss",
            Chart.Role.FIRST,
            Chart.Style.LINE_AND_DOTS,
            decay.tried().stream().mapToDouble(r -> Math.max(zero, r.weightDecay())).toArray(),
            decay.tried().stream().mapToDouble(SearchResult.Run::loss).toArray())
        .build();
  }
}
