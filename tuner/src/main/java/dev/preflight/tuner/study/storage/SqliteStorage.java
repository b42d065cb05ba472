package dev.preflight.tuner.study.storage;

import dev.preflight.tuner.study.json.JsonText;
import dev.preflight.tuner.study.space.StudyException;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.TrialState;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps studies in an SQLite file with Optuna 5's tables, which Optuna may use at the same time.
 *
 * <p>What a call wrote survives the end of the process. The write-ahead log is handed to the
 * operating system at every call and to the disk at its checkpoints, so a power cut may take the
 * last calls back, in their order, and leaves the file whole.
 *
 * <p>Trials are also held in memory; what others wrote is read when the file's version has changed.
 */
public final class SqliteStorage implements Storage {
  private final Database database;
  private final TrialRows rows;
  private final Map<Long, TrialTable> tables = new HashMap<>();
  private final Map<Long, Long> studyOfTrial = new HashMap<>();
  private long version = -1;

  private SqliteStorage(Database database) {
    this.database = database;
    this.rows = new TrialRows(database);
  }

  /**
   * Opens a file for studies, and makes it if there is none.
   *
   * @throws StudyException if it is something else, damaged, or cannot be written
   */
  public static SqliteStorage open(Path file) {
    return new SqliteStorage(new Database(SqliteFile.write(file), file));
  }

  /**
   * Opens a file to look at it; it stays as it is, and what would change it fails.
   *
   * @throws StudyException if it is something else or damaged
   */
  public static SqliteStorage openReadOnly(Path file) {
    return new SqliteStorage(new Database(SqliteFile.read(file), file));
  }

  @Override
  public synchronized StudyRecord createStudy(String name, List<Direction> directions) {
    return database.writing(
        () -> {
          if (read(name).size() > 0) {
            throw Names.taken(name);
          }
          long id = database.insert("INSERT INTO studies (study_name) VALUES (?)", name);
          for (int o = 0; o < directions.size(); o++) {
            database.update(
                "INSERT INTO study_directions (direction, study_id, objective) VALUES (?, ?, ?)",
                directions.get(o).name(),
                id,
                o);
          }
          return new StudyRecord(id, name, List.copyOf(directions), Map.of(), Map.of());
        });
  }

  @Override
  public synchronized List<StudyRecord> studies() {
    return database.reading(() -> read(null));
  }

  @Override
  public synchronized Optional<StudyRecord> study(String name) {
    return database.reading(() -> read(name)).stream().findFirst();
  }

  private List<StudyRecord> read(@Nullable String name) throws SQLException {
    Map<Long, String> names = new TreeMap<>();
    database.query(
        "SELECT study_id, study_name FROM studies WHERE ?1 IS NULL OR study_name = ?1",
        row -> names.put(row.getLong(1), row.getString(2)),
        name);
    List<StudyRecord> studies = new ArrayList<>();
    for (Map.Entry<Long, String> entry : names.entrySet()) {
      List<Direction> directions = new ArrayList<>();
      database.query(
          "SELECT direction FROM study_directions WHERE study_id = ? ORDER BY objective",
          row -> directions.add(direction(row.getString(1))),
          entry.getKey());
      studies.add(
          new StudyRecord(
              entry.getKey(),
              entry.getValue(),
              directions,
              notes("study_user_attributes", entry.getKey()),
              notes("study_system_attributes", entry.getKey())));
    }
    return studies;
  }

  private Direction direction(String text) {
    if (text.equals("MINIMIZE") || text.equals("MAXIMIZE")) {
      return Direction.valueOf(text);
    }
    throw new StudyException(
        database.file() + " holds a study without a direction ('" + text + "')",
        "delete that study, or name another file");
  }

  private Map<String, @Nullable Object> notes(String table, long study) throws SQLException {
    Map<String, @Nullable Object> notes = new LinkedHashMap<>();
    database.query(
        "SELECT \"key\", value_json FROM " + table + " WHERE study_id = ?",
        row -> notes.put(row.getString(1), rows.json(row.getString(2))),
        study);
    return notes;
  }

  @Override
  public synchronized void deleteStudy(long study) {
    String ofTrials = " WHERE trial_id IN (SELECT trial_id FROM trials WHERE study_id = ?)";
    database.write(
        () -> {
          for (String table : List.of("params", "values", "intermediate_values", "heartbeats")) {
            database.update("DELETE FROM trial_" + table + ofTrials, study);
          }
          for (String table : List.of("user", "system")) {
            database.update("DELETE FROM trial_" + table + "_attributes" + ofTrials, study);
            database.update("DELETE FROM study_" + table + "_attributes WHERE study_id = ?", study);
          }
          for (String table : List.of("trials", "study_directions", "studies")) {
            database.update("DELETE FROM " + table + " WHERE study_id = ?", study);
          }
        });
    tables.remove(study);
  }

  @Override
  public synchronized void noteStudy(long study, Scope scope, String key, @Nullable Object value) {
    String table = scope == Scope.USER ? "study_user_attributes" : "study_system_attributes";
    database.single(
        () ->
            database.update(
                "INSERT INTO "
                    + table
                    + " (study_id, \"key\", value_json) VALUES (?, ?, ?) ON CONFLICT"
                    + " (study_id, \"key\") DO UPDATE SET value_json = excluded.value_json",
                study,
                key,
                JsonText.write(value)));
  }

  @Override
  public synchronized FrozenTrial createTrial(long study, FrozenTrial trial) {
    FrozenTrial created =
        database.writing(
            () -> {
              int[] number = {-1};
              database.query(
                  "SELECT 1 FROM studies WHERE study_id = ?", row -> number[0] = 0, study);
              if (number[0] < 0) {
                throw Names.deleted();
              }
              database.query(
                  "SELECT number FROM trials WHERE study_id = ? ORDER BY trial_id DESC LIMIT 1",
                  row -> number[0] = row.getInt(1) + 1,
                  study);
              long id =
                  database.insert(
                      "INSERT INTO trials"
                          + " (number, study_id, state, datetime_start, datetime_complete)"
                          + " VALUES (?, ?, ?, ?, ?)",
                      number[0],
                      study,
                      trial.state().name(),
                      TrialRows.text(trial.started().orElse(null)),
                      TrialRows.text(trial.completed().orElse(null)));
              FrozenTrial placed = trial.toBuilder().place(id, number[0]).build();
              rows.write(placed);
              return placed;
            });
    TrialTable table = table(study);
    if (created.number() == table.size()) {
      hold(study, table, created);
    } // Otherwise others came before: the next look at the study reads them with it.
    return created;
  }

  private void hold(long study, TrialTable table, FrozenTrial trial) {
    table.put(trial);
    studyOfTrial.put(trial.id(), study);
  }

  @Override
  public synchronized Optional<FrozenTrial> claim(long study, Map<String, @Nullable Object> notes) {
    TrialTable table = refreshed(study);
    while (table.firstWaiting() >= 0) {
      FrozenTrial waiting = table.all().get(table.firstWaiting());
      LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
      boolean mine =
          database.writing(
              () -> {
                int changed =
                    database.update(
                        "UPDATE trials SET state = 'RUNNING', datetime_start = ?"
                            + " WHERE trial_id = ? AND state = 'WAITING'",
                        TrialRows.text(now),
                        waiting.id());
                if (changed > 0) {
                  rows.writeNotes(waiting.id(), notes);
                }
                return changed > 0;
              });
      if (mine) {
        FrozenTrial.Builder begun = waiting.toBuilder().state(TrialState.RUNNING).started(now);
        notes.forEach(begun::systemAttribute);
        FrozenTrial trial = begun.build();
        table.put(trial);
        return Optional.of(trial);
      }
      table = refreshed(study);
    }
    return Optional.empty();
  }

  @Override
  public synchronized void setParams(long trial, Map<String, ParameterValue> params) {
    database.write(() -> rows.writeParams(trial, params));
    change(
        trial,
        builder -> {
          params.forEach(builder::param);
          return builder;
        });
  }

  @Override
  public synchronized void report(long trial, long step, double value) {
    database.single(() -> rows.writeReport(trial, step, value));
    change(trial, builder -> builder.reportFirst(step, value));
  }

  @Override
  public synchronized void noteTrial(long trial, Scope scope, String key, @Nullable Object value) {
    database.single(() -> rows.writeNote(trial, scope, key, value));
    change(
        trial,
        builder ->
            scope == Scope.USER
                ? builder.userAttribute(key, value)
                : builder.systemAttribute(key, value));
  }

  private void change(long trial, UnaryOperator<FrozenTrial.Builder> change) {
    Long study = studyOfTrial.get(trial);
    TrialTable table = study == null ? null : tables.get(study);
    if (table != null && table.has(trial)) {
      table.change(trial, change);
    }
  }

  @Override
  public synchronized Optional<FrozenTrial> finish(
      long trial, TrialState state, List<Double> values, Map<String, @Nullable Object> notes) {
    LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
    boolean ended =
        database.writing(
            () -> {
              int changed =
                  database.update(
                      "UPDATE trials SET state = ?, datetime_complete = ?"
                          + " WHERE trial_id = ? AND state = 'RUNNING'",
                      state.name(),
                      TrialRows.text(now),
                      trial);
              if (changed > 0) {
                rows.writeValues(trial, values);
                rows.writeNotes(trial, notes);
              }
              return changed > 0;
            });
    if (!ended) {
      return Optional.empty();
    }
    Long study = studyOfTrial.get(trial);
    TrialTable table = study == null ? null : tables.get(study);
    if (study == null || table == null || !table.has(trial)) {
      return database.reading(() -> readOne(trial));
    }
    FrozenTrial.Builder done =
        table.get(trial).toBuilder().state(state).values(values).completed(now);
    notes.forEach(done::systemAttribute);
    FrozenTrial finished = done.build();
    table.put(finished);
    return Optional.of(finished);
  }

  private Optional<FrozenTrial> readOne(long trial) throws SQLException {
    long[] study = {-1};
    database.query(
        "SELECT study_id FROM trials WHERE trial_id = ?", row -> study[0] = row.getLong(1), trial);
    return rows.read(study[0], "trial_id = ?", trial).stream().findFirst();
  }

  @Override
  public synchronized List<FrozenTrial> trials(long study) {
    return refreshed(study).all();
  }

  private TrialTable table(long study) {
    TrialTable table = tables.get(study);
    return table == null ? refreshed(study) : table;
  }

  /** The trials of a study with what others have written since the last look. */
  private TrialTable refreshed(long study) {
    return database.reading(
        () -> {
          long[] now = new long[1];
          database.query("PRAGMA data_version", row -> now[0] = row.getLong(1));
          if (now[0] != version) {
            database.snapshot(
                () -> {
                  for (Map.Entry<Long, TrialTable> entry : tables.entrySet()) {
                    read(entry.getKey(), entry.getValue());
                  }
                });
            version = now[0];
          }
          TrialTable table = tables.get(study);
          if (table == null) {
            TrialTable fresh = new TrialTable();
            database.snapshot(() -> read(study, fresh));
            tables.put(study, fresh);
            return fresh;
          }
          return table;
        });
  }

  private void read(long study, TrialTable table) throws SQLException {
    for (long id : table.unfinished()) {
      for (FrozenTrial trial : rows.read(study, "trial_id = ?", id)) {
        hold(study, table, trial);
      }
    }
    long[] last = {-1};
    if (table.size() > 0) {
      last[0] = table.all().get(table.size() - 1).id();
    }
    List<FrozenTrial> fresh = new ArrayList<>(rows.read(study, "trial_id > ?", last[0]));
    fresh.sort(Comparator.comparingInt(FrozenTrial::number));
    for (FrozenTrial trial : fresh) {
      if (trial.number() > table.size()) {
        throw new StudyException(
            database.file() + " has no trial " + table.size() + " in a study with later ones",
            "restore it from a copy");
      }
      hold(study, table, trial);
    }
  }

  @Override
  public boolean shared() {
    return true;
  }

  @Override
  public synchronized void close() {
    database.close();
  }
}
