package dev.preflight.reports.compare;

import dev.preflight.reports.Chart;
import dev.preflight.reports.ChartBuilder;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.compare.DocumentComparison.Named;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Curves of several runs in one picture, a colour each. */
final class OverlaidCharts {

  private OverlaidCharts() {}

  /** One for each chart with lines over the same axes that two runs or more have. */
  static List<Chart> of(List<Named> runs) {
    Set<String> ids = new LinkedHashSet<>();
    runs.forEach(run -> run.document().charts().forEach(chart -> ids.add(chart.id())));
    List<Chart> charts = new ArrayList<>();
    for (String id : ids) {
      List<Chart> same = runs.stream().flatMap(run -> chart(run.document(), id).stream()).toList();
      Chart model = same.get(0);
      boolean fits =
          same.size() > 1
              && model.y().categories() == null
              && same.stream()
                  .allMatch(
                      chart ->
                          chart.x().label().equals(model.x().label())
                              && chart.y().label().equals(model.y().label()));
      if (fits) {
        overlay(runs, model).ifPresent(charts::add);
      }
    }
    return charts;
  }

  private static Optional<Chart> chart(ResultDocument document, String id) {
    return document.charts().stream().filter(chart -> chart.id().equals(id)).findFirst();
  }

  private static Optional<Chart> overlay(List<Named> runs, Chart model) {
    ChartBuilder builder =
        Chart.of(
            model.id(),
            model.title(),
            "A colour for each run.",
            // What fits one need not fit another.
            new Chart.Axis(model.x().label(), model.x().log(), null, null),
            new Chart.Axis(model.y().label(), model.y().log(), null, null));
    int drawn = 0;
    for (int i = 0; i < runs.size(); i++) {
      Chart.Role role = Chart.Role.of(i);
      List<Chart.Series> lines =
          chart(runs.get(i).document(), model.id()).stream()
              .flatMap(chart -> chart.series().stream())
              .filter(s -> s.style() == Chart.Style.LINE && s.role() != Chart.Role.MUTED)
              .toList();
      for (Chart.Series line : lines) {
        String name = runs.get(i).name() + (lines.size() > 1 ? ", " + line.name() : "");
        builder.series(new Chart.Series(name, role, line.style(), line.x(), line.y()));
        drawn++;
      }
    }
    return drawn > 1 ? Optional.of(builder.build()) : Optional.empty();
  }
}
