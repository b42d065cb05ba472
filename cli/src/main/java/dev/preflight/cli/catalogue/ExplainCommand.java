package dev.preflight.cli.catalogue;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code preflight explain}. */
@Command(
    name = "explain",
    description = "Says what a check is about, how it decides, and where its numbers come from.")
final class ExplainCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "Such as G05; 'checks' lists all.")
  List<String> ids = new ArrayList<>();

  ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Entry> entries = ids.stream().map(Catalogue::entry).toList();
    console.out().print(String.join("\n", entries.stream().map(CataloguePages::plain).toList()));
    return ExitCode.FINE;
  }
}
