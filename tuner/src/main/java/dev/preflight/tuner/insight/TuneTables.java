package dev.preflight.tuner.insight;

import dev.preflight.reports.Table;
import dev.preflight.tuner.study.trial.Failure;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The trials of a study as a table. */
final class TuneTables {

  private TuneTables() {}

  static Table of(List<FrozenTrial> trials) {
    Set<String> names = new LinkedHashSet<>();
    int objectives = 1;
    for (FrozenTrial trial : trials) {
      names.addAll(trial.params().keySet());
      objectives = Math.max(objectives, trial.values().size());
    }
    List<Table.Column> columns = new ArrayList<>();
    columns.add(Table.Column.number("trial"));
    columns.add(Table.Column.text("state"));
    for (int o = 0; o < objectives; o++) {
      columns.add(Table.Column.number(objectives == 1 ? "value" : "value " + (o + 1)));
    }
    names.forEach(name -> columns.add(Table.Column.number(name)));
    columns.add(Table.Column.number("seconds", "s"));
    columns.add(Table.Column.text("why not"));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (FrozenTrial trial : trials) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add(trial.number());
      row.add(trial.state().name().toLowerCase(Locale.ROOT));
      for (int o = 0; o < objectives; o++) {
        row.add(o < trial.values().size() ? trial.values().get(o) : null);
      }
      for (String name : names) {
        ParameterValue value = trial.params().get(name);
        row.add(value == null ? null : value.value());
      }
      row.add(TuneReport.seconds(trial).orElse(null));
      row.add(trial.failure().map(Failure::text).orElse(null));
      rows.add(row);
    }
    return new Table("trials", "Trials", columns, rows);
  }
}
