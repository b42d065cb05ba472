package dev.preflight.reports.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Chart.Axis;
import dev.preflight.reports.Chart.Role;
import dev.preflight.reports.Chart.Style;
import dev.preflight.reports.Matches;
import dev.preflight.reports.SampleCharts;
import dev.preflight.reports.chart.ChartSvg.Part;
import dev.preflight.reports.text.TextWidth;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Axes of categories and what lies on them. */
class ChartRowsTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  @Test
  void rows_areNamedFromTheTop_eachBesideItsInterval() {
    String svg = ChartSvg.draw(SampleCharts.forest(), "c").svg();

    List<String> names = Matches.all("<text class=\"row\"[^>]*>([^<]*)", svg);
    List<Double> heights = numbers("<text class=\"row\"[^>]* y=\"([^\"]*)\"", svg);
    assertThat(names).containsExactly("rex", "linear (reference)", "wsd", "constant");
    assertThat(heights).isSorted();
    // The first of the lines is the interval of rex; its name is centred on it.
    double first = numbers("class=\"s whole c-first n1\" d=\"M[0-9.]+ ([0-9.]+)", svg).get(0);
    assertThat(heights.get(0) - first).isBetween(3.0, 6.0);
  }

  @Test
  void intervals_haveAMiddleAndTwoEnds_andOpenOnesReachTheEdge() {
    String svg = ChartSvg.draw(SampleCharts.forest(), "c").svg();
    String lines = Matches.all("class=\"s whole c-first n1\" d=\"([^\"]*)\"", svg).get(0);
    String boxes = Matches.all("class=\"box c-first\" d=\"([^\"]*)\"", svg).get(0);

    // Three intervals and their six ends, one of which is the head of an arrow.
    assertThat(lines.chars().filter(c -> c == 'M')).hasSize(9);
    assertThat(lines.chars().filter(c -> c == 'v')).hasSize(5);
    assertThat(lines.chars().filter(c -> c == 'l')).hasSize(1);
    assertThat(boxes.chars().filter(c -> c == 'z')).hasSize(3);
  }

  @Test
  void stripe_coversItsRowFromEdgeToEdge() {
    ChartSvg.Drawing drawing = ChartSvg.draw(SampleCharts.forest(), "c");

    assertThat(Matches.all("class=\"fill (stripe)\"", drawing.svg())).hasSize(1);
    assertThat(drawing.legend())
        .extracting(ChartSvg.Legend::key, ChartSvg.Legend::text)
        .contains(
            tuple(List.of(new Part("stripe", "M1 1h22v10h-22z")), "tie with linear"),
            tuple(
                List.of(
                    new Part("s whole c-first", "M1 6h22M1 2v8M23 2v8"),
                    new Part("box c-first", "M8.5 2.5h7v7h-7z")),
                "mean and interval"));
  }

  @Test
  void script_isToldTheNamesAndTheTopFirst() {
    String data =
        Matches.all("data-y=\"([^\"]*)\"", ChartSvg.draw(SampleCharts.forest(), "c").svg())
            .get(0)
            .replace("&quot;", "\"");
    List<String> parts = List.of(data.substring(1).split(","));

    assertThat(Double.valueOf(parts.get(0))).isLessThan(Double.valueOf(parts.get(1)));
    assertThat(data).endsWith("[\"rex\",\"linear (reference)\",\"wsd\",\"constant\"]]");
  }

  @Test
  void longName_takesTwoLines_andALongerOneLosesItsMiddle() {
    ChartRows rows = new ChartRows(List.of("a".repeat(80), "b"), Size.WIDE);

    assertThat(rows.lines("rex")).containsExactly("rex");
    assertThat(rows.lines("warmup(5%) + cosine(floor=0.01)"))
        .containsExactly("warmup(5%) +", "cosine(floor=0.01)");
    assertThat(rows.lines("warmup(5%) + cyclic(up=9.5%, momentum=off)"))
        .containsExactly("warmup(5%) + cyclic(", "up=9.5%, momentum=off)");
    List<String> longest =
        rows.lines("warmup(5%) + " + "onecycle(up=30%), ".repeat(5) + "end=1e-5");
    assertThat(longest).hasSize(2);
    assertThat(longest.get(0)).startsWith("warmup(5%) + ");
    assertThat(longest.get(1)).contains("…").endsWith("end=1e-5");
    assertThat(longest).allMatch(line -> TextWidth.of(line, 13) <= 210);
  }

  @Test
  void pictureGrowsWithItsRows_upToALimit() {
    int four = ChartSvg.draw(rows(4), "c").height();
    int twelve = ChartSvg.draw(rows(12), "c").height();

    assertThat(twelve - four).isEqualTo(8 * 34);
    ChartSvg.Drawing many = ChartSvg.draw(rows(5000), "c");
    assertThat(many.height()).isLessThan(1800);
    assertThat(Matches.all("class=\"(row)\"", many.svg())).hasSizeBetween(50, 200);
  }

  @Test
  void rowThatIsNotThere_isLeftOut() {
    Chart chart =
        Chart.of("c", "t", "d", Axis.linear("x"), Axis.categories("y", List.of("a")))
            .series("s", Role.FIRST, Style.INTERVAL, new double[] {1, 2, 3}, new double[] {7, 7, 7})
            .series(
                "e",
                Role.SECOND,
                Style.INTERVAL,
                new double[] {-INF, Double.NaN, INF},
                new double[3])
            .build();

    String svg = ChartSvg.draw(chart, "c").svg();

    assertThat(svg).doesNotContain("n0\"").contains("n1\"").doesNotContain("box");
  }

  private static Chart rows(int n) {
    List<String> names = IntStream.range(0, n).mapToObj(i -> "r" + i).toList();
    return Chart.of("c", "t", "d", Axis.linear("x"), Axis.categories("y", names))
        .series(
            new Chart.Series(
                "s",
                Role.FIRST,
                Style.DOTS,
                Collections.nCopies(n, 0.0),
                IntStream.range(0, n).mapToObj(i -> (double) i).toList()))
        .build();
  }

  private static List<Double> numbers(String regex, String svg) {
    return Matches.all(regex, svg).stream().map(Double::valueOf).toList();
  }
}
