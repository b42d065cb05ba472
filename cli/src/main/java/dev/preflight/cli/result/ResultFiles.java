package dev.preflight.cli.result;

import dev.preflight.cli.process.Environment;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.reports.Json;
import dev.preflight.reports.ResultDocument;
import dev.preflight.training.data.InputException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Results that an earlier command wrote. */
final class ResultFiles {

  private ResultFiles() {}

  /**
   * Reads one.
   *
   * @param result the file, or the directory it is in, as the user named it
   * @throws InputException if there is none that can be read
   */
  static ResultDocument read(Path result, Environment environment) {
    Path named = environment.resolve(result);
    Path path = Files.isDirectory(named) ? named.resolve(OutputDirectory.RESULT) : named;
    if (!Files.isRegularFile(path)) {
      throw new InputException(
          "there is no result '" + result + "'",
          "name a result.json, such as preflight-out/check-lenet/result.json, or its directory");
    }
    try {
      return Json.read(path);
    } catch (UncheckedIOException e) {
      throw new InputException(
          "cannot read '" + result + "': " + OutputDirectory.reason(OutputDirectory.cause(e)),
          "check the file's permissions",
          e);
    }
  }
}
