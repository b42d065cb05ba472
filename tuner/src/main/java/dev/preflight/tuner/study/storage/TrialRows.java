package dev.preflight.tuner.study.storage;

import dev.preflight.tuner.study.json.JsonText;
import dev.preflight.tuner.study.json.MalformedJsonException;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.DistributionJson;
import dev.preflight.tuner.study.space.StudyException;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.TrialState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Trials as rows of Optuna's tables. */
final class TrialRows {

  private static final DateTimeFormatter WRITTEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  private final Database database;
  private final Map<String, Distribution> distributions = new HashMap<>();
  private final Map<Distribution, String> texts = new HashMap<>();

  TrialRows(Database database) {
    this.database = database;
  }

  /** The trials that a condition on {@code trials.trial_id} selects, by id. */
  Collection<FrozenTrial> read(long study, String condition, @Nullable Object... arguments)
      throws SQLException {
    Map<Long, FrozenTrial.Builder> trials = new TreeMap<>();
    String where = " WHERE study_id = ? AND " + condition;
    @Nullable Object[] all = new @Nullable Object[arguments.length + 1];
    all[0] = study;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    database.query(
        "SELECT trial_id, number, state, datetime_start, datetime_complete FROM trials" + where,
        row ->
            trials.put(
                row.getLong(1),
                FrozenTrial.builder(row.getLong(1), row.getInt(2), state(row))
                    .started(time(row.getString(4)))
                    .completed(time(row.getString(5)))),
        all);
    String among = " WHERE trial_id IN (SELECT trial_id FROM trials" + where + ")";
    database.query(
        "SELECT trial_id, param_name, param_value, distribution_json FROM trial_params"
            + among
            + " ORDER BY param_id",
        row -> at(trials, row).param(row.getString(2), param(row)),
        all);
    Map<Long, List<Double>> values = new HashMap<>();
    database.query(
        "SELECT trial_id, value, value_type FROM trial_values" + among + " ORDER BY objective",
        row ->
            values.computeIfAbsent(row.getLong(1), key -> new ArrayList<>()).add(number(row, 2, 3)),
        all);
    values.forEach(
        (id, list) -> {
          FrozenTrial.Builder trial = trials.get(id);
          if (trial != null) {
            trial.values(list);
          }
        });
    database.query(
        "SELECT trial_id, intermediate_value, intermediate_value_type, step"
            + " FROM trial_intermediate_values"
            + among,
        row -> at(trials, row).report(row.getLong(4), number(row, 2, 3)),
        all);
    database.query(
        "SELECT trial_id, \"key\", value_json FROM trial_user_attributes" + among,
        row -> at(trials, row).userAttribute(row.getString(2), json(row.getString(3))),
        all);
    database.query(
        "SELECT trial_id, \"key\", value_json FROM trial_system_attributes" + among,
        row -> at(trials, row).systemAttribute(row.getString(2), json(row.getString(3))),
        all);
    return trials.values().stream().map(FrozenTrial.Builder::build).toList();
  }

  private static FrozenTrial.Builder at(Map<Long, FrozenTrial.Builder> trials, ResultSet row)
      throws SQLException {
    FrozenTrial.Builder trial = trials.get(row.getLong(1));
    if (trial == null) {
      throw new SQLException("a row of trial " + row.getLong(1) + ", which is not there");
    }
    return trial;
  }

  private TrialState state(ResultSet row) throws SQLException {
    String text = row.getString(3);
    return Arrays.stream(TrialState.values())
        .filter(s -> s.name().equals(text))
        .findFirst()
        .orElseThrow(() -> damaged(String.format(Locale.ROOT, "no state of a trial: '%s'", text)));
  }

  private ParameterValue param(ResultSet row) throws SQLException {
    String text = row.getString(4);
    Distribution distribution = distributions.get(text);
    if (distribution == null) {
      try {
        distribution = DistributionJson.read(String.valueOf(text));
      } catch (StudyException e) {
        throw e.in(database.file() + ", parameter '" + row.getString(2) + "'");
      }
      distributions.put(text, distribution);
    }
    return new ParameterValue(distribution, row.getDouble(3));
  }

  private double number(ResultSet row, int value, int type) throws SQLException {
    String kind = row.getString(type);
    return switch (kind) {
      case "FINITE" -> row.getDouble(value);
      case "NAN" -> Double.NaN;
      case "INF_POS" -> Double.POSITIVE_INFINITY;
      case "INF_NEG" -> Double.NEGATIVE_INFINITY;
      default -> throw damaged("no kind of a value: '" + kind + "'");
    };
  }

  static String kind(double value) {
    if (Double.isNaN(value)) {
      return "NAN";
    }
    return Double.isInfinite(value) ? (value > 0 ? "INF_POS" : "INF_NEG") : "FINITE";
  }

  @Nullable Object json(@Nullable String text) {
    try {
      return text == null ? null : JsonText.read(text);
    } catch (MalformedJsonException e) {
      throw damaged("an attribute is no JSON, " + e.getMessage());
    }
  }

  private StudyException damaged(String what) {
    return new StudyException(
        database.file() + " holds " + what,
        "restore it from a copy, or save what is left with 'sqlite3 FILE .recover'");
  }

  private @Nullable LocalDateTime time(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return LocalDateTime.parse(text.replace(' ', 'T'));
    } catch (DateTimeParseException e) {
      throw damaged("no time: '" + text + "'");
    }
  }

  static @Nullable String text(@Nullable LocalDateTime time) {
    return time == null ? null : WRITTEN.format(time);
  }

  /** Writes what a trial has beside its own row. */
  void write(FrozenTrial trial) throws SQLException {
    writeParams(trial.id(), trial.params());
    writeValues(trial.id(), trial.values());
    for (Map.Entry<Long, Double> report : trial.reports().entrySet()) {
      writeReport(trial.id(), report.getKey(), report.getValue());
    }
    for (Map.Entry<String, @Nullable Object> note : trial.userAttributes().entrySet()) {
      writeNote(trial.id(), Scope.USER, note.getKey(), note.getValue());
    }
    writeNotes(trial.id(), trial.systemAttributes());
  }

  void writeNotes(long trial, Map<String, @Nullable Object> notes) throws SQLException {
    for (Map.Entry<String, @Nullable Object> note : notes.entrySet()) {
      writeNote(trial, Scope.SYSTEM, note.getKey(), note.getValue());
    }
  }

  void writeParams(long trial, Map<String, ParameterValue> params) throws SQLException {
    for (Map.Entry<String, ParameterValue> param : params.entrySet()) {
      Distribution distribution = param.getValue().distribution();
      database.update(
          "INSERT INTO trial_params (trial_id, param_name, param_value, distribution_json)"
              + " VALUES (?, ?, ?, ?)",
          trial,
          param.getKey(),
          param.getValue().internal(),
          texts.computeIfAbsent(distribution, DistributionJson::write));
    }
  }

  void writeValues(long trial, List<Double> values) throws SQLException {
    for (int objective = 0; objective < values.size(); objective++) {
      double value = values.get(objective);
      database.update(
          "INSERT INTO trial_values (trial_id, objective, value, value_type) VALUES (?, ?, ?, ?)",
          trial,
          objective,
          Double.isFinite(value) ? value : null,
          kind(value));
    }
  }

  void writeReport(long trial, long step, double value) throws SQLException {
    database.update(
        "INSERT INTO trial_intermediate_values"
            + " (trial_id, step, intermediate_value, intermediate_value_type)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT (trial_id, step) DO NOTHING",
        trial,
        step,
        Double.isFinite(value) ? value : null,
        kind(value));
  }

  void writeNote(long trial, Scope scope, String key, @Nullable Object value) throws SQLException {
    String table = scope == Scope.USER ? "trial_user_attributes" : "trial_system_attributes";
    database.update(
        "INSERT INTO "
            + table
            + " (trial_id, \"key\", value_json) VALUES (?, ?, ?)"
            + " ON CONFLICT (trial_id, \"key\") DO UPDATE SET value_json = excluded.value_json",
        trial,
        key,
        JsonText.write(value));
  }
}
