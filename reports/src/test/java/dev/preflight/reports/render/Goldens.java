package dev.preflight.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares with files under {@code src/test/resources/goldens}. To accept a change: {@code mvn -pl
 * reports test -Dgoldens.update=true}, then review the difference like code.
 */
final class Goldens {
  private static final Path DIRECTORY = Path.of("src", "test", "resources", "goldens");

  private Goldens() {}

  static void check(String name, String actual) throws IOException {
    Path file = DIRECTORY.resolve(name);
    if (Boolean.getBoolean("goldens.update")) {
      Files.createDirectories(DIRECTORY);
      Files.writeString(file, actual);
    }
    assertThat(actual)
        .as("%s; see Goldens for how to accept a change", file)
        .isEqualTo(Files.readString(file));
  }
}
