package dev.preflight.tuner.search;

import dev.preflight.reports.Chart;
import dev.preflight.reports.ChartBuilder;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.tuner.runs.LossCurve;
import dev.preflight.tuner.runs.Parabola;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
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
      charts.addAll(ConfirmationCharts.of(confirmation));
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
