package dev.preflight.cli.command;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.ExitCode;
import dev.preflight.cli.process.ProgramClasses;
import dev.preflight.reports.Json;
import dev.preflight.training.data.source.DataSpec;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.program.Programs;
import dev.preflight.training.program.TrainingProgram;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code preflight programs}. */
@Command(
    name = "programs",
    description = "Lists the programs, optimizers and kinds of data that are known by name.")
final class ProgramsCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--classpath",
      paramLabel = "PATH",
      description = "Directories and jars that offer more programs.")
  @Nullable String classpath;

  @Option(names = "--json", description = "Print names and descriptions of the programs as JSON.")
  boolean json;

  ProgramsCommand(Console console) {
    this.console = console;
  }

  /** A program, for JSON. */
  private record Entry(String name, String description) {}

  @Override
  public Integer call() {
    ProgramOptions options = new ProgramOptions();
    options.classpath = classpath;
    List<TrainingProgram> programs =
        Programs.all(ProgramClasses.loader(options.classpath(), console.environment()));
    if (json) {
      List<Entry> entries =
          programs.stream().map(p -> new Entry(p.name(), p.description())).toList();
      console.out().print(Json.write(Map.of("programs", entries)));
      return ExitCode.FINE;
    }
    console.out().println("Programs (the default is " + Programs.DEFAULT + "):");
    for (TrainingProgram program : programs) {
      console
          .out()
          .println(String.format(Locale.ROOT, "  %-16s %s", program.name(), program.description()));
    }
    console.out().println();
    console.out().println("A class that implements TrainingProgram (--classpath), or a JSON file");
    console
        .out()
        .println(
            "that describes a GraphDef or SavedModel, or the directory of a SavedModel with its");
    console.out().println("training step (export-snippet), will do as well; see README.md.");
    console.out().println();
    console.out().println("Optimizers, for programs without a train op of their own:");
    console.out().println("  " + String.join(", ", Optimizer.names()));
    console.out().println();
    console.out().print(DataSpec.help());
    return ExitCode.FINE;
  }
}
