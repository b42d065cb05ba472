package dev.preflight.reports.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Chart.Axis;
import dev.preflight.reports.Chart.Style;
import dev.preflight.reports.chart.Decimation.Point;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;

class ChartScaleProperties {
  @Property(tries = 500)
  void extents_areFiniteNotEmptyAndPositiveWhereLogarithmic(
      @ForAll boolean log, @ForAll List<Double> values) {
    double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
    for (Extent extent :
        List.of(
            Extent.around(new Axis("a", log, null, null), all),
            Extent.robust(new Axis("a", log, null, null), List.of(all)))) {
      assertThat(extent.low()).isFinite().isLessThan(extent.high());
      assertThat(extent.high()).isFinite();
      assertThat(extent.high() - extent.low()).isFinite();
      assertThat(extent.share((extent.low() + extent.high()) / 2)).isBetween(0.0, 1.0);
      if (log) {
        assertThat(extent.low()).isPositive();
      }
    }
  }

  @Property(tries = 500)
  void plainExtent_holdsEveryOrdinaryValue(
      @ForAll @Size(min = 1, max = 40) List<@DoubleRange(min = -1e6, max = 1e6) Double> values) {
    Extent extent =
        Extent.around(Axis.linear("a"), values.stream().mapToDouble(Double::doubleValue).toArray());

    assertThat(values).allMatch(extent::holds);
  }

  @Property(tries = 500)
  void linearTicks_areFewAscendingAndInside(
      @ForAll @DoubleRange(min = -1e9, max = 1e9) double low,
      @ForAll @DoubleRange(min = 1e-6, max = 1e9) @Scale(6) double width) {
    Extent extent = Extent.around(Axis.linear("a"), new double[] {low, low + width});

    List<Ticks.Tick> ticks = Ticks.linear(extent.low(), extent.high(), 6);

    assertThat(ticks).hasSizeBetween(2, 8);
    for (int i = 1; i < ticks.size(); i++) {
      assertThat(ticks.get(i).value()).isGreaterThan(ticks.get(i - 1).value());
    }
  }

  @Property(tries = 300)
  void logTicks_labelAtLeastTwoAndAtMostTwelve(
      @ForAll @IntRange(min = -80, max = 80) int exponent,
      @ForAll @DoubleRange(min = 0.05, max = 14) double decades) {
    double low = 1.3 * Math.pow(10, exponent);

    List<Ticks.Tick> ticks = Ticks.log(low, low * Math.pow(10, decades), 10);

    assertThat(ticks.stream().filter(t -> !t.label().isEmpty()).count()).isBetween(1L, 12L);
    assertThat(ticks).hasSizeLessThan(120);
  }

  @Property(tries = 200)
  void thinning_keepsTwoPointsPerColumnAndBothExtremes(
      @ForAll @Size(min = 10, max = 3000) List<@DoubleRange(min = 0, max = 1) Double> ys) {
    List<Double> xs = IntStream.range(0, ys.size()).mapToObj(i -> (double) i).toList();
    Decimation decimation =
        new Decimation(new Extent(0, ys.size(), false), new Extent(0, 1, false), 50, 50);

    List<Point> kept = decimation.thin(Style.LINE, xs, ys);

    assertThat(kept).hasSizeLessThanOrEqualTo(100);
    assertThat(kept.stream().mapToDouble(Point::y).max())
        .hasValue(ys.stream().mapToDouble(v -> v).max().orElseThrow());
    assertThat(kept.stream().mapToDouble(Point::y).min())
        .hasValue(ys.stream().mapToDouble(v -> v).min().orElseThrow());
    assertThat(kept).isSortedAccordingTo(java.util.Comparator.comparingDouble(Point::x));
  }
}
