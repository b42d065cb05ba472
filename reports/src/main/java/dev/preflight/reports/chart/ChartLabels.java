package dev.preflight.reports.chart;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Chart.Marker;
import dev.preflight.reports.Chart.Rug;
import dev.preflight.reports.Chart.Style;
import dev.preflight.reports.chart.Decimation.Point;
import dev.preflight.reports.text.Numbers;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The words of a chart: titles of the axes, marker values in rows above the plot, names at the ends
 * of up to four lines. What has no place in the picture is {@link ChartLegend}'s.
 */
public final class ChartLabels {
  private static final int ROW = 15;
  private static final int LINE_HEIGHT = 14;
  private static final int X_AXIS = 20;
  private static final int DIRECT = 4;
  private static final int LONGEST = 24;
  private static final int LONGEST_TITLE = 90;

  /** How far from the right edge a line may end and still have its name there, as a share. */
  private static final double NEAR_EDGE = 0.04;

  private final Chart chart;
  private final Ink ink;
  private final FixedFont font;
  private final Extent x;
  private final Extent y;
  private final List<List<Point>> points;
  private final List<End> ends;
  private final List<Marker> markers;
  private final int right;
  private final int rows;
  private final @Nullable ChartRows rowNames;

  ChartLabels(Chart chart, Ink ink, FixedFont font, Extent x, Extent y, List<List<Point>> points) {
    this.chart = chart;
    this.ink = ink;
    this.font = font;
    this.x = x;
    this.y = y;
    this.points = points;
    List<String> categories = chart.y().categories();
    this.rowNames = categories == null ? null : new ChartRows(categories);
    this.ends = rowNames == null ? ends() : List.of();
    this.right =
        (int) ends.stream().mapToDouble(end -> 1.16 * font.width(end.name) + 10).max().orElse(14);
    this.markers =
        chart.markers().stream()
            .filter(marker -> x.holds(marker.x()))
            .sorted(Comparator.comparingDouble(Marker::x))
            .toList();
    // Rows depend on the plot's width, which depends on nothing but the labels of the y axis.
    this.rows = rows(place(Math.max(50, left()), ChartSvg.WIDTH - right));
  }

  /** A name at the end of its line. */
  private record End(int series, String name, double share) {}

  /** A marker's text and where it goes. */
  private record Placed(Marker marker, String text, double centre, double width, int row) {}

  int top() {
    return 22 + rows * ROW + (chart.rugs().isEmpty() ? 0 : 12);
  }

  int bottom() {
    return 20;
  }

  int right() {
    return right;
  }

  /** Room for the names of rows. */
  int left() {
    return rowNames == null ? 1 : (int) Math.ceil(rowNames.width());
  }

  /** Height of the picture. */
  int height() {
    return rowNames == null
        ? ChartSvg.HEIGHT
        : (int) Math.ceil(top() + rowNames.height() + X_AXIS + bottom());
  }

  /** The series whose names are at the ends of their lines. */
  Set<Integer> named() {
    return ends.stream().map(End::series).collect(Collectors.toSet());
  }

  /** Draws around the plot's area. */
  void draw(SvgGraphics canvas, Rectangle2D area) {
    canvas.text(cut(chart.y().label(), LONGEST_TITLE), 0, 12, "start", "title");
    canvas.text(
        cut(chart.x().label(), LONGEST_TITLE), area.getCenterX(), height() - 4, "middle", "title");
    for (Placed placed : place(area.getMinX(), area.getMaxX())) {
      double px = area.getMinX() + x.share(placed.marker.x()) * area.getWidth();
      double baseline = 22 + (rows - placed.row) * ROW - 4;
      canvas.setColor(ink.of("mark"));
      canvas.draw(new Line2D.Double(px, baseline + 3, px, area.getMaxY()));
      canvas.text(placed.text, placed.centre, baseline, "middle", "marker");
    }
    chart.rugs().forEach(rug -> crosses(canvas, area, rug));
    names(canvas, area);
    if (rowNames != null) {
      rowNames.draw(canvas, area);
    }
  }

  private List<Placed> place(double left, double end) {
    List<Double> taken = new ArrayList<>();
    List<Placed> placed = new ArrayList<>();
    for (Marker marker : markers) {
      String text = cut(marker.label(), LONGEST) + " " + value(x, marker.x());
      double width = font.width(text);
      double half = width / 2;
      double at = left + x.share(marker.x()) * (end - left);
      double centre = Math.max(left + half, Math.min(ChartSvg.WIDTH - half, at));
      int row = 0;
      while (row < taken.size() && taken.get(row) + 10 > centre - half) {
        row++;
      }
      if (row == taken.size()) {
        taken.add(0.0);
      }
      taken.set(row, centre + half);
      placed.add(new Placed(marker, text, centre, width, row));
    }
    return placed;
  }

  private static int rows(List<Placed> placed) {
    return placed.stream().mapToInt(p -> p.row + 1).max().orElse(0);
  }

  /** The value at a position of the x axis as text. */
  static String value(Extent x, double at) {
    return x.log() && (at < 0.01 || at >= 1e4) ? Numbers.scientific(at) : Numbers.format(at);
  }

  private void crosses(SvgGraphics canvas, Rectangle2D area, Rug rug) {
    canvas.setColor(ink.of("rug"));
    double py = area.getMinY() - 6;
    double before = Double.NEGATIVE_INFINITY;
    for (double at : rug.xs().stream().filter(x::holds).sorted().toList()) {
      double px = area.getMinX() + x.share(at) * area.getWidth();
      if (px - before >= 2) {
        canvas.draw(new Line2D.Double(px - 3.5, py - 3.5, px + 3.5, py + 3.5));
        canvas.draw(new Line2D.Double(px - 3.5, py + 3.5, px + 3.5, py - 3.5));
        before = px;
      }
    }
  }

  /** Names at line ends, pushed apart until they do not touch. */
  private void names(SvgGraphics canvas, Rectangle2D area) {
    List<End> sorted =
        ends.stream().sorted(Comparator.comparingDouble(End::share).reversed()).toList();
    double[] at = new double[sorted.size()];
    for (int i = 0; i < at.length; i++) {
      double wanted = area.getMaxY() - sorted.get(i).share * area.getHeight();
      at[i] = Math.max(wanted, i == 0 ? area.getMinY() : at[i - 1] + LINE_HEIGHT);
    }
    double lowest = area.getMaxY();
    for (int i = at.length - 1; i >= 0; i--) {
      at[i] = Math.min(at[i], lowest);
      lowest = at[i] - LINE_HEIGHT;
      End end = sorted.get(i);
      String role = ChartSvg.cssClass(chart.series().get(end.series).role());
      canvas.text(end.name, area.getMaxX() + 7, at[i] + 4, "start", "name " + role);
    }
  }

  private List<End> ends() {
    List<Integer> named = new ArrayList<>();
    for (int i = 0; i < chart.series().size(); i++) {
      if (chart.series().get(i).style() != Style.THIN) {
        named.add(i);
      }
    }
    List<End> found = new ArrayList<>();
    for (int i : named.size() <= DIRECT ? named : List.<Integer>of()) {
      String name = chart.series().get(i).name();
      Point last = lastVisible(points.get(i));
      if (last != null && name.length() <= LONGEST && x.share(last.x()) > 1 - NEAR_EDGE) {
        found.add(new End(i, name, y.share(last.y())));
      }
    }
    return found;
  }

  private @Nullable Point lastVisible(List<Point> line) {
    for (int i = line.size() - 1; i >= 0; i--) {
      if (!line.get(i).gap() && y.holds(line.get(i).y())) {
        return line.get(i);
      }
    }
    return null;
  }

  /** At most so many characters, never half of a surrogate pair. */
  public static String cut(String text, int longest) {
    if (text.codePointCount(0, text.length()) <= longest) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
  }
}
