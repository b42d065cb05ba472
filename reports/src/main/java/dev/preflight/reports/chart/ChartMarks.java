package dev.preflight.reports.chart;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Chart.Band;
import dev.preflight.reports.Chart.Series;
import dev.preflight.reports.Chart.Style;
import dev.preflight.reports.chart.Decimation.Point;
import dev.preflight.reports.text.Numbers;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * What JFreeChart has no shapes for: intervals, the hatching of walls, and the marks that tell
 * apart lines of one colour.
 */
final class ChartMarks {
  /** Kinds of marks; see {@link #shape}. */
  static final int KINDS = 3;

  private static final double WHISKER = 5;
  private static final double BOX = 3.5;

  /** Height of a bar, as a share of its row and at most. */
  private static final double BAR_SHARE = 0.62;

  private static final double MOST_BAR = 16;
  private static final double HATCH = 8;

  /** How many marks a line without dots gets, at most. */
  private static final int PER_LINE = 8;

  private final Chart chart;
  private final Frame frame;
  private final Extent x;
  private final Extent y;
  private final Rectangle2D area;

  ChartMarks(Chart chart, Frame frame) {
    this.chart = chart;
    this.frame = frame;
    this.x = frame.x();
    this.y = frame.y();
    this.area = frame.area();
  }

  /**
   * The kind of mark on the line of a series, counted from 1; 0 if no line before it has its
   * colour.
   */
  static int kind(Chart chart, int index) {
    Series series = chart.series().get(index);
    if (!line(series.style())) {
      return 0;
    }
    long before =
        chart.series().subList(0, index).stream()
            .filter(other -> line(other.style()) && other.role() == series.role())
            .count();
    return before == 0 ? 0 : 1 + (int) ((before - 1) % KINDS);
  }

  private static boolean line(Style style) {
    return style == Style.LINE || style == Style.STEP || style == Style.LINE_AND_DOTS;
  }

  /** A mark around a point: a diamond, a triangle or a cross. */
  static Shape shape(int kind, double px, double py) {
    double r = 4.5;
    Path2D path = new Path2D.Double();
    switch (kind) {
      case 1 -> polygon(path, px, py - r, px + r, py, px, py + r, px - r, py);
      case 2 -> polygon(path, px, py - r, px + r, py + r - 1, px - r, py + r - 1);
      default -> {
        path.append(new Line2D.Double(px - r, py - r, px + r, py + r), false);
        path.append(new Line2D.Double(px - r, py + r, px + r, py - r), false);
      }
    }
    return path;
  }

  private static void polygon(Path2D path, double... corners) {
    path.moveTo(corners[0], corners[1]);
    for (int i = 2; i < corners.length; i += 2) {
      path.lineTo(corners[i], corners[i + 1]);
    }
    path.closePath();
  }

  /** Draws over what the library has drawn. */
  void draw(SvgGraphics canvas, List<List<Point>> points) {
    chart.bands().stream()
        .filter(band -> BandShape.of(band) == BandShape.WALL)
        .forEach(band -> wall(canvas, band));
    for (int i = 0; i < chart.series().size(); i++) {
      Series series = chart.series().get(i);
      int kind = kind(chart, i);
      if (series.style() == Style.BARS) {
        bars(canvas, series);
      } else if (series.style() == Style.INTERVAL) {
        intervals(canvas, series, i);
      } else if (kind > 0) {
        canvas.setPaint(new Ink("box open " + ChartSvg.cssClass(series.role())));
        if (series.style() == Style.LINE_AND_DOTS) {
          marks(canvas, points.get(i), kind, Double.NEGATIVE_INFINITY, 0);
        } else {
          // Not on the labels of the axis, and not one above the other.
          double apart = area.getWidth() / PER_LINE;
          double first = area.getMinX() + 8 + apart * (i % 4) / 4;
          marks(canvas, points.get(i), kind, first, apart);
        }
      }
    }
  }

  private void wall(SvgGraphics canvas, Band band) {
    boolean left = band.x().get(0) == Double.NEGATIVE_INFINITY;
    double end = band.x().get(left ? 1 : 0);
    if (!x.holds(end)) {
      return;
    }
    double from = left ? area.getMinX() : frame.px(end);
    double to = left ? frame.px(end) : area.getMaxX();
    canvas.setPaint(new Ink("wall"));
    canvas.draw(new Line2D.Double(frame.px(end), area.getMinY(), frame.px(end), area.getMaxY()));
    // Diagonals, each of them cut at both sides of the wall and at top and bottom.
    for (double at = area.getMinY() + HATCH; at < area.getMaxY() + (to - from); at += HATCH) {
      double x1 = from + Math.max(0, at - area.getMaxY());
      double x2 = Math.min(to, from + at - area.getMinY());
      canvas.draw(new Line2D.Double(x1, at - (x1 - from), x2, at - (x2 - from)));
    }
  }

  private void marks(SvgGraphics canvas, List<Point> line, int kind, double first, double apart) {
    double next = first;
    for (Point point : line) {
      if (!point.gap() && y.holds(point.y()) && frame.px(point.x()) >= next) {
        canvas.draw(shape(kind, frame.px(point.x()), frame.py(point.y())));
        next = frame.px(point.x()) + apart;
      }
    }
  }

  /** A bar from 0 for each point, in the row that is its y, with its value beside it. */
  private void bars(SvgGraphics canvas, Series series) {
    double height = Math.min(MOST_BAR, BAR_SHARE * area.getHeight() / (y.high() - y.low()));
    double zero = frame.px(Math.max(0, x.low()));
    for (int i = 0; i < series.x().size(); i++) {
      double value = series.x().get(i);
      if (!x.holds(value) || !y.holds(series.y().get(i))) {
        continue;
      }
      double row = frame.py(series.y().get(i));
      double end = frame.px(value);
      canvas.setPaint(new Ink("bar " + ChartSvg.cssClass(series.role())));
      canvas.draw(
          new Rectangle2D.Double(
              Math.min(zero, end), row - height / 2, Math.abs(end - zero), height));
      canvas.text(Numbers.format((Object) value), end + 5, row + 4, "start", "tick");
    }
  }

  private void intervals(SvgGraphics canvas, Series series, int index) {
    List<Shape> boxes = new ArrayList<>();
    String role = ChartSvg.cssClass(series.role());
    canvas.setPaint(new Ink("s whole " + role + " n" + index));
    for (int i = 0; i + 2 < series.x().size(); i += 3) {
      double low = series.x().get(i);
      double middle = series.x().get(i + 1);
      double high = series.x().get(i + 2);
      double at = series.y().get(i);
      if (!y.holds(at) || low > x.high() || high < x.low()) {
        continue;
      }
      double row = frame.py(at);
      double from = x.holds(low) ? frame.px(low) : area.getMinX();
      double to = x.holds(high) ? frame.px(high) : area.getMaxX();
      canvas.draw(new Line2D.Double(from, row, to, row));
      end(canvas, from, row, x.holds(low) ? 0 : WHISKER);
      end(canvas, to, row, x.holds(high) ? 0 : -WHISKER);
      if (x.holds(middle)) {
        boxes.add(new Rectangle2D.Double(frame.px(middle) - BOX, row - BOX, 2 * BOX, 2 * BOX));
      }
    }
    canvas.setPaint(new Ink("box " + role));
    boxes.forEach(canvas::draw);
  }

  /** A whisker, or the head of an arrow that reaches back by so much. */
  private static void end(SvgGraphics canvas, double px, double py, double back) {
    Path2D path = new Path2D.Double();
    path.moveTo(px + back, py - WHISKER);
    if (back != 0) {
      path.lineTo(px, py);
    }
    path.lineTo(px + back, py + WHISKER);
    canvas.draw(path);
  }
}
