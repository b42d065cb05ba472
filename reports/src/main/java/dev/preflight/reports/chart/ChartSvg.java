package dev.preflight.reports.chart;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Chart.Marker;
import dev.preflight.reports.Chart.Role;
import dev.preflight.reports.Chart.Rug;
import dev.preflight.reports.Chart.Series;
import dev.preflight.reports.Chart.Style;
import dev.preflight.reports.Json;
import dev.preflight.reports.chart.Decimation.Point;
import dev.preflight.reports.text.Xml;
import java.awt.BasicStroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.DefaultXYDataset;

/**
 * Draws a chart with JFreeChart on {@link SvgGraphics}. Ranges, ticks and margins are ours; the
 * library draws axes, grid, areas and lines into the area it is given. Words around it are {@link
 * ChartLabels}'.
 */
public final class ChartSvg {
  /** Points that a chart may hold in all; more would break the budget of 30 KB. */
  private static final int POINTS = 2600;

  static final BasicStroke STROKE = new BasicStroke(1);

  private final Chart chart;
  private final String id;
  private final Size size;
  private final Extent x;
  private final Extent y;
  private final List<List<Point>> points;

  private ChartSvg(Chart chart, String id, Size size) {
    this.chart = chart;
    this.id = id;
    this.size = size;
    this.x = Extent.around(chart.x(), allX(chart));
    this.y = Extent.robust(chart.y(), curves(chart));
    this.points = points();
  }

  /**
   * A chart as an SVG element and the words that belong under it.
   *
   * @param svg the element
   * @param height its height where it is as wide as its {@link Size}
   * @param legend keys and remarks
   */
  public record Drawing(String svg, int height, List<Legend> legend) {}

  /**
   * One line under a chart.
   *
   * @param key the sample drawn before it in a box of 24 by 12; without parts for a remark
   * @param text what it says
   */
  public record Legend(List<Part> key, String text) {
    /** Copies. */
    public Legend {
      key = List.copyOf(key);
    }
  }

  /**
   * One path of a sample.
   *
   * @param cssClass how it looks
   * @param path its {@code d} attribute
   */
  public record Part(String cssClass, String path) {}

  /** Draws a chart across a page. */
  public static Drawing draw(Chart chart, String id) {
    return draw(chart, id, Size.WIDE);
  }

  /**
   * Draws a chart.
   *
   * @param chart what to draw
   * @param id id of the element, unique in its page
   * @param size how large
   */
  public static Drawing draw(Chart chart, String id, Size size) {
    return new ChartSvg(chart, id, size).draw();
  }

  /** A position as every drawing has it: in one decimal, without zeros that say nothing. */
  public static String coordinate(double value) {
    return PathData.coordinate(value);
  }

  private Drawing draw() {
    ChartLabels labels = new ChartLabels(chart, size, x, y, points);
    Frame frame = labels.frame();
    SvgGraphics canvas = new SvgGraphics(id + "-clip");
    plot(frame, labels).draw(canvas, frame.area(), null, null, null);
    canvas.setClip(null);
    new ChartMarks(chart, frame).draw(canvas, points);
    labels.draw(canvas);
    ChartLegend legend = new ChartLegend(chart, x, y, labels.named());
    return new Drawing(
        element(canvas.elements(), frame, labels.height()), labels.height(), legend.lines());
  }

  /** What the library draws, from edge to edge of the area it is given. */
  private XYPlot plot(Frame frame, ChartLabels labels) {
    XYLineAndShapeRenderer renderer = renderer();
    PlainAxis below = new PlainAxis(frame, x, labels.xTicks());
    PlainAxis beside = new PlainAxis(frame, y, labels.yTicks());
    XYPlot plot = new XYPlot(dataset(), below, beside, renderer);
    plot.setInsets(RectangleInsets.ZERO_INSETS);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    plot.setDomainGridlinesVisible(frame.rows());
    plot.setDomainGridlinePaint(new Ink("grid"));
    plot.setDomainGridlineStroke(STROKE);
    plot.setRangeGridlinesVisible(!frame.rows());
    plot.setRangeGridlinePaint(new Ink("grid"));
    plot.setRangeGridlineStroke(STROKE);
    plot.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);
    plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
    new ChartBands(chart, size, x, y).addTo(plot, renderer);
    return plot;
  }

  private String element(String drawn, Frame frame, int height) {
    Rectangle2D area = frame.area();
    return String.format(
        Locale.ROOT,
        """
        <svg id="%1$s" class="plot" viewBox="0 0 %2$d %3$d" role="img" \
        aria-labelledby="%1$s-title %1$s-desc" data-x="%6$s" data-y="%7$s" data-names="%8$s">
        <title id="%1$s-title">%4$s</title>
        <desc id="%1$s-desc">%5$s</desc>
        %9$s</svg>""",
        id,
        size.width(),
        height,
        Xml.escape(chart.title()),
        Xml.escape(chart.description()),
        scale(chart.x(), x, area.getMinX(), area.getMaxX()),
        frame.rows()
            ? scale(chart.y(), y, area.getMinY(), area.getMaxY())
            : scale(chart.y(), y, area.getMaxY(), area.getMinY()),
        Xml.escape(Json.compact(names())),
        drawn);
  }

  /** What the script needs to read a value from a position. */
  private static String scale(Chart.Axis axis, Extent extent, double from, double to) {
    List<Object> parts =
        new ArrayList<>(
            List.of(
                Double.parseDouble(PathData.coordinate(from)),
                Double.parseDouble(PathData.coordinate(to)),
                extent.low(),
                extent.high(),
                extent.log(),
                axis.label()));
    if (axis.categories() != null) {
      parts.add(axis.categories());
    }
    return Xml.escape(Json.compact(parts));
  }

  private List<String> names() {
    return chart.series().stream()
        .map(s -> s.style() == Style.THIN || s.style() == Style.BARS ? "" : s.name())
        .toList();
  }

  private DefaultXYDataset dataset() {
    DefaultXYDataset dataset = new DefaultXYDataset();
    for (int i = 0; i < points.size(); i++) {
      List<Point> drawn = points.get(i);
      dataset.addSeries(
          i,
          new double[][] {
            drawn.stream().mapToDouble(Point::x).toArray(),
            drawn.stream().mapToDouble(Point::y).toArray()
          });
    }
    return dataset;
  }

  private XYLineAndShapeRenderer renderer() {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    renderer.setDrawSeriesLineAsPath(true);
    renderer.setUseFillPaint(true);
    renderer.setDrawOutlines(false);
    for (int i = 0; i < chart.series().size(); i++) {
      Series series = chart.series().get(i);
      boolean thin = series.style() == Style.THIN;
      String line = thin ? "thin " + cssClass(series.role()) : cssClass(series.role()) + " n" + i;
      renderer.setSeriesPaint(i, new Ink("s " + line));
      renderer.setSeriesFillPaint(i, new Ink("d " + cssClass(series.role()) + " n" + i));
      renderer.setSeriesStroke(i, STROKE);
      renderer.setSeriesShape(i, new Ellipse2D.Double(-3, -3, 6, 6));
      renderer.setSeriesLinesVisible(i, series.style() != Style.DOTS);
      renderer.setSeriesShapesVisible(
          i, series.style() == Style.DOTS || series.style() == Style.LINE_AND_DOTS);
    }
    return renderer;
  }

  /** The class of a role: {@code c-first} to {@code c-sixth}, {@code c-muted}. */
  static String cssClass(Role role) {
    return "c-" + role.name().toLowerCase(Locale.ROOT);
  }

  private List<List<Point>> points() {
    List<List<Point>> drawn = List.of();
    for (double cell = 1; cell <= 64; cell *= 2) {
      Decimation decimation =
          new Decimation(x, y, size.plotWidth() / cell, size.plotHeight() / cell);
      drawn = chart.series().stream().map(s -> decimation.thin(s.style(), s.x(), s.y())).toList();
      if (drawn.stream().mapToInt(List::size).sum() <= POINTS) {
        break;
      }
    }
    return drawn;
  }

  private static double[] allX(Chart chart) {
    DoubleStream.Builder all = DoubleStream.builder();
    for (Series series : chart.series()) {
      series.x().forEach(all::add);
      if (series.style() == Style.BARS) {
        all.add(0);
      }
    }
    chart.bands().forEach(b -> b.x().forEach(all::add));
    chart.markers().stream().map(Marker::x).forEach(all::add);
    chart.rugs().stream().map(Rug::xs).forEach(xs -> xs.forEach(all::add));
    return all.build().toArray();
  }

  private static List<double[]> curves(Chart chart) {
    List<double[]> main = curves(chart, false);
    return main.isEmpty() ? curves(chart, true) : main;
  }

  private static List<double[]> curves(Chart chart, boolean thin) {
    return chart.series().stream()
        .filter(series -> (series.style() == Style.THIN) == thin)
        .map(series -> series.y().stream().mapToDouble(Double::doubleValue).toArray())
        .toList();
  }
}
