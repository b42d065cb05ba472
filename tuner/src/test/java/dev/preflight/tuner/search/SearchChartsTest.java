package dev.preflight.tuner.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Chart;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchChartsTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  /** The chart of a search in a valley of this depth below an untrained loss of 2.6. */
  private static Chart chart(double lowest) {
    Objective objective =
        (rate, decay, updates, seed) ->
            rate > 0.05 ? Double.NaN : lowest + Math.min(2, Math.pow(Math.log10(rate) + 2, 2));
    RateSearch.Outcome outcome =
        new RateSearch(objective, SearchOptions.defaults(), 300, (stage, updates) -> {}).search();
    return SearchCharts.of(outcome, 2.6).get(0);
  }

  @Test
  void deepValley_hasALogarithmicLossAxis_endingAtTheUntrainedLoss() {
    Chart chart = chart(0.05);

    assertThat(chart.y().log()).isTrue();
    assertThat(chart.y().min()).isBetween(0.03, 0.05);
    assertThat(chart.y().max()).isBetween(2.6, 2.8);
    assertThat(chart.description()).contains("The axis of losses is logarithmic.");
  }

  @Test
  void shallowValley_hasALinearOne() {
    Chart chart = chart(1.5);

    assertThat(chart.y().log()).isFalse();
    assertThat(chart.description()).doesNotContain("logarithmic");
  }

  @Test
  void walls_beginAtTheEndsOfWhatWasTried_andHaveRoom() {
    Chart chart = chart(0.05);
    List<Chart.Band> walls =
        chart.bands().stream().filter(b -> b.name().equals("not tried")).toList();
    double lowest = walls.get(0).x().get(1);
    double highest = walls.get(1).x().get(0);

    assertThat(walls).extracting(w -> w.x().get(0)).containsExactly(-INF, highest);
    assertThat(walls).extracting(w -> w.x().get(1)).containsExactly(lowest, INF);
    assertThat(chart.series())
        .flatExtracting(Chart.Series::x)
        .contains(lowest)
        .allMatch(rate -> rate >= lowest && rate <= highest);
    assertThat(chart.rugs()).flatExtracting(Chart.Rug::xs).contains(highest);
    assertThat(chart.x().min()).isLessThan(lowest / 1.2);
    assertThat(chart.x().max()).isGreaterThan(highest * 1.2);
    assertThat(chart.description()).contains("hatched rates were not tried");
  }
}
