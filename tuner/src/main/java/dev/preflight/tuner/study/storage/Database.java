package dev.preflight.tuner.study.storage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection with its prepared statements, and transactions that are done wholly or not. */
final class Database implements AutoCloseable {
  private final Connection connection;
  private final Path file;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Database(Connection connection, Path file) {
    this.connection = connection;
    this.file = file;
  }

  /** Something that is done with the database. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException;
  }

  /** Something that is done with the database and gives nothing back. */
  @FunctionalInterface
  interface Act {
    void run() throws SQLException;
  }

  /** Reads a row. */
  @FunctionalInterface
  interface Row {
    void read(ResultSet row) throws SQLException;
  }

  /** Does some reading. */
  <T> T reading(Work<T> work) {
    try {
      return work.run();
    } catch (SQLException e) {
      throw SqliteFile.fault(e, file);
    }
  }

  /** Does some writing, holding the lock of writers from the beginning. */
  <T> T writing(Work<T> work) {
    try {
      update("BEGIN IMMEDIATE");
      try {
        T result = work.run();
        update("COMMIT");
        return result;
      } catch (SQLException | RuntimeException e) {
        rollBack(e);
        throw e;
      }
    } catch (SQLException e) {
      throw SqliteFile.fault(e, file);
    }
  }

  /** Does some writing, holding the lock of writers from the beginning. */
  void write(Act act) {
    writing(
        () -> {
          act.run();
          return true;
        });
  }

  /** Does one statement, which is a transaction of its own. */
  void single(Act act) {
    try {
      act.run();
    } catch (SQLException e) {
      throw SqliteFile.fault(e, file);
    }
  }

  /** Does some reading that sees the file as it is at the beginning, whatever others write. */
  void snapshot(Act act) throws SQLException {
    update("BEGIN");
    try {
      act.run();
    } finally {
      update("COMMIT");
    }
  }

  private void rollBack(Exception e) {
    try {
      update("ROLLBACK");
    } catch (SQLException second) {
      e.addSuppressed(second); // SQLite has rolled back itself, as when the disk is full.
    }
  }

  /** Executes a statement. */
  int update(String sql, @Nullable Object... arguments) throws SQLException {
    return statement(sql, arguments).executeUpdate();
  }

  /** Executes an insert. */
  long insert(String sql, @Nullable Object... arguments) throws SQLException {
    update(sql, arguments);
    long[] id = new long[1];
    query("SELECT last_insert_rowid()", row -> id[0] = row.getLong(1));
    return id[0];
  }

  /** Reads every row of a query. */
  void query(String sql, Row row, @Nullable Object... arguments) throws SQLException {
    try (ResultSet rows = statement(sql, arguments).executeQuery()) {
      while (rows.next()) {
        row.read(rows);
      }
    }
  }

  private PreparedStatement statement(String sql, @Nullable Object... arguments)
      throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < arguments.length; i++) {
      Object argument = arguments[i];
      if (argument instanceof Double number) {
        statement.setDouble(i + 1, number);
      } else if (argument instanceof Long number) {
        statement.setLong(i + 1, number);
      } else if (argument instanceof Integer number) {
        statement.setInt(i + 1, number);
      } else {
        statement.setString(i + 1, (String) argument);
      }
    }
    return statement;
  }

  Path file() {
    return file;
  }

  @Override
  public void close() {
    try (Connection closing = connection;
        Statement statement = closing.createStatement()) {
      for (PreparedStatement each : prepared.values()) {
        each.close();
      }
      if (!closing.isReadOnly()) {
        statement.execute("PRAGMA optimize");
      }
    } catch (SQLException e) {
      throw SqliteFile.fault(e, file);
    }
  }
}
