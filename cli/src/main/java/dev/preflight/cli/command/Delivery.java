package dev.preflight.cli.command;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.ExitCode;
import dev.preflight.cli.process.Failures;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.cli.process.Verbosity;
import dev.preflight.reports.Json;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.render.ConsoleReport;
import dev.preflight.reports.render.HtmlReport;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Brings a result to the screen and to disk. */
final class Delivery {
  private static final int CONSOLE_WIDTH = 100;

  private final Console console;
  private final CommandSpec spec;
  private final OutputOptions output;

  Delivery(Console console, CommandSpec spec, OutputOptions output) {
    this.console = console;
    this.spec = spec;
    this.output = output;
  }

  /**
   * The result first, so that a report that cannot be written or drawn costs only itself.
   *
   * @return the exit code
   */
  int deliver(ResultDocument document, OutputDirectory directory) {
    int code = output.exitCode(document);
    console
        .out()
        .print(
            output.json
                ? Json.write(document)
                : ConsoleReport.render(document, console.environment().colour(), CONSOLE_WIDTH));
    console.out().flush();
    try {
      say("Result", directory.writeResult(document));
      say("Report", directory.writeReport(HtmlReport.render(List.of(document))));
    } catch (RuntimeException e) {
      int failure = Failures.report(e, console, Verbosity.of(spec.commandLine()));
      return code == ExitCode.FINE ? failure : code;
    }
    return code;
  }

  private void say(String what, @Nullable Path path) {
    (output.json ? console.err() : console.out()).println(what + ": " + path);
  }
}
