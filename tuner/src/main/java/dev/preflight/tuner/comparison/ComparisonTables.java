package dev.preflight.tuner.comparison;

import dev.preflight.reports.Table;
import dev.preflight.reports.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables of a comparison. */
final class ComparisonTables {

  private ComparisonTables() {}

  static List<Table> of(ComparisonResult result) {
    List<Table> tables = new ArrayList<>();
    for (int i = result.budgets().size() - 1; i >= 0; i--) {
      ComparisonResult.Budget budget = result.budgets().get(i);
      tables.add(
          ranking(budget, budget.share() == 1 ? "ranking" : "ranking-small", result.reference()));
    }
    tables.add(differences(result));
    tables.add(cost(result));
    tables.add(losses(result));
    tables.add(specs(result));
    return tables;
  }

  private static Table ranking(ComparisonResult.Budget budget, String id, String reference) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    int place = 0;
    for (ComparisonResult.Row row : budget.ranking()) {
      place++;
      rows.add(
          Table.row(
              row.ranked() ? Integer.valueOf(place) : null,
              row.schedule(),
              row.group(),
              row.learningRate(),
              row.mean(),
              row.sd(),
              judgement(row, reference)));
    }
    return new Table(
        id,
        Sentence.of("Ranking after %d updates", budget.updates()),
        List.of(
            Table.Column.number("place"),
            Table.Column.text("schedule"),
            Table.Column.text("group"),
            Table.Column.number("own peak"),
            Table.Column.number("loss"),
            Table.Column.number("sd"),
            Table.Column.text("to " + reference)),
        rows);
  }

  private static Table differences(ComparisonResult result) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (ComparisonResult.Row row : result.ranking()) {
      rows.add(
          Table.row(
              row.schedule(),
              row.pairedDifference(),
              row.interval().get(0),
              row.interval().get(1),
              judgement(row, result.reference())));
    }
    return new Table(
        "differences",
        "Paired difference to " + result.reference() + ", 95 % interval",
        List.of(
            Table.Column.text("schedule"),
            Table.Column.number("difference"),
            Table.Column.number("low"),
            Table.Column.number("high"),
            Table.Column.text("verdict")),
        rows);
  }

  private static Table cost(ComparisonResult result) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (ComparisonResult.Row row : result.ranking()) {
      rows.add(
          Table.row(
              row.schedule(),
              row.best(),
              row.updatesToTarget(),
              row.low(),
              row.high(),
              row.tuningRuns(),
              row.verdictCode().code()));
    }
    return new Table(
        "details",
        Sentence.of(
            "Best checkpoint, time to target, width of the valley, cost (and %d runs each to judge)",
            result.seeds()),
        List.of(
            Table.Column.text("schedule"),
            Table.Column.number("best checkpoint"),
            Table.Column.number("updates to target"),
            Table.Column.number("peak low"),
            Table.Column.number("peak high"),
            Table.Column.number("tuning runs"),
            Table.Column.text("best peak lies")),
        rows);
  }

  private static String judgement(ComparisonResult.Row row, String reference) {
    if (row.schedule().equals(reference)) {
      return "reference";
    }
    if (!row.ranked()) {
      return "not ranked";
    }
    return row.tie() ? "tie" : row.pairedDifference() < 0 ? "better" : "worse";
  }

  private static Table losses(ComparisonResult result) {
    List<Table.Column> columns = new ArrayList<>(List.of(Table.Column.text("schedule")));
    for (int i = 1; i <= result.seeds(); i++) {
      columns.add(Table.Column.number("seed " + i));
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (ComparisonResult.Row row : result.ranking()) {
      List<@Nullable Object> cells = new ArrayList<>();
      cells.add(row.schedule());
      for (int i = 0; i < result.seeds(); i++) {
        cells.add(i < row.losses().size() ? row.losses().get(i) : null);
      }
      rows.add(cells);
    }
    return new Table("losses", "Final losses by fresh seed", columns, rows);
  }

  private static Table specs(ComparisonResult result) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (ComparisonResult.Row row : result.ranking()) {
      rows.add(Table.row(row.schedule(), row.spec()));
    }
    return new Table(
        "specs",
        "Specs to copy",
        List.of(Table.Column.text("schedule"), Table.Column.text("with its own best peak")),
        rows);
  }
}
