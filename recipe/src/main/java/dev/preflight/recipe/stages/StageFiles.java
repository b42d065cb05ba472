package dev.preflight.recipe.stages;

import dev.preflight.reports.DocumentException;
import dev.preflight.reports.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/** The stages that were finished, a file each, so that a recipe that was killed goes on. */
final class StageFiles {

  private final Path directory;

  /** In a directory below that of the result. */
  StageFiles(Path result) {
    this.directory = made(result.resolve("stages"));
  }

  /** A directory in which a stage keeps its own runs. */
  Path directory(String name) {
    return made(directory.resolve(name));
  }

  private static Path made(Path place) {
    try {
      return Files.createDirectories(place);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + place + ": " + e.getMessage(), e);
    }
  }

  private Path file(Stage stage) {
    return directory.resolve(
        String.format(Locale.ROOT, "%d-%s.json", stage.number(), stage.word()));
  }

  /** What a stage came to; empty where it was not made, or made of something else. */
  Optional<StageOutcome> find(Stage stage, String key) {
    if (!Files.isRegularFile(file(stage))) {
      return Optional.empty();
    }
    try {
      StageOutcome found = Json.read(file(stage), StageOutcome.class);
      return found.key().equals(key) ? Optional.of(found) : Optional.empty();
    } catch (DocumentException e) {
      // Of another version, or damaged: it is made again.
      return Optional.empty();
    }
  }

  /** Keeps what a stage came to. */
  void keep(StageOutcome outcome) {
    Path fresh = directory.resolve("stage.tmp");
    try {
      Files.writeString(fresh, Json.write(outcome));
      Files.move(
          fresh,
          file(outcome.stage()),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a stage: " + e.getMessage(), e);
    }
  }
}
