package dev.preflight.cli.catalogue;

import dev.preflight.cli.process.Console;
import java.util.List;

/** The commands of the catalogue. */
public final class CatalogueCommands {
  private CatalogueCommands() {}

  /** Fresh ones that speak through this console, in the order of the help. */
  public static List<Object> of(Console console) {
    return List.of(
        new ChecksCommand(console), new ExplainCommand(console), new ExportSnippetCommand(console));
  }
}
