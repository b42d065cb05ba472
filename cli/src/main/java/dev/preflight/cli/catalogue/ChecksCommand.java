package dev.preflight.cli.catalogue;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.ExitCode;
import dev.preflight.reports.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code preflight checks}. */
@Command(
    name = "checks",
    description = "Lists what is checked, and what else findings may be about.")
final class ChecksCommand implements Callable<Integer> {

  /** How to print. */
  enum Format {
    /** Lines for people. */
    TABLE,
    /** The whole pages, which is docs/checks.md. */
    MARKDOWN,
    /** The whole pages for programs. */
    JSON
  }

  private final Console console;

  @Option(
      names = "--format",
      paramLabel = "table|markdown|json",
      description = "A list, or whole pages. Default: ${DEFAULT-VALUE}.",
      defaultValue = "table")
  Format format = Format.TABLE;

  ChecksCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Catalogue.Section> sections = Catalogue.sections();
    console
        .out()
        .print(
            switch (format) {
              case TABLE -> table(sections);
              case MARKDOWN -> CataloguePages.markdown(sections);
              case JSON -> Json.write(Map.of("sections", sections));
            });
    return ExitCode.FINE;
  }

  private static String table(List<Catalogue.Section> sections) {
    StringBuilder text = new StringBuilder();
    for (Catalogue.Section section : sections) {
      text.append(section.title()).append('\n');
      for (Entry entry : section.entries()) {
        text.append(
            String.format(
                Locale.ROOT,
                "  %s  %-38s  %s%n",
                entry.rule().id(),
                entry.rule().name(),
                entry.rule().catches()));
      }
      text.append('\n');
    }
    return text.append("'preflight explain ID' prints the page of one.\n").toString();
  }
}
