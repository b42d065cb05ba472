package dev.preflight.cli.result;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.reports.NextStep;
import dev.preflight.reports.Report;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.compare.DocumentComparison;
import dev.preflight.reports.compare.DocumentComparison.Named;
import dev.preflight.training.data.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code preflight compare}. */
@Command(
    name = "compare",
    description =
        "Compares results of the same command with the first: what changed in the configuration, "
            + "which findings appeared or went, curves in one picture. A new failure is exit code 3.")
final class CompareCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(
      arity = "2..*",
      paramLabel = "RESULT.json",
      description = "Results or their directories; the first is what the others are held against.")
  List<Path> results = new ArrayList<>();

  @Mixin final OutputOptions output = new OutputOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets it before the command is called.
  @Spec
  CommandSpec spec;

  CompareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Provenances provenance = new Provenances(console, spec, 0);
    List<Named> runs = new ArrayList<>();
    for (Path result : results) {
      ResultDocument document = ResultFiles.read(result, console.environment());
      runs.add(new Named(name(result, runs), document));
    }
    ResultDocument first = runs.get(0).document();
    for (Named run : runs) {
      if (!run.document().kind().equals(first.kind())) {
        throw new InputException(
            "'"
                + run.name()
                + "' is of preflight "
                + run.document().kind()
                + ", the first of "
                + first.kind(),
            "compare results of the same command");
      }
    }
    Report<?> report = DocumentComparison.of(runs);
    OutputDirectory directory =
        OutputDirectory.prepare(output.out, spec.name(), first.program(), console.environment());
    ResultDocument document =
        ResultDocument.of(spec.name(), first.program(), report, provenance.ofResults(runs.size()))
            .next(report.next().stream().map(a -> new NextStep(a.text(), null)).toList())
            .build();
    return new Delivery(console, spec, output).deliver(document, directory);
  }

  /** The directory of a result.json, else the file's name, with a number where it is taken. */
  private static String name(Path result, List<Named> taken) {
    Path file = result.getFileName();
    Path parent = result.getParent();
    boolean usual = file != null && file.toString().equals(OutputDirectory.RESULT);
    Path told =
        usual && parent != null && parent.getFileName() != null ? parent.getFileName() : file;
    String name = String.valueOf(told);
    boolean again = taken.stream().anyMatch(run -> run.name().equals(name));
    return again ? name + " (" + (taken.size() + 1) + ")" : name;
  }
}
