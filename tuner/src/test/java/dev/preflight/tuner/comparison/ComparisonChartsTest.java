package dev.preflight.tuner.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Chart;
import dev.preflight.schedules.Run;
import dev.preflight.tuner.runs.RunOutcome;
import dev.preflight.tuner.search.VerdictCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparisonChartsTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  private static ComparisonResult.Row row(
      String schedule, @Nullable Double rate, double difference, double low, double high) {
    return row(schedule, rate, difference, low, high, 2, List.of(0.9, 1.1));
  }

  /** A schedule whose seeds end at these losses, and begin so many times as high. */
  private static ComparisonResult.Row row(
      String schedule,
      @Nullable Double rate,
      double difference,
      double low,
      double high,
      double fall,
      List<Double> losses) {
    List<List<RunOutcome.Checkpoint>> curves = new ArrayList<>();
    for (double loss : losses) {
      curves.add(
          List.of(new RunOutcome.Checkpoint(5, fall * loss), new RunOutcome.Checkpoint(10, loss)));
    }
    return new ComparisonResult.Row(
        schedule,
        rate == null ? null : schedule + "(peak=" + rate + ")",
        rate,
        1,
        0.1,
        1,
        difference,
        List.of(low, high),
        low <= 0 && high >= 0,
        rate == null ? null : "A",
        VerdictCode.INTERIOR,
        0.05,
        0.2,
        INF,
        5,
        losses,
        List.of(
            new ComparisonResult.TuningRun(0.01, fall * losses.get(0)),
            new ComparisonResult.TuningRun(0.1, losses.get(0)),
            new ComparisonResult.TuningRun(1, INF)),
        curves);
  }

  private static List<Chart> charts(ComparisonResult.Row... rows) {
    ComparisonResult result =
        new ComparisonResult(
            List.of(rows), null, "linear", 10, 2, List.of(), null, new ComparisonResult.Cost(1, 1));
    return ComparisonCharts.of(result, Run.of(10, 0));
  }

  private static Chart chart(String id, ComparisonResult.Row... rows) {
    return charts(rows).stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
  }

  private static Chart forest() {
    return chart(
        "paired-differences",
        row("rex", 0.1, -0.2, -0.3, -0.1),
        row("linear", 0.1, 0, 0, 0),
        row("cosine", 0.1, 0.1, -0.1, 0.3),
        row("step", 0.1, 0.4, -INF, INF),
        row("constant", 0.1, 0.5, 0.4, 0.6),
        row("exponential", null, Double.NaN, -INF, INF));
  }

  @Test
  void forest_hasARowForEachScheduleThatTrains_inTheOrderOfTheRanking() {
    Chart chart = forest();
    Chart.Series intervals = chart.series().get(1);

    assertThat(chart.y().categories())
        .containsExactly("rex", "linear (reference)", "cosine", "step", "constant");
    assertThat(intervals.style()).isEqualTo(Chart.Style.INTERVAL);
    assertThat(intervals.x())
        .containsExactly(-0.3, -0.2, -0.1, -0.1, 0.1, 0.3, -INF, 0.4, INF, 0.4, 0.5, 0.6);
    assertThat(intervals.y())
        .containsExactly(0.0, 0.0, 0.0, 2.0, 2.0, 2.0, 3.0, 3.0, 3.0, 4.0, 4.0, 4.0);
  }

  @Test
  void forest_marksTheReferenceAtZero_withinThePicture() {
    Chart chart = forest();

    assertThat(chart.series().get(0))
        .isEqualTo(
            new Chart.Series(
                "linear, the reference",
                Chart.Role.SECOND,
                Chart.Style.DOTS,
                List.of(0.0),
                List.of(1.0)));
    assertThat(chart.markers()).containsExactly(new Chart.Marker("linear", 0));
    assertThat(chart.x().min()).isLessThan(-0.3);
    assertThat(chart.x().max()).isGreaterThan(0.6);
    Chart alone = chart("paired-differences", row("linear", 0.1, 0, 0, 0));
    assertThat(alone.x().min()).isNegative();
  }

  @Test
  void forest_shadesTies_andSaysInWordsWhatThePictureCannot() {
    Chart chart = forest();

    assertThat(chart.bands())
        .containsExactly(
            Chart.Band.stripe("tie with linear", 1.5, 2.5),
            Chart.Band.stripe("tie with linear", 2.5, 3.5));
    assertThat(chart.description())
        .contains("their interval includes zero: cosine.")
        .contains("unbounded", "finite loss: step.")
        .contains("no rate trains: exponential.");
    assertThat(
            chart("paired-differences", row("linear", 0.1, 0, 0, 0), row("rex", 0.1, 0.2, 0.1, 0.3))
                .description())
        .endsWith("No interval includes zero.");
  }

  @Test
  void withoutTheReference_thereAreNoDifferences() {
    assertThat(charts(row("rex", 0.1, Double.NaN, -INF, INF)))
        .extracting(Chart::id)
        .containsExactly("sensitivity", "validation", "schedules");
  }

  @Test
  void lossesFarApart_areDrawnLogarithmically_withABandThatStaysPositive() {
    // Mean 1.01 and deviation 1.7: one deviation below the mean there is no loss.
    ComparisonResult.Row row = row("linear", 0.1, 0, 0, 0, 10, List.of(0.01, 0.02, 3.0));
    Chart validation = chart("validation", row);
    Chart.Band band = validation.bands().get(0);

    assertThat(validation.y().log()).isTrue();
    assertThat(band.low()).containsExactly(0.1, 0.01);
    assertThat(band.high().get(1)).isGreaterThan(2.5);
    assertThat(validation.description()).contains("no lower than the lowest seed");
    assertThat(chart("sensitivity", row).y().log()).isFalse();
  }

  @Test
  void lossesOfOneSize_areDrawnLinearly_withTheWholeBand() {
    // Mean 2 and deviation 1.7: one deviation below the mean is below the lowest seed.
    ComparisonResult.Row row = row("linear", 0.1, 0, 0, 0, 2, List.of(1.0, 1.0, 4.0));
    Chart validation = chart("validation", row);

    assertThat(validation.y().log()).isFalse();
    assertThat(validation.bands().get(0).low().get(1)).isLessThan(1);
    assertThat(validation.description()).endsWith("one standard deviation up and down.");
  }
}
