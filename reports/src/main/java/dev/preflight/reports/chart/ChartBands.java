package dev.preflight.reports.chart;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Chart.Band;
import dev.preflight.reports.Chart.Role;
import dev.preflight.reports.chart.Decimation.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.jfree.chart.annotations.XYPolygonAnnotation;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;

/** The shaded areas behind the series. Walls are hatched, which is {@link ChartMarks}' work. */
final class ChartBands {
  private final Chart chart;
  private final Size size;
  private final Extent x;
  private final Extent y;

  ChartBands(Chart chart, Size size, Extent x, Extent y) {
    this.chart = chart;
    this.size = size;
    this.x = x;
    this.y = y;
  }

  void addTo(XYPlot plot, XYLineAndShapeRenderer renderer) {
    spans().forEach(span -> plot.addDomainMarker(span, Layer.BACKGROUND));
    stripes().forEach(stripe -> plot.addRangeMarker(stripe, Layer.BACKGROUND));
    for (Band band : chart.bands()) {
      if (BandShape.of(band) == BandShape.AREA) {
        areas(band)
            .forEach(
                outline ->
                    renderer.addAnnotation(
                        new XYPolygonAnnotation(
                            outline, ChartSvg.STROKE, null, new Ink("band " + role(band))),
                        Layer.BACKGROUND));
      }
    }
  }

  private String role(Band band) {
    return chart.series().stream()
        .filter(series -> series.name().equals(band.name()))
        .map(series -> ChartSvg.cssClass(series.role()))
        .findFirst()
        .orElse(ChartSvg.cssClass(Role.FIRST));
  }

  private List<IntervalMarker> spans() {
    return markers(BandShape.SPAN, x, "span", Band::x);
  }

  private List<IntervalMarker> stripes() {
    return markers(
        BandShape.STRIPE, y, "stripe", band -> List.of(band.low().get(0), band.high().get(0)));
  }

  private List<IntervalMarker> markers(
      BandShape shape, Extent extent, String cssClass, Function<Band, List<Double>> ends) {
    List<IntervalMarker> markers = new ArrayList<>();
    for (Band band : chart.bands()) {
      if (BandShape.of(band) == shape) {
        double low = Math.max(extent.low(), ends.apply(band).get(0));
        double high = Math.min(extent.high(), ends.apply(band).get(1));
        if (low < high) {
          markers.add(
              new IntervalMarker(low, high, new Ink(cssClass), ChartSvg.STROKE, null, null, 1f));
        }
      }
    }
    return markers;
  }

  /** The outlines of a band: one for each stretch on which both bounds are drawable. */
  private List<double[]> areas(Band band) {
    Decimation half = new Decimation(x, y, size.plotWidth() / 4, size.plotHeight());
    List<Point> low = half.evenly(band.x(), band.low(), band.high());
    List<Point> high = half.evenly(band.x(), band.high(), band.low());
    List<double[]> areas = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= low.size(); i++) {
      if (i == low.size() || low.get(i).gap() || high.get(i).gap()) {
        if (i - start > 1) {
          areas.add(outline(low.subList(start, i), high.subList(start, i)));
        }
        start = i + 1;
      }
    }
    return areas;
  }

  private static double[] outline(List<Point> low, List<Point> high) {
    DoubleStream.Builder outline = DoubleStream.builder();
    high.forEach(p -> outline.add(p.x()).add(p.y()));
    for (int i = low.size() - 1; i >= 0; i--) {
      outline.add(low.get(i).x()).add(low.get(i).y());
    }
    return outline.build().toArray();
  }
}
