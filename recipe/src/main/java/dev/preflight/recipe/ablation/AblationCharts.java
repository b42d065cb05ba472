package dev.preflight.recipe.ablation;

import dev.preflight.recipe.ablation.AblationResult.Row;
import dev.preflight.recipe.train.Measured;
import dev.preflight.reports.Chart;
import dev.preflight.tuner.comparison.ForestPlot;
import dev.preflight.tuner.comparison.OwnRateCharts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The charts of an ablation. */
final class AblationCharts {

  private AblationCharts() {}

  static List<Chart> of(AblationResult result) {
    List<Row> trained = result.all().stream().filter(row -> row.learningRate() != null).toList();
    if (trained.isEmpty()) {
      return List.of();
    }
    List<Chart> charts = new ArrayList<>();
    // A change whose loss means another thing has a metric, and so a plot, of its own.
    Map<String, List<Row>> byMetric = new LinkedHashMap<>();
    for (Row row : result.changes()) {
      if (row.learningRate() != null) {
        byMetric.computeIfAbsent(row.metric(), key -> new ArrayList<>()).add(row);
      }
    }
    if (result.base().learningRate() != null) {
      byMetric.forEach((metric, rows) -> charts.add(forest(metric, rows)));
    }
    List<OwnRateCharts.Setting> settings =
        trained.stream()
            .map(row -> new OwnRateCharts.Setting(row.change(), row.sensitivity(), row.curves()))
            .toList();
    charts.add(OwnRateCharts.validation("setting", settings));
    if (trained.stream().anyMatch(row -> !row.sensitivity().isEmpty())) {
      charts.add(OwnRateCharts.sensitivity("setting", settings));
    }
    return charts;
  }

  private static Chart forest(String metric, List<Row> rows) {
    List<ForestPlot.Row> plotted =
        new ArrayList<>(List.of(new ForestPlot.Row("base", 0, 0, 0, false, true)));
    for (Row row : rows) {
      plotted.add(
          new ForestPlot.Row(
              row.change(),
              row.difference(),
              row.interval().get(0),
              row.interval().get(1),
              row.effect() == AblationResult.Effect.TIES,
              false));
    }
    boolean error = Measured.isError(metric);
    return ForestPlot.of(
        "effects-" + metric.replace('_', '-'),
        "base",
        "setting",
        "difference in final "
            + metric.replace('_', ' ')
            + (error ? ", below 0 is better" : ", above 0 is better"),
        plotted,
        List.of());
  }
}
