package dev.preflight.reports.chart;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Chart.Series;
import java.util.ArrayList;
import java.util.List;

/** The small sample drawn before a line of the legend, in a box of 24 by 12. */
public final class ChartKey {
  private static final String MARK = " k";

  private ChartKey() {}

  /**
   * One path of a sample.
   *
   * @param cssClass how it looks
   * @param path its {@code d} attribute
   */
  public record Part(String cssClass, String path) {}

  /** The key of a series. */
  static String of(Chart chart, int index) {
    Series series = chart.series().get(index);
    String role = ChartSvg.cssClass(series.role());
    int mark = ChartMarks.kind(chart, index);
    return switch (series.style()) {
      case DOTS -> "d " + role;
      case INTERVAL -> "interval " + role;
      default -> "s " + role + (mark > 0 ? MARK + mark : "");
    };
  }

  /** The sample for a key; nothing for a remark. */
  public static List<Part> parts(String key) {
    List<Part> parts = new ArrayList<>();
    String role = key.substring(key.indexOf(' ') + 1);
    if (key.startsWith("interval ")) {
      parts.add(new Part("s whole " + role, "M1 6h22M1 2v8M23 2v8"));
      parts.add(new Part("box " + role, "M8.5 2.5h7v7h-7z"));
    } else if (key.startsWith("s ")) {
      int mark = key.indexOf(MARK);
      String line = mark < 0 ? key : key.substring(0, mark);
      parts.add(new Part(line, "M1 6h22"));
      if (mark >= 0) {
        int kind = Integer.parseInt(key.substring(mark + MARK.length()));
        String path = PathData.of(ChartMarks.shape(kind, 12, 6));
        parts.add(new Part("box open " + line.substring(2), path));
      }
    } else if (!key.isEmpty()) {
      parts.add(new Part(key, path(key)));
    }
    return parts;
  }

  private static String path(String key) {
    if (key.startsWith("d ")) {
      return "M12 6h0";
    }
    return switch (key) {
      case "rug" -> "M8.5 2.5l7 7M8.5 9.5l7-7";
      case "wall" -> "M1 11l10-10M7 11l10-10M13 11l10-10";
      default -> "M1 1h22v10h-22z";
    };
  }
}
