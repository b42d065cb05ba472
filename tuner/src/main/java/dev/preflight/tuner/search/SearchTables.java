package dev.preflight.tuner.search;

import dev.preflight.reports.Table;
import dev.preflight.tuner.runs.Sample;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables of a search. */
final class SearchTables {

  private SearchTables() {}

  static List<Table> of(SearchResult result) {
    List<Table> tables = new ArrayList<>();
    tables.add(rates(result));
    if (!result.runs().isEmpty()) {
      tables.add(runs(result));
    }
    return tables;
  }

  private static Table rates(SearchResult result) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    SearchResult.Best best = result.best();
    if (best != null) {
      rows.add(Table.row("found", best.learningRate(), best.mean(), best.sd(), best.runs()));
    }
    SearchResult.Confirmation c = result.confirmation();
    if (c != null) {
      rows.add(judged("winner on the tuning seeds", c.winner(), c.winnerLosses()));
      Double other = c.runnerUp();
      if (other != null) {
        rows.add(judged("runner-up", other, c.runnerUpLosses()));
      }
    }
    SearchResult.Lecture lecture = result.lecture();
    if (lecture != null) {
      rows.add(
          Table.row(
              "the lectures' plain recipe",
              lecture.learningRate(),
              lecture.mean(),
              lecture.sd(),
              best == null ? null : best.runs()));
    }
    rows.add(Table.row("lowest within one deviation", result.low(), null, null, null));
    rows.add(Table.row("highest within one deviation", result.high(), null, null, null));
    rows.add(Table.row("training fails from", result.wall(), null, null, null));
    rows.add(Table.row("best of the coarse rates", result.coarse(), null, null, null));
    rows.add(Table.row("highest stable coarse rate", result.largestStable(), null, null, null));
    return new Table(
        "rates",
        "Rates",
        List.of(
            Table.Column.text("what"),
            Table.Column.number("learning rate"),
            Table.Column.number("mean loss"),
            Table.Column.number("deviation"),
            Table.Column.number("fresh seeds")),
        rows);
  }

  private static List<@Nullable Object> judged(String what, double rate, List<Double> losses) {
    Sample sample = new Sample(losses);
    return Table.row(what, rate, sample.mean(), sample.sd(), losses.size());
  }

  private static Table runs(SearchResult result) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (SearchResult.Run run : result.runs()) {
      rows.add(
          Table.row(
              run.stage().toString(),
              run.learningRate(),
              Double.isNaN(run.weightDecay()) ? null : run.weightDecay(),
              run.updates(),
              run.seed(),
              run.loss()));
    }
    return new Table(
        "runs",
        "Runs",
        List.of(
            Table.Column.text("stage"),
            Table.Column.number("learning rate"),
            Table.Column.number("weight decay"),
            Table.Column.number("updates"),
            Table.Column.number("seed"),
            Table.Column.number("validation loss")),
        rows);
  }
}
