package dev.preflight.reports.chart;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Chart.Band;
import dev.preflight.reports.Chart.Marker;
import dev.preflight.reports.Chart.Role;
import dev.preflight.reports.Chart.Rug;
import dev.preflight.reports.Chart.Series;
import dev.preflight.reports.Chart.Style;
import dev.preflight.reports.chart.ChartSvg.Legend;
import dev.preflight.reports.text.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The lines under a chart: whatever the picture cannot say itself. */
final class ChartLegend {
  private final Chart chart;
  private final Extent x;
  private final Extent y;
  private final Set<Integer> named;

  /**
   * The legend of a chart.
   *
   * @param named the series whose names are in the picture already
   */
  ChartLegend(Chart chart, Extent x, Extent y, Set<Integer> named) {
    this.chart = chart;
    this.x = x;
    this.y = y;
    this.named = named;
  }

  /** Everything the picture cannot say itself. */
  List<Legend> lines() {
    List<Legend> legend = new ArrayList<>();
    for (int i = 0; i < chart.series().size(); i++) {
      Series series = chart.series().get(i);
      boolean obvious = series.style() == Style.BARS && chart.series().size() == 1;
      if (series.style() != Style.THIN && !named.contains(i) && !obvious) {
        legend.add(new Legend(ChartKey.of(chart, i), series.name()));
      }
    }
    thin(legend);
    Set<Legend> bands = new LinkedHashSet<>();
    chart.bands().forEach(band -> band(band, bands));
    legend.addAll(bands);
    for (Rug rug : chart.rugs()) {
      legend.add(new Legend(ChartKey.RUG, rug.name() + " (" + rug.xs().size() + ")"));
    }
    remarks(legend);
    return legend;
  }

  private void band(Band band, Set<Legend> legend) {
    switch (BandShape.of(band)) {
      case SPAN ->
          legend.add(
              new Legend(
                  ChartKey.area("span"),
                  band.name() + ", " + value(band.x().get(0)) + " to " + value(band.x().get(1))));
      case WALL -> {
        boolean left = band.x().get(0) == Double.NEGATIVE_INFINITY;
        String where = left ? "below " + value(band.x().get(1)) : "above " + value(band.x().get(0));
        legend.add(new Legend(ChartKey.WALL, band.name() + ", " + where));
      }
      case STRIPE -> legend.add(new Legend(ChartKey.area("stripe"), band.name()));
      case AREA -> {
        if (chart.series().stream().noneMatch(s -> s.name().equals(band.name()))) {
          legend.add(
              new Legend(ChartKey.area("band " + ChartSvg.cssClass(Role.FIRST)), band.name()));
        }
      }
    }
  }

  private String value(double at) {
    return ChartLabels.value(at);
  }

  private void thin(List<Legend> legend) {
    Map<Role, List<String>> byRole = new LinkedHashMap<>();
    for (Series series : chart.series()) {
      if (series.style() == Style.THIN) {
        byRole.computeIfAbsent(series.role(), role -> new ArrayList<>()).add(series.name());
      }
    }
    byRole.forEach(
        (role, names) -> {
          String last = names.get(names.size() - 1);
          String text = names.size() < 4 ? String.join(", ", names) : names.get(0) + " to " + last;
          legend.add(new Legend(ChartKey.line("thin " + ChartSvg.cssClass(role)), text));
        });
  }

  private void remarks(List<Legend> legend) {
    long above = 0;
    long missing = 0;
    long all = 0;
    for (Series series : chart.series()) {
      above += Decimation.above(y, series.y());
      missing += series.y().stream().filter(v -> Double.isNaN(v)).count();
      all += series.y().size();
    }
    if (all > 0 && missing == all) {
      legend.add(new Legend(ChartKey.NONE, "No value is a number, so there is nothing to draw."));
    } else if (missing > 0) {
      legend.add(new Legend(ChartKey.NONE, count(missing, "value") + " NaN and left out."));
    }
    if (above > 0) {
      legend.add(new Legend(ChartKey.NONE, count(above, "point") + " above the picture."));
    }
    for (Marker marker : chart.markers()) {
      if (!x.holds(marker.x())) {
        legend.add(
            new Legend(ChartKey.NONE, marker.label() + ": " + Numbers.format(marker.x()) + "."));
      }
    }
  }

  private static String count(long n, String what) {
    return n == 1 ? "1 " + what + " is" : Numbers.format((Object) n) + " " + what + "s are";
  }
}
