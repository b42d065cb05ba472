package dev.preflight.reports.chart;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Chart.Marker;
import dev.preflight.reports.Chart.Rug;
import dev.preflight.reports.Chart.Style;
import dev.preflight.reports.chart.Decimation.Point;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Text;
import dev.preflight.reports.text.TextWidth;
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
final class ChartLabels {
  /** Size of every text but the names of rows. */
  static final int SIZE = 12;

  private static final int TITLE = 22;
  private static final int TITLE_BELOW = 20;
  private static final int ROW = 15;
  private static final int LINE_HEIGHT = 14;
  private static final int X_AXIS = 20;
  private static final int DIRECT = 4;
  private static final int LONGEST = 24;
  private static final int LONGEST_TITLE = 90;
  private static final int LONGEST_NARROW_TITLE = 44;

  /** How far from the right edge a line may end and still have its name there, as a share. */
  private static final double NEAR_EDGE = 0.04;

  private final Chart chart;
  private final Size size;
  private final Extent x;
  private final Extent y;
  private final List<List<Point>> points;
  private final List<End> ends;
  private final List<Placed> placed;
  private final int rows;
  private final @Nullable ChartRows rowNames;
  private final List<Ticks.Tick> xTicks;
  private final List<Ticks.Tick> yTicks;
  private final int height;
  private final Frame frame;

  ChartLabels(Chart chart, Size size, Extent x, Extent y, List<List<Point>> points) {
    this.chart = chart;
    this.size = size;
    this.x = x;
    this.y = y;
    this.points = points;
    List<String> categories = chart.y().categories();
    this.rowNames = categories == null ? null : new ChartRows(categories, size);
    this.xTicks = Ticks.of(x, size.xTicks());
    this.yTicks = rowNames == null ? Ticks.of(y, size.yTicks()) : List.of();
    this.ends = rowNames == null && size == Size.WIDE ? ends() : List.of();
    int left = (int) Math.ceil(rowNames == null ? 1 + PlainAxis.beside(yTicks) : rowNames.width());
    int right =
        size.width() - (int) ends.stream().mapToDouble(End::width).max().orElse(rightMargin());
    this.placed = placed(left, right);
    this.rows = placed.stream().mapToInt(p -> p.row + 1).max().orElse(0);
    int top = TITLE + rows * ROW + (chart.rugs().isEmpty() ? 0 : 12);
    this.height =
        rowNames == null
            ? size.height()
            : (int) Math.ceil(top + rowNames.height() + X_AXIS + TITLE_BELOW);
    int bottom = height - TITLE_BELOW - PlainAxis.BELOW;
    Rectangle2D area = new Rectangle2D.Double(left, top, right - left, bottom - top);
    this.frame = new Frame(x, y, rowNames != null, area);
  }

  private String title(String label) {
    return Text.cut(label, size == Size.WIDE ? LONGEST_TITLE : LONGEST_NARROW_TITLE);
  }

  /** A name at the end of its line. */
  private record End(int series, String name, double share) {
    double width() {
      return 1.16 * TextWidth.of(name, SIZE) + 10;
    }
  }

  /** A marker's text and where it goes. */
  private record Placed(double at, String text, double centre, int row) {}

  /** Where the plot is, with all the words around it. */
  Frame frame() {
    return frame;
  }

  List<Ticks.Tick> xTicks() {
    return xTicks;
  }

  List<Ticks.Tick> yTicks() {
    return yTicks;
  }

  /** Height of the picture. */
  int height() {
    return height;
  }

  /** The series whose names are at the ends of their lines. */
  Set<Integer> named() {
    return ends.stream().map(End::series).collect(Collectors.toSet());
  }

  /** Draws around the plot's area. */
  void draw(SvgGraphics canvas) {
    Rectangle2D area = frame.area();
    canvas.text(title(chart.y().label()), 0, 12, "start", "title");
    canvas.text(title(chart.x().label()), area.getCenterX(), height - 4, "middle", "title");
    for (Placed label : placed) {
      double px = frame.px(label.at);
      double baseline = TITLE + (rows - label.row) * ROW - 4;
      canvas.setPaint(new Ink("mark"));
      canvas.draw(new Line2D.Double(px, baseline + 3, px, area.getMaxY()));
      canvas.text(label.text, label.centre, baseline, "middle", "marker");
    }
    chart.rugs().forEach(rug -> crosses(canvas, rug));
    names(canvas, area);
    if (rowNames != null) {
      rowNames.draw(canvas, area);
    }
  }

  /** Values stand to the right of bars. */
  private double rightMargin() {
    return chart.series().stream().anyMatch(s -> s.style() == Style.BARS) ? 48 : 14;
  }

  private List<Placed> placed(double left, double end) {
    List<Marker> markers =
        chart.markers().stream()
            .filter(marker -> x.holds(marker.x()))
            .sorted(Comparator.comparingDouble(Marker::x))
            .toList();
    List<Double> taken = new ArrayList<>();
    List<Placed> found = new ArrayList<>();
    for (Marker marker : markers) {
      String text = Text.cut(marker.label(), LONGEST) + " " + value(marker.x());
      double half = TextWidth.of(text, SIZE) / 2;
      double at = left + x.share(marker.x()) * (end - left);
      double centre = Math.max(left + half, Math.min(size.width() - half, at));
      int row = 0;
      while (row < taken.size() && taken.get(row) + 10 > centre - half) {
        row++;
      }
      if (row == taken.size()) {
        taken.add(0.0);
      }
      taken.set(row, centre + half);
      found.add(new Placed(marker.x(), text, centre, row));
    }
    return found;
  }

  /** The value at a position of the x axis as text. */
  static String value(double at) {
    return Numbers.brief(at);
  }

  private void crosses(SvgGraphics canvas, Rug rug) {
    canvas.setPaint(new Ink("rug"));
    double py = frame.area().getMinY() - 6;
    double before = Double.NEGATIVE_INFINITY;
    for (double at : rug.xs().stream().filter(x::holds).sorted().toList()) {
      double px = frame.px(at);
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
}
