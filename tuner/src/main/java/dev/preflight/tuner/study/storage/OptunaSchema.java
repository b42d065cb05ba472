package dev.preflight.tuner.study.storage;

import dev.preflight.tuner.study.space.StudyException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The tables of Optuna 5's relational storage: how to make them, and how to know them. */
final class OptunaSchema {

  /** What Optuna 5.0.0 writes into {@code version_info} and {@code alembic_version}. */
  static final int VERSION = 12;

  private static final String LIBRARY = "5.0.0";
  private static final String MIGRATION = "v3.2.0.a";

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE studies (study_id INTEGER NOT NULL, study_name VARCHAR(512) NOT NULL,"
              + " PRIMARY KEY (study_id))",
          "CREATE UNIQUE INDEX ix_studies_study_name ON studies (study_name)",
          "CREATE TABLE version_info (version_info_id INTEGER NOT NULL, schema_version INTEGER,"
              + " library_version VARCHAR(256), PRIMARY KEY (version_info_id),"
              + " CHECK (version_info_id=1))",
          "CREATE TABLE study_directions (study_direction_id INTEGER NOT NULL,"
              + " direction VARCHAR(8) NOT NULL, study_id INTEGER NOT NULL,"
              + " objective INTEGER NOT NULL, PRIMARY KEY (study_direction_id),"
              + " UNIQUE (study_id, objective),"
              + " FOREIGN KEY(study_id) REFERENCES studies (study_id))",
          attributes("study_user", "study", "studies"),
          attributes("study_system", "study", "studies"),
          "CREATE TABLE trials (trial_id INTEGER NOT NULL, number INTEGER, study_id INTEGER,"
              + " state VARCHAR(8) NOT NULL, datetime_start DATETIME, datetime_complete DATETIME,"
              + " PRIMARY KEY (trial_id), FOREIGN KEY(study_id) REFERENCES studies (study_id))",
          "CREATE INDEX ix_trials_study_id ON trials (study_id)",
          attributes("trial_user", "trial", "trials"),
          attributes("trial_system", "trial", "trials"),
          "CREATE TABLE trial_params (param_id INTEGER NOT NULL, trial_id INTEGER,"
              + " param_name VARCHAR(512), param_value FLOAT, distribution_json TEXT,"
              + " PRIMARY KEY (param_id), UNIQUE (trial_id, param_name),"
              + " FOREIGN KEY(trial_id) REFERENCES trials (trial_id))",
          "CREATE TABLE trial_values (trial_value_id INTEGER NOT NULL, trial_id INTEGER NOT NULL,"
              + " objective INTEGER NOT NULL, value FLOAT, value_type VARCHAR(7) NOT NULL,"
              + " PRIMARY KEY (trial_value_id), UNIQUE (trial_id, objective),"
              + " FOREIGN KEY(trial_id) REFERENCES trials (trial_id))",
          "CREATE TABLE trial_intermediate_values (trial_intermediate_value_id INTEGER NOT NULL,"
              + " trial_id INTEGER NOT NULL, step INTEGER NOT NULL, intermediate_value FLOAT,"
              + " intermediate_value_type VARCHAR(7) NOT NULL,"
              + " PRIMARY KEY (trial_intermediate_value_id), UNIQUE (trial_id, step),"
              + " FOREIGN KEY(trial_id) REFERENCES trials (trial_id))",
          "CREATE TABLE trial_heartbeats (trial_heartbeat_id INTEGER NOT NULL,"
              + " trial_id INTEGER NOT NULL, heartbeat DATETIME NOT NULL,"
              + " PRIMARY KEY (trial_heartbeat_id), UNIQUE (trial_id),"
              + " FOREIGN KEY(trial_id) REFERENCES trials (trial_id))",
          "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
              + " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))");

  private OptunaSchema() {}

  private static String attributes(String kind, String of, String table) {
    return String.format(
        Locale.ROOT,
        "CREATE TABLE %s_attributes (%s_attribute_id INTEGER NOT NULL, %s_id INTEGER,"
            + " \"key\" VARCHAR(512), value_json TEXT, PRIMARY KEY (%s_attribute_id),"
            + " UNIQUE (%s_id, \"key\"), FOREIGN KEY(%s_id) REFERENCES %s (%s_id))",
        kind,
        kind,
        of,
        kind,
        of,
        of,
        table,
        of);
  }

  /** Makes the tables, within the transaction that is open. */
  static void create(Statement statement) throws SQLException {
    for (String table : TABLES) {
      statement.execute(table);
    }
    statement.execute(
        String.format(
            Locale.ROOT, "INSERT INTO version_info VALUES (1, %d, '%s')", VERSION, LIBRARY));
    statement.execute("INSERT INTO alembic_version VALUES ('" + MIGRATION + "')");
  }

  /**
   * Looks whether the tables are there.
   *
   * @return false if there is no table at all
   * @throws StudyException if the tables are others
   */
  static boolean present(Connection connection, String place) throws SQLException {
    Set<String> tables = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    if (tables.isEmpty()) {
      return false;
    }
    if (!tables.contains("studies") || !tables.contains("version_info")) {
      throw new StudyException(
          place + " is a database, but not one of Optuna's", "name another file");
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT schema_version, library_version FROM version_info")) {
      if (!row.next() || row.getInt(1) != VERSION) {
        throw new StudyException(
            String.format(
                Locale.ROOT,
                "%s has the tables of Optuna %s, version %s, and not version %d",
                place,
                row.getString(2),
                row.getString(1),
                VERSION),
            "run 'optuna storage upgrade --storage sqlite:///"
                + place
                + "' with Optuna 5, or name another file");
      }
    }
    return true;
  }
}
