package dev.preflight.tuner.study.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.tuner.study.json.JsonText;
import dev.preflight.tuner.study.space.StudyException;
import dev.preflight.tuner.study.trial.FrozenTrial;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database that Optuna 5.0.0 made ({@code make_sample.py}) reads to what Optuna reads from it
 * ({@code expected.json}); and files that are no such database are refused as they are.
 */
class OptunaDatabaseTest {

  @TempDir Path folder;

  private Path sample() throws IOException {
    Path file = folder.resolve("sample.db");
    try (InputStream in = OptunaDatabaseTest.class.getResourceAsStream("sample.db")) {
      Files.copy(in, file);
    }
    return file;
  }

  @Test
  void readsWhatOptunaReads() throws IOException {
    Object expected;
    try (InputStream in = OptunaDatabaseTest.class.getResourceAsStream("expected.json")) {
      expected = JsonText.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    try (SqliteStorage storage = SqliteStorage.openReadOnly(sample())) {
      assertThat(described(storage)).isEqualTo(expected);
    }
  }

  @Test
  void readsTheSameForWriting() throws IOException {
    Path file = sample();
    Map<String, Object> looked;
    try (SqliteStorage storage = SqliteStorage.openReadOnly(file)) {
      looked = described(storage);
    }
    try (SqliteStorage storage = SqliteStorage.open(file)) {
      assertThat(described(storage)).isEqualTo(looked);
    }
  }

  private static Map<String, Object> described(Storage storage) {
    Map<String, Object> studies = new LinkedHashMap<>();
    for (StudyRecord study : storage.studies()) {
      List<Object> trials = new ArrayList<>();
      storage.trials(study.id()).forEach(trial -> trials.add(described(trial)));
      Map<String, Object> about = new LinkedHashMap<>();
      about.put("directions", study.directions().stream().map(Enum::name).toList());
      about.put("user", study.userAttributes());
      about.put("trials", trials);
      studies.put(study.name(), about);
    }
    return studies;
  }

  private static Map<String, Object> described(FrozenTrial trial) {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("number", (long) trial.number());
    about.put("state", trial.state().name());
    about.put(
        "values",
        trial.values().isEmpty()
            ? null
            : trial.values().stream().map(OptunaDatabaseTest::python).toList());
    Map<String, Object> params = new LinkedHashMap<>();
    trial.params().forEach((name, value) -> params.put(name, value.value()));
    about.put("params", params);
    about.put("user", trial.userAttributes());
    about.put("system", trial.systemAttributes());
    Map<String, Object> reports = new LinkedHashMap<>();
    trial.reports().forEach((step, value) -> reports.put(step.toString(), python(value)));
    about.put("intermediate", reports);
    return about;
  }

  /** Python's {@code repr}, as far as the sample goes. */
  private static String python(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    return Double.toString(value);
  }

  @Test
  void anotherSchemaVersion_isRefused() throws Exception {
    Path file = sample();
    change(file, "UPDATE version_info SET schema_version = 11, library_version = '2.10.0'");
    refused(file, "has the tables of Optuna 2.10.0, version 11, and not version 12");
  }

  @Test
  void anotherDatabase_isRefused() throws Exception {
    Path file = folder.resolve("other.db");
    change(file, "CREATE TABLE songs (title TEXT)");
    refused(file, "is a database, but not one of Optuna's");
  }

  @Test
  void noDatabase_isRefused() throws Exception {
    Path file = folder.resolve("notes.txt");
    Files.writeString(file, "x".repeat(5000));
    refused(file, "is no SQLite database");
  }

  @Test
  void aDamagedDatabase_isRefused() throws Exception {
    Path file = sample();
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 4096; i < bytes.length; i++) {
      bytes[i] = 0x55;
    }
    Files.write(file, bytes);
    assertThatThrownBy(() -> trials(file))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("is damaged");
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  private static void trials(Path file) {
    try (SqliteStorage storage = SqliteStorage.open(file)) {
      storage.studies().forEach(study -> storage.trials(study.id()));
    }
  }

  @Test
  void aMissingDirectory_isNamed() {
    assertThatThrownBy(() -> SqliteStorage.open(folder.resolve("no/such/study.db")))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("there is no directory " + folder.resolve("no/such"));
  }

  @Test
  void lookingAtAFile_makesNone() {
    Path file = folder.resolve("none.db");
    assertThatThrownBy(() -> SqliteStorage.openReadOnly(file))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("there is no file");
    assertThat(file).doesNotExist();
  }

  @Test
  void lookingAtAFile_changesNothing() throws IOException {
    Path file = sample();
    byte[] bytes = Files.readAllBytes(file);
    try (SqliteStorage storage = SqliteStorage.openReadOnly(file)) {
      long study = storage.studies().get(0).id();
      assertThat(storage.trials(study)).isNotEmpty();
      assertThatThrownBy(() -> storage.deleteStudy(study)).isInstanceOf(StudyException.class);
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    assertThat(folder.toFile().list()).containsExactly("sample.db");
  }

  private static void change(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void refused(Path file, String message) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    assertThatThrownBy(() -> SqliteStorage.open(file))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(() -> SqliteStorage.openReadOnly(file))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining(message);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    assertThat(folder.toFile().list()).containsExactly(file.getFileName().toString());
  }
}
