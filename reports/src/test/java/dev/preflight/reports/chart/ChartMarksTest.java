package dev.preflight.reports.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Chart.Axis;
import dev.preflight.reports.Chart.Role;
import dev.preflight.reports.Chart.Style;
import dev.preflight.reports.ChartBuilder;
import dev.preflight.reports.Matches;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that share a colour, and walls. */
class ChartMarksTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  private static Chart lines(int n, Style style) {
    double[] x = DoubleStream.iterate(0, i -> i + 1).limit(100).toArray();
    ChartBuilder chart = Chart.of("c", "t", "d", Axis.linear("x"), Axis.linear("y"));
    for (int i = 0; i < n; i++) {
      double height = i;
      chart.series(
          "line " + i, Role.of(i), style, x, DoubleStream.of(x).map(v -> height).toArray());
    }
    return chart.build();
  }

  @ParameterizedTest
  @EnumSource(
      value = Style.class,
      names = {"LINE", "STEP", "LINE_AND_DOTS"})
  void twentyFourLines_haveTwentyFourKeys_andTheLaterOnesMarks(Style style) {
    ChartSvg.Drawing drawing = ChartSvg.draw(lines(24, style), "c");

    Set<List<ChartSvg.Part>> samples = new HashSet<>();
    drawing.legend().forEach(entry -> samples.add(entry.key()));
    assertThat(samples).hasSize(24);
    assertThat(Matches.all("class=\"(box open [^\"]*)\"", drawing.svg())).hasSize(18);
  }

  @Test
  void sixLines_needNoMarks_andLinesGetButAFew() {
    assertThat(ChartSvg.draw(lines(6, Style.LINE), "c").svg()).doesNotContain("box");

    String marks =
        Matches.all(
                "class=\"box open c-first\" d=\"([^\"]*)\"",
                ChartSvg.draw(lines(7, Style.LINE), "c").svg())
            .get(0);
    assertThat(marks.chars().filter(c -> c == 'z')).hasSizeBetween(6, 9);
  }

  @Test
  void dots_andThinLines_doNotCount() {
    double[] x = {1, 2};
    Chart chart =
        Chart.of("c", "t", "d", Axis.linear("x"), Axis.linear("y"))
            .series("a", Role.FIRST, Style.DOTS, x, x)
            .series("b", Role.FIRST, Style.THIN, x, x)
            .series("c", Role.FIRST, Style.LINE, x, x)
            .build();

    assertThat(ChartSvg.draw(chart, "c").svg()).doesNotContain("box");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void wall_isHatchedFromItsEndToTheEdgeAndNoFurther(boolean left) {
    Chart chart =
        Chart.of("c", "t", "d", new Axis("x", false, 0.0, 10.0), Axis.linear("y"))
            .series("a", Role.FIRST, Style.LINE, new double[] {0, 10}, new double[] {0, 1})
            .span("not tried", left ? -INF : 9, left ? 1 : INF)
            .build();

    ChartSvg.Drawing drawing = ChartSvg.draw(chart, "c");

    String hatching = Matches.all("class=\"wall\" d=\"([^\"]*)\"", drawing.svg()).get(0);
    List<Double> xs = corners(hatching, 0);
    List<Double> ys = corners(hatching, 1);
    List<Double> line =
        corners(Matches.all("class=\"s c-first n0\" d=\"([^\"]*)\"", drawing.svg()).get(0), 0);
    double from = line.get(0);
    double tenth = (line.get(1) - from) / 10;
    double lowest = left ? from : from + 9 * tenth;
    assertThat(xs)
        .hasSizeGreaterThan(40)
        .allMatch(x -> x > lowest - 0.2 && x < lowest + tenth + 0.2);
    assertThat(ys).allMatch(y -> y > 20 && y < 310);
    assertThat(drawing.legend())
        .containsExactly(
            new ChartSvg.Legend(ChartKey.WALL, left ? "not tried, below 1" : "not tried, above 9"));
  }

  /** The coordinates of all corners of a path of lines: x with 0, y with 1. */
  private static List<Double> corners(String path, int axis) {
    double[] at = new double[2];
    List<Double> all = new java.util.ArrayList<>();
    Matcher part = Pattern.compile("([Mhvl])([^Mhvl]*)").matcher(path);
    while (part.find()) {
      List<Double> n =
          Pattern.compile("-?(\\d+\\.?\\d*|\\.\\d+)")
              .matcher(part.group(2))
              .results()
              .map(m -> Double.valueOf(m.group()))
              .toList();
      switch (part.group(1)) {
        case "M" -> {
          at[0] = n.get(0);
          at[1] = n.get(1);
        }
        case "h" -> at[0] += n.get(0);
        case "v" -> at[1] += n.get(0);
        default -> {
          at[0] += n.get(0);
          at[1] += n.get(1);
        }
      }
      all.add(at[axis]);
    }
    return all;
  }
}
