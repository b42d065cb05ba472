package dev.preflight.recipe.ablation;

import dev.preflight.recipe.ablation.AblationResult.Row;
import dev.preflight.reports.Table;
import dev.preflight.reports.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tables of an ablation. */
final class AblationTables {

  private AblationTables() {}

  static List<Table> of(AblationResult result) {
    List<Row> all = result.all();
    return List.of(effects(result, all), metrics(all), values(result, all));
  }

  private static Table effects(AblationResult result, List<Row> all) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Row row : all) {
      boolean compared = !Double.isNaN(row.difference());
      rows.add(
          Table.row(
              row.change(),
              row.effect().name().toLowerCase(Locale.ROOT).replace('_', ' '),
              row.metric(),
              row.mean(),
              compared ? row.difference() : null,
              compared ? row.interval().get(0) : null,
              compared ? row.interval().get(1) : null,
              Double.isNaN(row.pValue()) ? null : row.pValue(),
              row.learningRate()));
    }
    return new Table(
        "effects",
        Sentence.of(
            "What each change does, after %,d updates, %d seeds", result.updates(), result.seeds()),
        List.of(
            Table.Column.text("change"),
            Table.Column.text("effect"),
            Table.Column.text("by"),
            Table.Column.number("mean"),
            Table.Column.number("difference"),
            Table.Column.number("low"),
            Table.Column.number("high"),
            Table.Column.number("p"),
            Table.Column.number("own rate")),
        rows);
  }

  private static Table metrics(List<Row> all) {
    TreeSet<String> names = new TreeSet<>();
    all.forEach(row -> names.addAll(row.metrics().keySet()));
    List<Table.Column> columns = new ArrayList<>(List.of(Table.Column.text("setting")));
    names.forEach(name -> columns.add(Table.Column.number(name)));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Row row : all) {
      List<@Nullable Object> cells = new ArrayList<>();
      cells.add(row.change());
      names.forEach(name -> cells.add(row.metrics().get(name)));
      rows.add(cells);
    }
    return new Table(
        "metrics", "Metrics on the validation set, means over the seeds", columns, rows);
  }

  private static Table values(AblationResult result, List<Row> all) {
    List<Table.Column> columns =
        new ArrayList<>(List.of(Table.Column.text("setting"), Table.Column.text("metric")));
    for (int i = 1; i <= result.seeds(); i++) {
      columns.add(Table.Column.number("seed " + i));
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Row row : all) {
      List<@Nullable Object> cells = new ArrayList<>();
      cells.add(row.change());
      cells.add(row.metric());
      for (int i = 0; i < result.seeds(); i++) {
        cells.add(i < row.values().size() ? row.values().get(i) : null);
      }
      rows.add(cells);
    }
    return new Table("values", "Each run", columns, rows);
  }
}
