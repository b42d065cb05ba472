package dev.preflight.benchmarks;

import dev.preflight.cli.Preflight;
import dev.preflight.cli.process.Environment;
import dev.preflight.training.data.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Runs commands within this process. */
final class FuzzedCommand {
  private FuzzedCommand() {}

  /**
   * Runs a command.
   *
   * @throws InputException if it exits with the code for a user's mistake
   * @throws IllegalStateException if it exits with the code for Preflight's own
   */
  static void run(Path directory, String... arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    Environment environment =
        new Environment(Map.of(), directory, false, false, () -> false, System::nanoTime);
    int code = Preflight.run(arguments, stream, stream, environment);
    String text = said.toString(StandardCharsets.UTF_8);
    if (code == 2) {
      throw new InputException(text.isBlank() ? "" : text, "");
    }
    if (code != 0 && code != 3) {
      throw new IllegalStateException("exit code " + code + ": " + text);
    }
  }

  /** The result of a quick check, as a sound document. */
  static String result(Path home) throws IOException {
    Path out = home.resolve("result");
    run(home, "data", "digits?limit=300", "--out", out.toString(), "--progress", "none");
    return Files.readString(out.resolve("result.json"));
  }
}
