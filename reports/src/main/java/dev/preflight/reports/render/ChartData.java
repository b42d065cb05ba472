package dev.preflight.reports.render;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Chart.Series;
import dev.preflight.reports.Chart.Style;
import dev.preflight.reports.Table;
import dev.preflight.reports.render.Page.Grid;
import dev.preflight.reports.text.Numbers;
import java.util.ArrayList;
import java.util.List;

/** The numbers behind a chart as a table, thinned evenly. */
final class ChartData {
  private static final int ROWS = 24;
  private static final int COLUMNS = 12;
  private static final int CATEGORIES = 200;

  private final Chart chart;
  private final List<Series> shown;
  private final List<Table.Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();
  private int left;

  ChartData(Chart chart) {
    this.chart = chart;
    List<Series> main = chart.series().stream().filter(s -> s.style() != Style.THIN).toList();
    this.shown = main.isEmpty() ? chart.series() : main;
  }

  Grid grid(String id) {
    boolean shared =
        shown.stream().allMatch(s -> s.x().equals(shown.get(0).x())) && shown.size() < COLUMNS;
    List<String> names = chart.y().categories();
    if (names != null) {
      byCategory(names);
    } else if (shared && !shown.isEmpty()) {
      sideBySide();
    } else {
      oneByOne();
    }
    return new Grid(id, "Data: " + chart.title(), columns, rows, left);
  }

  private static String text(Double value) {
    return Numbers.format(value.doubleValue());
  }

  private void sideBySide() {
    columns.add(Table.Column.number(chart.x().label()));
    shown.forEach(s -> columns.add(Table.Column.number(s.name())));
    List<Integer> kept = evenly(shown.get(0).x().size(), ROWS);
    for (int i : kept) {
      List<String> row = new ArrayList<>();
      row.add(text(shown.get(0).x().get(i)));
      shown.forEach(s -> row.add(text(s.y().get(i))));
      rows.add(row);
    }
    left = shown.get(0).x().size() - kept.size();
  }

  private void oneByOne() {
    columns.add(Table.Column.text("Series"));
    columns.add(Table.Column.number(chart.x().label()));
    columns.add(Table.Column.number(chart.y().label()));
    int each = Math.max(2, 4 * ROWS / Math.max(1, shown.size()));
    for (Series s : shown.subList(0, Math.min(shown.size(), 2 * ROWS))) {
      List<Integer> kept = evenly(s.x().size(), each);
      for (int i : kept) {
        rows.add(List.of(s.name(), text(s.x().get(i)), text(s.y().get(i))));
      }
      left += s.x().size() - kept.size();
    }
  }

  /** One row for each interval and each point, in the order of the categories. */
  private void byCategory(List<String> names) {
    columns.add(Table.Column.text(chart.y().label()));
    columns.add(Table.Column.text("Series"));
    columns.add(Table.Column.number(chart.x().label()));
    columns.add(Table.Column.number("from"));
    columns.add(Table.Column.number("to"));
    for (int category = 0; category < names.size(); category++) {
      for (Series s : shown) {
        boolean interval = s.style() == Style.INTERVAL;
        for (int i = 0; i < s.x().size(); i += interval ? 3 : 1) {
          if (s.y().get(i) == category && rows.size() == CATEGORIES) {
            left++;
          } else if (s.y().get(i) == category) {
            String middle = text(s.x().get(interval ? i + 1 : i));
            String from = interval ? text(s.x().get(i)) : "";
            String to = interval ? text(s.x().get(i + 2)) : "";
            rows.add(List.of(names.get(category), s.name(), middle, from, to));
          }
        }
      }
    }
  }

  /** At most so many positions out of n, the first and the last among them. */
  private static List<Integer> evenly(int n, int atMost) {
    List<Integer> kept = new ArrayList<>();
    int count = Math.min(n, atMost);
    for (int i = 0; i < count; i++) {
      kept.add(count == 1 ? 0 : (int) Math.round((double) i * (n - 1) / (count - 1)));
    }
    return kept;
  }
}
