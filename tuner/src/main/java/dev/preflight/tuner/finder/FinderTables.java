package dev.preflight.tuner.finder;

import dev.preflight.reports.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The finder's tables. */
final class FinderTables {

  private FinderTables() {}

  static List<Table> of(FinderResult result, LearningRateFinder.Overlays overlays) {
    List<Table> tables = new ArrayList<>();
    tables.add(rates(result));
    if (!result.runs().isEmpty()) {
      tables.add(runs(result));
    }
    if (!overlays.byWeightDecay().isEmpty()) {
      tables.add(weightDecays(overlays.byWeightDecay()));
    }
    return tables;
  }

  private static Table rates(FinderResult result) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    FinderResult.Suggestion s = result.suggestion();
    if (s != null) {
      rows.add(Table.row("suggested, constant rate", s.learningRate()));
      rows.add(Table.row("suggested, peak of a decaying schedule", s.peak()));
      rows.add(Table.row("best constant rate expected from", s.low()));
      rows.add(Table.row("best constant rate expected to", s.high()));
      rows.add(Table.row("best peak expected from", s.peakLow()));
      rows.add(Table.row("best peak expected to", s.peakHigh()));
    }
    FinderResult.Bracket bracket = result.bracket();
    if (bracket != null) {
      rows.add(Table.row("bracket of the bare ramp, low", bracket.low()));
      rows.add(Table.row("bracket of the bare ramp, high", bracket.high()));
    }
    FinderResult.Landmarks marks = result.landmarks();
    if (marks != null) {
      rows.add(Table.row("landmark: onset", marks.onset()));
      rows.add(Table.row("landmark: steepest", marks.steepest()));
      rows.add(Table.row("landmark: minimum", marks.minimum()));
      rows.add(Table.row("landmark: divergence", marks.divergence()));
    }
    result.rules().forEach((name, rate) -> rows.add(Table.row("known rule: " + name, rate)));
    return new Table(
        "rates",
        "Rates",
        List.of(Table.Column.text("what"), Table.Column.number("learning rate")),
        rows);
  }

  private static Table runs(FinderResult result) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (FinderResult.Run run : result.runs()) {
      rows.add(Table.row(run.peak(), run.updates(), run.seed(), run.loss()));
    }
    return new Table(
        "short-runs-table",
        "Short runs, linear decay to zero",
        List.of(
            Table.Column.number("peak"),
            Table.Column.number("updates"),
            Table.Column.number("seed"),
            Table.Column.number("validation loss")),
        rows);
  }

  private static Table weightDecays(Map<Double, RampCurve> curves) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    curves.forEach(
        (decay, curve) -> {
          if (curve.size() > 0) {
            rows.add(
                Table.row(decay, curve.rates()[curve.minimum()], curve.smooth()[curve.minimum()]));
          }
        });
    return new Table(
        "weight-decay-table",
        "Weight decays",
        List.of(
            Table.Column.number("weight decay"),
            Table.Column.number("rate of the lowest loss"),
            Table.Column.number("lowest loss")),
        rows);
  }
}
