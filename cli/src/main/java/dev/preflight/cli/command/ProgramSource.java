package dev.preflight.cli.command;

import dev.preflight.cli.process.Environment;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.cli.process.ProgramClasses;
import dev.preflight.reports.Json;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.data.source.DataSpec;
import dev.preflight.training.program.FromCheckpoint;
import dev.preflight.training.program.GraphDescriptor;
import dev.preflight.training.program.GraphProgram;
import dev.preflight.training.program.Hyperparameters;
import dev.preflight.training.program.Programs;
import dev.preflight.training.program.TrainingProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the program and the data that the user named. */
final class ProgramSource {
  private static final String JSON = ".json";
  private static final String SAVED_MODEL = "saved_model.pb";

  private ProgramSource() {}

  /** The program, starting from the checkpoint that the user named, if any. */
  static TrainingProgram startingFrom(ProgramOptions options, Environment environment) {
    TrainingProgram program = program(options, environment);
    return options.from == null
        ? program
        : new FromCheckpoint(program, environment.resolve(options.from).toAbsolutePath());
  }

  /**
   * The program: a descriptor or a SavedModel where the name is that of a file or directory, else
   * built in or a class.
   *
   * @throws InputException if there is none
   */
  static TrainingProgram program(ProgramOptions options, Environment environment) {
    String name = options.program;
    Optional<Path> file = file(name, environment);
    if (file.isEmpty()) {
      ClassLoader loader = ProgramClasses.loader(options.classpath(), environment);
      return Programs.find(name, loader);
    }
    Path path = file.get();
    if (Files.isRegularFile(path.resolve(SAVED_MODEL))) {
      return GraphProgram.load(
          GraphDescriptor.of(path.toAbsolutePath().toString()),
          environment.directory(),
          String.valueOf(path.getFileName()),
          options.trustGraph);
    }
    if (Files.isDirectory(path)) {
      throw ForeignFiles.refusal(name, path);
    }
    if (!Files.isRegularFile(path)) {
      throw new InputException(
          "there is no descriptor '" + name + "'",
          beside(path)
              .orElse("give the path of a JSON file, or a name that 'preflight programs' lists"));
    }
    if (!name.toLowerCase(Locale.ROOT).endsWith(JSON)) {
      throw ForeignFiles.refusal(name, path);
    }
    String stem = path.getFileName().toString();
    return GraphProgram.load(
        descriptor(path, name),
        Objects.requireNonNullElse(path.getParent(), environment.directory()),
        stem.substring(0, stem.length() - JSON.length()),
        options.trustGraph);
  }

  /** A file in the same directory whose name is nearly the same. */
  private static Optional<String> beside(Path path) {
    Path directory = path.getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<String> names =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(n -> n.endsWith(JSON))
              .toList();
      List<String> near = InputException.nearest(String.valueOf(path.getFileName()), names);
      return near.isEmpty()
          ? Optional.empty()
          : Optional.of("did you mean " + String.join(" or ", near) + "?");
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The path, where the name looks like one or a file has it. */
  private static Optional<Path> file(String name, Environment environment) {
    try {
      Path path = environment.resolve(Path.of(name));
      boolean looksLikeOne = name.endsWith(JSON) || name.endsWith(".pb") || name.contains("/");
      return looksLikeOne || Files.exists(path) ? Optional.of(path) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static GraphDescriptor descriptor(Path path, String name) {
    try {
      return Json.read(path, GraphDescriptor.class);
    } catch (UncheckedIOException e) {
      throw new InputException(
          "cannot read '" + name + "': " + OutputDirectory.reason(OutputDirectory.cause(e)),
          "check the file's permissions",
          e);
    }
  }

  /**
   * The data of {@code --data}, else the program's own.
   *
   * @throws InputException if there is none, or it is bad
   */
  static TrainingData data(
      TrainingProgram program, ProgramOptions options, Environment environment) {
    if (options.data != null) {
      return DataSpec.open(options.data, environment.directory());
    }
    return program
        .data(Hyperparameters.of(options.set))
        .orElseThrow(
            () ->
                new InputException(
                    "program '" + program.name() + "' brings no data of its own",
                    "name it with --data, such as --data digits or --data npy:x.npy,y.npy"));
  }
}
