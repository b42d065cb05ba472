package dev.preflight.tuner.study.storage;

import dev.preflight.tuner.study.space.StudyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/** Opens a database file, and says in words what is wrong with one. */
final class SqliteFile {

  /** How long one process waits for another to finish writing. */
  private static final int BUSY_MILLIS = 60_000;

  private static final Set<String> REMOTE =
      Set.of("nfs", "nfs4", "cifs", "smb", "smb2", "smbfs", "9p", "afs", "lustre", "fuse.sshfs");

  private SqliteFile() {}

  /**
   * Opens a file for writing; makes it if there is none, or an empty one.
   *
   * @throws StudyException if it cannot be; the file is as it was then
   */
  static Connection write(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new StudyException(
          "there is no directory " + parent + " for the study's database", "make it");
    }
    refuseRemote(file, parent);
    if (Files.exists(file) && !Files.isWritable(file)) {
      throw new StudyException(
          file + " cannot be written", "make it writable, or copy it and name the copy");
    }
    SQLiteConfig config = config();
    try {
      Connection connection = config.createConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        boolean there = OptunaSchema.present(connection, file.toString());
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = NORMAL");
        if (!there) {
          create(connection, statement, file);
        }
        return connection;
      } catch (SQLException | StudyException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw fault(e, file);
    }
  }

  /** Two processes may come here at once: the second finds the tables of the first. */
  private static void create(Connection connection, Statement statement, Path file)
      throws SQLException {
    statement.execute("BEGIN IMMEDIATE");
    try {
      if (!OptunaSchema.present(connection, file.toString())) {
        OptunaSchema.create(statement);
      }
      statement.execute("COMMIT");
    } catch (SQLException e) {
      statement.execute("ROLLBACK");
      throw e;
    }
  }

  /**
   * Opens a file for reading only; nothing of it or beside it is changed.
   *
   * @throws StudyException if it cannot be
   */
  static Connection read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new StudyException("there is no file " + file, "name the database of a study");
    }
    SQLiteConfig config = config();
    config.setOpenMode(SQLiteOpenMode.OPEN_URI);
    config.setReadOnly(true);
    boolean alone = !Files.exists(Path.of(file + "-wal"));
    String mode = alone && !Files.isWritable(file) ? "?immutable=1" : "?mode=ro";
    try {
      Connection connection =
          config.createConnection("jdbc:sqlite:" + file.toAbsolutePath().toUri() + mode);
      try {
        if (!OptunaSchema.present(connection, file.toString())) {
          throw new StudyException(file + " is empty", "name the database of a study");
        }
        return connection;
      } catch (SQLException | StudyException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw fault(e, file);
    }
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    return config;
  }

  /** Write-ahead logging shares memory between processes, which machines do not. */
  private static void refuseRemote(Path file, Path parent) {
    try {
      String type = Files.getFileStore(parent).type().toLowerCase(Locale.ROOT);
      if (REMOTE.contains(type)) {
        throw new StudyException(
            file + " is on a network file system (" + type + "), where SQLite loses data",
            "name a file on a local disk");
      }
    } catch (IOException e) {
      throw new StudyException(
          "the file system of " + parent + " cannot be asked: " + e.getMessage(),
          "name a file on a local disk",
          e);
    }
  }

  /** What a fault of the database means to the user. */
  static StudyException fault(SQLException e, Path file) {
    int code = e instanceof SQLiteException s ? s.getResultCode().code & 0xFF : e.getErrorCode();
    if (code == SQLiteErrorCode.SQLITE_FULL.code) {
      return new StudyException(
          "the disk of " + file + " is full; what was told before is kept",
          "make room, and start the same command again",
          e);
    }
    if (code == SQLiteErrorCode.SQLITE_NOTADB.code) {
      return new StudyException(file + " is no SQLite database", "name another file", e);
    }
    if (code == SQLiteErrorCode.SQLITE_CORRUPT.code) {
      return new StudyException(
          file + " is damaged: " + e.getMessage(),
          "restore it from a copy, or save what is left with 'sqlite3 FILE .recover'",
          e);
    }
    if (code == SQLiteErrorCode.SQLITE_BUSY.code) {
      return new StudyException(
          file + " has been locked by another process for a minute",
          "end that process, and start the same command again",
          e);
    }
    if (code == SQLiteErrorCode.SQLITE_READONLY.code
        || code == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
      return new StudyException(
          file + " cannot be opened for writing", "make it and its directory writable", e);
    }
    if (code == SQLiteErrorCode.SQLITE_IOERR.code) {
      return new StudyException(
          file + " cannot be read or written: " + e.getMessage(), "look at the disk", e);
    }
    return new StudyException(
        file + ": " + e.getMessage(), "restore it from a copy, or name another file", e);
  }
}
