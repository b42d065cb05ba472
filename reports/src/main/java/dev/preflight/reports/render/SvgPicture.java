package dev.preflight.reports.render;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Require;
import dev.preflight.reports.chart.ChartSvg;
import dev.preflight.reports.chart.ChartSvg.Legend;
import dev.preflight.reports.chart.Size;
import dev.preflight.reports.text.Text;
import dev.preflight.reports.text.TextWidth;
import dev.preflight.reports.text.Xml;
import java.util.List;
import java.util.Locale;

/**
 * Charts as one SVG file that needs nothing else: it brings its colours, on a white ground, and
 * uses nothing that only browsers know.
 */
public final class SvgPicture {
  private static final String STYLE = HtmlReport.resource("picture.css");
  private static final int SIZE = 12;
  private static final int MARGIN = 20;
  private static final int HEADING = 30;
  private static final int LEGEND_LINE = 18;
  private static final int KEY = 30;
  private static final int LONGEST_HEADING = 90;

  private final StringBuilder body = new StringBuilder();
  private double y = MARGIN;

  private SvgPicture() {}

  /**
   * Draws charts, one below the other.
   *
   * @param heading what they show together
   * @param charts at least one
   * @return the file's content
   */
  public static String render(String heading, List<Chart> charts) {
    if (charts.isEmpty()) {
      throw new IllegalArgumentException("charts must not be empty");
    }
    return new SvgPicture().draw(Require.text(heading, "heading"), charts);
  }

  private String draw(String heading, List<Chart> charts) {
    text(Text.line(heading), MARGIN, y + 14, "heading");
    y += HEADING;
    for (int i = 0; i < charts.size(); i++) {
      Chart chart = Shortened.chart(charts.get(i));
      ChartSvg.Drawing drawing = ChartSvg.draw(chart, "chart-" + i);
      body.append(
          String.format(
              Locale.ROOT, "<g transform=\"translate(%d %s)\">\n", MARGIN, coordinate(y)));
      // Its own size, because without one it would be as large as the file.
      String size =
          String.format(
              Locale.ROOT, "<svg width=\"%d\" height=\"%d\" ", Size.WIDE.width(), drawing.height());
      body.append(drawing.svg().replaceFirst("<svg ", size)).append("\n</g>\n");
      y += drawing.height() + 8;
      legend(drawing.legend());
      y += MARGIN;
    }
    return Text.clean(
        String.format(
            Locale.ROOT,
            """
        <?xml version="1.0" encoding="UTF-8"?>
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$s" viewBox="0 0 %1$d %2$s">
        <title>%3$s</title>
        <style>
        %4$s</style>
        <rect class="ground" width="100%%" height="100%%"/>
        %5$s</svg>
        """,
            Size.WIDE.width() + 2 * MARGIN,
            coordinate(y),
            Xml.escape(heading),
            STYLE,
            body));
  }

  private void legend(List<Legend> entries) {
    double at = 0;
    for (Legend entry : entries) {
      double key = entry.key().isEmpty() ? 0 : KEY;
      double width = key + 1.1 * TextWidth.of(entry.text(), SIZE) + MARGIN;
      if (at > 0 && at + width > Size.WIDE.width()) {
        at = 0;
        y += LEGEND_LINE;
      }
      String place = coordinate(MARGIN + at) + " " + coordinate(y);
      for (ChartSvg.Part part : entry.key()) {
        body.append(
            String.format(
                Locale.ROOT,
                "<path class=\"%s\" transform=\"translate(%s)\" d=\"%s\"/>\n",
                part.cssClass(),
                place,
                part.path()));
      }
      text(entry.text(), MARGIN + at + key, y + 10, "title");
      at += width;
    }
    y += entries.isEmpty() ? 0 : LEGEND_LINE;
  }

  private void text(String text, double atX, double atY, String cssClass) {
    body.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n",
            cssClass,
            coordinate(atX),
            coordinate(atY),
            Xml.escape(Text.cut(text, LONGEST_HEADING))));
  }

  private static String coordinate(double value) {
    return ChartSvg.coordinate(value);
  }
}
