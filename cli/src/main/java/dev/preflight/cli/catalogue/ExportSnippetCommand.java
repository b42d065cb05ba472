package dev.preflight.cli.catalogue;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.ExitCode;
import dev.preflight.training.data.InputException;
import dev.preflight.training.function.ExportSnippet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code preflight export-snippet}. */
@Command(
    name = "export-snippet",
    description = "Prints the Python file that exports a model with its training step.",
    footer = {
      "",
      "preflight export-snippet keras > preflight_export.py, and in your script, before the first",
      "update: from preflight_export import export; export(model, optimizer, loss, \"exported\", (x, y)).",
      "Then: preflight check exported --data npy:x.npy,y.npy"
    })
final class ExportSnippetCommand implements Callable<Integer> {
  private static final String KERAS = "keras";

  private final Console console;

  @Parameters(paramLabel = "KIND", description = "keras: Keras 3 models, and any tf.Module.")
  String kind = KERAS;

  ExportSnippetCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (!kind.equals(KERAS)) {
      throw InputException.unknown("kind", kind, List.of(KERAS));
    }
    console.out().print(ExportSnippet.keras());
    return ExitCode.FINE;
  }
}
