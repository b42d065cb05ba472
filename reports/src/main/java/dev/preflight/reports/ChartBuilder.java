package dev.preflight.reports;

import dev.preflight.reports.Chart.Axis;
import dev.preflight.reports.Chart.Band;
import dev.preflight.reports.Chart.Marker;
import dev.preflight.reports.Chart.Role;
import dev.preflight.reports.Chart.Rug;
import dev.preflight.reports.Chart.Series;
import dev.preflight.reports.Chart.Style;
import java.util.ArrayList;
import java.util.List;

/** Collects the content of a chart; {@link Chart#of} starts one. */
public final class ChartBuilder {
  private final String id;
  private final String title;
  private final String description;
  private final Axis x;
  private final Axis y;
  private final List<Series> series = new ArrayList<>();
  private final List<Band> bands = new ArrayList<>();
  private final List<Marker> markers = new ArrayList<>();
  private final List<Rug> rugs = new ArrayList<>();

  ChartBuilder(String id, String title, String description, Axis x, Axis y) {
    this.id = id;
    this.title = title;
    this.description = description;
    this.x = x;
    this.y = y;
  }

  /** Adds a series. */
  public ChartBuilder series(Series value) {
    series.add(value);
    return this;
  }

  /** Adds a series from arrays, which are copied. */
  public ChartBuilder series(String name, Role role, Style style, double[] xs, double[] ys) {
    return series(Series.of(name, role, style, xs, ys));
  }

  /** Adds a band. */
  public ChartBuilder band(Band value) {
    bands.add(value);
    return this;
  }

  /** Adds a span over the whole height, or a wall if an end is infinite. */
  public ChartBuilder span(String name, double lowX, double highX) {
    return band(Band.span(name, lowX, highX));
  }

  /** Adds a stripe over the whole width. */
  public ChartBuilder stripe(String name, double low, double high) {
    return band(Band.stripe(name, low, high));
  }

  /** Adds a labelled vertical line. */
  public ChartBuilder marker(String label, double at) {
    markers.add(new Marker(label, at));
    return this;
  }

  /** Adds crosses; nothing if there are no positions. */
  public ChartBuilder rug(String name, List<Double> xs) {
    if (!xs.isEmpty()) {
      rugs.add(new Rug(name, xs));
    }
    return this;
  }

  /** Makes the chart; throws {@link IllegalArgumentException} if a part breaks its rule. */
  public Chart build() {
    return new Chart(id, title, description, x, y, series, bands, markers, rugs);
  }
}
