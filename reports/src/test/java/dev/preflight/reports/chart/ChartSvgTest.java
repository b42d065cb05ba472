package dev.preflight.reports.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Chart.Axis;
import dev.preflight.reports.Chart.Role;
import dev.preflight.reports.Chart.Style;
import dev.preflight.reports.ChartBuilder;
import dev.preflight.reports.Matches;
import dev.preflight.reports.SampleCharts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChartSvgTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  @Test
  void chartOfTenSeedsAndThousandsOfPoints_staysUnderThirtyKilobytes() {
    int n = 5000;
    double[] x = DoubleStream.iterate(0, i -> i + 1).limit(n).toArray();
    ChartBuilder chart = Chart.of("c", "t", "d", Axis.linear("x"), Axis.linear("y"));
    for (int s = 0; s < 10; s++) {
      java.util.Random random = new java.util.Random(s);
      chart.series("s" + s, Role.of(s), Style.LINE, x, random.doubles(n).toArray());
    }

    assertThat(size(chart.build())).isBetween(10_000, 30_000);
  }

  @Test
  void rangeTest_isSmallAndHasNoLiteralColour() {
    String svg = svg(SampleCharts.rangeTest(5));

    assertThat(svg.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(20_000);
    assertThat(svg)
        .doesNotContain("rgb(")
        .doesNotContain("fill=")
        .doesNotContain("stroke=")
        .doesNotContain("style=");
    assertThat(svg).contains(">onset 0.0011<").contains(">minimum 0.11<").contains(">1e-6<");
  }

  @Test
  void spike_survivesThinning() {
    int n = 100_000;
    double[] x = DoubleStream.iterate(0, i -> i + 1).limit(n).toArray();
    double[] y = new double[n];
    y[54_321] = 1;

    String flat = line(svg(chart(Axis.linear("y"), x, new double[n])));
    String spiked = line(svg(chart(new Axis("y", false, 0.0, 1.0), x, y)));

    assertThat(flat).doesNotContain("l");
    assertThat(spiked).contains("l");
    assertThat(spiked.length()).isLessThan(12_000);
  }

  @Test
  void nan_leavesAGap() {
    String svg =
        svg(chart(Axis.linear("y"), new double[] {1, 2, 3, 4, 5}, new double[] {1, 2, NAN, 2, 1}));

    assertThat(line(svg).chars().filter(c -> c == 'M')).hasSize(2);
  }

  @Test
  void divergentTail_isCutAndCounted() {
    double[] x = DoubleStream.iterate(0, i -> i + 1).limit(100).toArray();
    double[] y =
        DoubleStream.of(x).map(i -> i < 90 ? 2.3 - i / 50 : Math.pow(10, i - 88)).toArray();

    ChartSvg.Drawing drawing = ChartSvg.draw(chart(Axis.linear("Loss"), x, y), "c");

    assertThat(drawing.legend())
        .extracting(ChartSvg.Legend::text)
        .contains("10 points are above the picture.");
    assertThat(drawing.svg()).contains(">2.5<").doesNotContain(">1e");
  }

  @Test
  void highStart_isNotATail() {
    double[] x = DoubleStream.iterate(0, i -> i + 1).limit(100).toArray();
    double[] y = DoubleStream.of(x).map(i -> 1000 * Math.exp(-i)).toArray();

    ChartSvg.Drawing drawing = ChartSvg.draw(chart(Axis.linear("Loss"), x, y), "c");

    assertThat(drawing.legend())
        .extracting(ChartSvg.Legend::text)
        .noneMatch(t -> t.contains("above"));
  }

  static Stream<double[]> awkward() {
    return Stream.of(
        new double[] {},
        new double[] {NAN},
        new double[] {NAN, INF, -INF},
        new double[] {0},
        new double[] {-0.0, 0.0},
        new double[] {1, 1, 1},
        new double[] {1, Math.nextUp(1.0)},
        new double[] {Double.MIN_VALUE, Double.MAX_VALUE},
        new double[] {-Double.MAX_VALUE, Double.MAX_VALUE},
        new double[] {1e-300, 2e-300},
        new double[] {1e99, 1.0000001e99},
        new double[] {-5, -4, -3},
        new double[] {INF, 1, -INF, 2, NAN, 3},
        new double[] {1e-90, 1e90});
  }

  @ParameterizedTest
  @MethodSource("awkward")
  void awkwardNumbers_areDrawnOnEveryAxisWithFiniteCoordinates(double[] values) {
    for (boolean logX : new boolean[] {false, true}) {
      for (boolean logY : new boolean[] {false, true}) {
        for (Style style : Style.values()) {
          int points = style == Style.INTERVAL ? values.length / 3 * 3 : values.length;
          double[] drawn = Arrays.copyOf(values, points);
          Chart chart =
              Chart.of(
                      "c",
                      "t",
                      "d",
                      new Axis("x", logX, null, null),
                      new Axis("y", logY, null, null))
                  .series("a", Role.FIRST, style, drawn, drawn)
                  .band(Chart.Band.of("b", values, values, values))
                  .span("s", -INF, INF)
                  .span("w", -INF, values.length == 0 ? NAN : values[0])
                  .stripe("t", -INF, values.length == 0 ? NAN : values[0])
                  .marker("m", values.length == 0 ? NAN : values[0])
                  .rug("r", Arrays.stream(values).boxed().toList())
                  .build();

          String svg = svg(chart);

          assertThat(Matches.all(" d=\"([^\"]*)\"", svg))
              .noneMatch(d -> d.contains("NaN") || d.contains("Inf") || d.matches(".*\\d{6}.*"));
          assertThat(size(chart)).isLessThan(12_000);
        }
      }
    }
  }

  @Test
  void axisEnds_goBeforeTheData() {
    double[] x = {1, 2, 3};
    String svg = svg(chart(new Axis("y", false, 0.0, 10.0), x, new double[] {4, 5, 6}));

    assertThat(svg).contains(">10<").contains(">0<");
  }

  @Test
  void allNaN_saysThatThereIsNothingToDraw() {
    ChartSvg.Drawing drawing =
        ChartSvg.draw(chart(Axis.linear("y"), new double[] {1, 2}, new double[] {NAN, NAN}), "c");

    assertThat(drawing.legend())
        .extracting(ChartSvg.Legend::text)
        .contains("No value is a number, so there is nothing to draw.");
  }

  @Test
  void fewLines_areNamedAtTheirEnds_manyInTheLegend() {
    double[] x = {1, 2};
    ChartBuilder chart = Chart.of("c", "t", "d", Axis.linear("x"), Axis.linear("y"));
    for (int i = 0; i < 4; i++) {
      chart.series("line " + i, Role.of(i), Style.LINE, x, new double[] {i, 3});
    }
    assertThat(Matches.all("<text class=\"name [^>]*>([^<]*)", svg(chart.build()))).hasSize(4);
    assertThat(ChartSvg.draw(chart.build(), "c").legend()).isEmpty();

    chart.series("line 4", Role.of(4), Style.LINE, x, new double[] {4, 3});
    assertThat(svg(chart.build())).doesNotContain("class=\"name");
    assertThat(ChartSvg.draw(chart.build(), "c").legend()).hasSize(5);
  }

  @Test
  void namesAtLineEnds_doNotTouch() {
    double[] x = {1, 2};
    ChartBuilder chart = Chart.of("c", "t", "d", Axis.linear("x"), Axis.linear("y"));
    for (int i = 0; i < 4; i++) {
      chart.series("line " + i, Role.of(i), Style.LINE, x, new double[] {i, 3});
    }
    List<Double> ys =
        Matches.all("<text class=\"name [^>]* y=\"([^\"]*)\"", svg(chart.build())).stream()
            .map(Double::valueOf)
            .sorted()
            .toList();

    for (int i = 1; i < ys.size(); i++) {
      assertThat(ys.get(i) - ys.get(i - 1)).isGreaterThanOrEqualTo(13.9);
    }
  }

  @Test
  void markerLabels_ofOneRow_doNotOverlap() {
    ChartBuilder chart = Chart.of("c", "t", "d", Axis.log("x"), Axis.linear("y"));
    chart.series("a", Role.FIRST, Style.LINE, new double[] {1e-6, 10}, new double[] {1, 2});
    for (int i = 0; i < 6; i++) {
      chart.marker("marker number " + i, 0.1 + i * 0.01);
    }
    List<Double> rows =
        Matches.all("<text class=\"marker\" [^>]* y=\"([^\"]*)\"", svg(chart.build())).stream()
            .map(Double::valueOf)
            .toList();

    assertThat(rows).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void markerRows_areAsManyAsTheLabelsTake_besideANarrowAxisToo() {
    Chart chart =
        Chart.of("c", "t", "d", new Axis("x", false, 0.0, 1.0), new Axis("y", false, 0.0, 8.0))
            .marker("a", 0)
            .marker("b", 0.071)
            .build();

    // One row: both labels right above the plot, which begins below them.
    assertThat(Matches.all("<text class=\"marker\" [^>]* y=\"([^\"]*)\"", svg(chart)))
        .containsExactly("33", "33");
    assertThat(svg(chart)).contains("<path class=\"mark\" d=\"M14 36v269");
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void everyRole_hasItsClass(Role role) {
    Chart chart =
        Chart.of("c", "t", "d", Axis.linear("x"), Axis.linear("y"))
            .series("a", role, Style.LINE, new double[] {1, 2}, new double[] {1, 2})
            .build();

    assertThat(svg(chart)).contains("c-" + role.name().toLowerCase(Locale.ROOT));
  }

  @Test
  void manyRoles_repeatTheSixColours() {
    assertThat(Role.of(6)).isEqualTo(Role.FIRST);
    assertThat(Role.of(-1)).isEqualTo(Role.SIXTH);
  }

  private static Chart chart(Axis y, double[] xs, double[] ys) {
    return Chart.of("c", "t", "d", Axis.linear("x"), y)
        .series("a", Role.FIRST, Style.LINE, xs, ys)
        .build();
  }

  private static String svg(Chart chart) {
    return ChartSvg.draw(chart, "c").svg();
  }

  private static int size(Chart chart) {
    return svg(chart).getBytes(StandardCharsets.UTF_8).length;
  }

  private static String line(String svg) {
    return Matches.all("class=\"s c-first n0\" d=\"([^\"]*)\"", svg).get(0);
  }
}
