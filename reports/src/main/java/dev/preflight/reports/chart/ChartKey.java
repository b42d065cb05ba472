package dev.preflight.reports.chart;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Chart.Series;
import dev.preflight.reports.chart.ChartSvg.Part;
import java.util.List;

/** The small sample drawn before a line of the legend, in a box of 24 by 12. */
final class ChartKey {
  static final List<Part> NONE = List.of();
  static final List<Part> RUG = List.of(new Part("rug", "M8.5 2.5l7 7M8.5 9.5l7-7"));
  static final List<Part> WALL = List.of(new Part("wall", "M1 11l10-10M7 11l10-10M13 11l10-10"));

  private ChartKey() {}

  /** The key of a series. */
  static List<Part> of(Chart chart, int index) {
    Series series = chart.series().get(index);
    String role = ChartSvg.cssClass(series.role());
    int mark = ChartMarks.kind(chart, index);
    return switch (series.style()) {
      case BARS -> List.of(new Part("bar " + role, "M1 1h22v10h-22z"));
      case DOTS -> List.of(new Part("d " + role, "M12 6h0"));
      case INTERVAL ->
          List.of(
              new Part("s whole " + role, "M1 6h22M1 2v8M23 2v8"),
              new Part("box " + role, "M8.5 2.5h7v7h-7z"));
      default ->
          mark == 0
              ? line(role)
              : List.of(
                  line(role).get(0),
                  new Part("box open " + role, PathData.of(ChartMarks.shape(mark, 12, 6))));
    };
  }

  /** A line without marks; the class may say more than its role. */
  static List<Part> line(String cssClass) {
    return List.of(new Part("s " + cssClass, "M1 6h22"));
  }

  /** A shaded area. */
  static List<Part> area(String cssClass) {
    return List.of(new Part(cssClass, "M1 1h22v10h-22z"));
  }
}
