package dev.preflight.tuner.finder;

import dev.preflight.reports.Chart;
import dev.preflight.reports.ChartBuilder;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The finder's charts. */
final class FinderCharts {

  /** The loss axis ends at this multiple of the first loss: what lies above is divergence. */
  private static final double HEADROOM = 1.3;

  private FinderCharts() {}

  static List<Chart> of(
      RampCurve ramp,
      FinderResult result,
      @Nullable FoundRates found,
      LearningRateFinder.Overlays overlays) {
    List<Chart> charts = new ArrayList<>();
    if (ramp.size() >= 2) {
      charts.add(rangeTest(ramp, result));
      if (!result.runs().isEmpty()) {
        charts.add(health(result));
      }
    }
    if (found != null) {
      charts.add(shortRuns(result, found));
    }
    if (!overlays.byWeightDecay().isEmpty()) {
      charts.add(weightDecays(overlays.byWeightDecay()));
    }
    FinderResult.Curve momentum = overlays.byMomentum();
    if (momentum != null && momentum.points().size() >= 2) {
      charts.add(momentum(momentum));
    }
    return charts;
  }

  private static Chart rangeTest(RampCurve ramp, FinderResult result) {
    double first = ramp.median()[0];
    double least = ramp.smooth()[ramp.minimum()];
    Chart.Axis losses =
        first > 0 && least > 0
            ? new Chart.Axis("training loss", false, 0.0, HEADROOM * first)
            : Chart.Axis.linear("training loss");
    FinderResult.Landmarks marks = result.landmarks();
    FinderResult.Suggestion s = result.suggestion();
    FinderResult.Bracket bracket = result.bracket();
    String description =
        Sentence.of("Median loss falls from %s to %s", first, least)
            + (marks == null ? "" : Sentence.of(" at rate %s", Numbers.rough(marks.minimum())))
            + (bracket != null
                ? Sentence.of(
                    "; the best rate is expected between %s and %s.",
                    Numbers.rough(bracket.low()), Numbers.rough(bracket.high()))
                : s == null
                    ? "; no suggestion."
                    : Sentence.of(
                        "; suggested %s constant, %s as peak.",
                        Numbers.rough(s.learningRate()), Numbers.rough(s.peak())));
    ChartBuilder chart =
        Chart.of(
            "range-test",
            "Learning-rate range test",
            description,
            Chart.Axis.log("learning rate"),
            losses);
    if (s != null) {
      chart.span("suggested range", s.low(), s.peakHigh());
    }
    if (bracket != null) {
      chart.span("bracket", bracket.low(), bracket.high());
    }
    for (FinderResult.Curve curve : result.curves()) {
      if (curve.points().size() >= 2) {
        chart.series(
            "seed " + curve.seed(),
            Chart.Role.MUTED,
            Chart.Style.THIN,
            column(curve, FinderResult.Point::learningRate),
            column(curve, FinderResult.Point::loss));
      }
    }
    chart.band(Chart.Band.of("quartiles", ramp.rates(), ramp.low(), ramp.high()));
    chart.series(
        "median, smoothed", Chart.Role.FIRST, Chart.Style.LINE, ramp.rates(), ramp.smooth());
    if (marks != null) {
      chart.marker("onset", marks.onset());
      chart.marker("steepest", marks.steepest());
      chart.marker("minimum", marks.minimum());
      if (!Double.isNaN(marks.divergence())) {
        chart.marker("divergence", marks.divergence());
      }
    }
    List<Double> diverged = new ArrayList<>();
    for (FinderResult.Curve curve : result.curves()) {
      Double at = curve.divergedAt();
      if (at != null) {
        diverged.add(at);
      }
    }
    if (!diverged.isEmpty()) {
      chart.rug("diverged", diverged);
    }
    return chart.build();
  }

  private static double[] column(
      FinderResult.Curve curve, ToDoubleFunction<FinderResult.Point> value) {
    return curve.points().stream().mapToDouble(value).toArray();
  }

  private static Chart health(FinderResult result) {
    FinderResult.Curve curve = result.curves().get(0);
    List<FinderResult.Point> norms = finite(curve, FinderResult.Point::gradientNorm);
    List<FinderResult.Point> ratios = finite(curve, FinderResult.Point::updateRatio);
    ChartBuilder chart =
        Chart.of(
            "range-test-health",
            "Gradient norm and update ratio along the ramp",
            "Norm of the gradient, and norm of the change over norm of the weights, of the first"
                + " seed.",
            Chart.Axis.log("learning rate"),
            Chart.Axis.log("norm, ratio"));
    chart.series(
        series("gradient norm", Chart.Role.FIRST, norms, FinderResult.Point::gradientNorm));
    chart.series(
        series("update ratio", Chart.Role.SECOND, ratios, FinderResult.Point::updateRatio));
    return chart.build();
  }

  private static List<FinderResult.Point> finite(
      FinderResult.Curve curve, ToDoubleFunction<FinderResult.Point> value) {
    return curve.points().stream()
        .filter(p -> Double.isFinite(value.applyAsDouble(p)) && value.applyAsDouble(p) > 0)
        .toList();
  }

  private static Chart.Series series(
      String name,
      Chart.Role role,
      List<FinderResult.Point> points,
      ToDoubleFunction<FinderResult.Point> value) {
    return Chart.Series.of(
        name,
        role,
        Chart.Style.LINE,
        points.stream().mapToDouble(FinderResult.Point::learningRate).toArray(),
        points.stream().mapToDouble(value).toArray());
  }

  private static Chart shortRuns(FinderResult result, FoundRates found) {
    TreeMap<Integer, TreeMap<Double, Double>> byLength = new TreeMap<>();
    List<Double> lost = new ArrayList<>();
    for (FinderResult.Run run : result.runs()) {
      if (Double.isFinite(run.loss())) {
        byLength.computeIfAbsent(run.updates(), k -> new TreeMap<>()).put(run.peak(), run.loss());
      } else {
        lost.add(run.peak());
      }
    }
    ChartBuilder chart =
        Chart.of(
            "short-runs",
            "Validation loss of the short runs",
            Sentence.of(
                "Final loss against the peak of a linear decay, for each run length; suggested %s"
                    + " constant and %s as peak.",
                Numbers.rough(found.constant()), Numbers.rough(found.peak())),
            Chart.Axis.log("learning rate"),
            Chart.Axis.linear("validation loss"));
    FinderResult.Suggestion s = result.suggestion();
    if (s != null) {
      chart.span("best peak expected", s.peakLow(), s.peakHigh());
    }
    int role = 0;
    for (Map.Entry<Integer, TreeMap<Double, Double>> kind : byLength.entrySet()) {
      chart.series(
          Sentence.of("%d updates", kind.getKey()),
          Chart.Role.of(role++),
          Chart.Style.LINE_AND_DOTS,
          kind.getValue().keySet().stream().mapToDouble(v -> v).toArray(),
          kind.getValue().values().stream().mapToDouble(v -> v).toArray());
    }
    chart.marker("constant", found.constant());
    chart.marker("peak", found.peak());
    if (!lost.isEmpty()) {
      chart.rug("diverged", lost);
    }
    return chart.build();
  }

  private static Chart weightDecays(Map<Double, RampCurve> curves) {
    ChartBuilder chart =
        Chart.of(
            "weight-decay",
            "Range test at several weight decays",
            "The largest weight decay that still allows a large rate is a good choice (Smith"
                + " 2018).",
            Chart.Axis.log("learning rate"),
            Chart.Axis.linear("training loss, smoothed"));
    int role = 0;
    for (Map.Entry<Double, RampCurve> entry : curves.entrySet()) {
      if (entry.getValue().size() >= 2) {
        chart.series(
            Numbers.format(entry.getKey()),
            Chart.Role.of(role++),
            Chart.Style.LINE,
            entry.getValue().rates(),
            entry.getValue().smooth());
      }
    }
    return chart.build();
  }

  private static Chart momentum(FinderResult.Curve curve) {
    return Chart.of(
            "momentum",
            "Momentum range test",
            "Training loss while the momentum falls at a fixed rate.",
            Chart.Axis.linear("momentum"),
            Chart.Axis.linear("training loss"))
        .series(
            "loss",
            Chart.Role.FIRST,
            Chart.Style.LINE,
            column(curve, FinderResult.Point::learningRate),
            column(curve, FinderResult.Point::loss))
        .build();
  }
}
