package dev.preflight.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.SampleCharts;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChartDataTest {
  @Test
  void dataTable_hasARowForEachIntervalWithItsName() {
    Page.Grid grid = new ChartData(SampleCharts.forest()).grid("d");

    assertThat(grid.rows())
        .containsExactly(
            List.of("rex", "mean and interval", "-0.02", "-0.03", "-0.01"),
            List.of("linear (reference)", "linear", "0", "", ""),
            List.of("wsd", "mean and interval", "0.005", "-0.01", "0.02"),
            List.of("constant", "mean and interval", "0.06", "0.05", "Infinity"));
  }
}
