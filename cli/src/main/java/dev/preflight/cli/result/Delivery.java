package dev.preflight.cli.result;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.ExitCode;
import dev.preflight.cli.process.Failures;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.cli.process.Verbosity;
import dev.preflight.reports.Json;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.compare.NewFindings;
import dev.preflight.reports.render.ConsoleReport;
import dev.preflight.reports.render.HtmlReport;
import dev.preflight.training.data.InputException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Brings a result to the screen and to disk. */
public final class Delivery {
  private static final int CONSOLE_WIDTH = 100;

  private final Console console;
  private final CommandSpec spec;
  private final OutputOptions output;

  public Delivery(Console console, CommandSpec spec, OutputOptions output) {
    this.console = console;
    this.spec = spec;
    this.output = output;
  }

  /**
   * The result first, so that a report that cannot be written or drawn costs only itself.
   *
   * @return the exit code
   */
  public int deliver(ResultDocument document, OutputDirectory directory) {
    RuntimeException unreadable = null;
    ResultDocument before = null;
    try {
      before = before(document);
    } catch (RuntimeException e) {
      // The work is done; only what it is held against is missing.
      unreadable = e;
    }
    int code = output.exitCode(document, before);
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
    if (unreadable != null) {
      return Failures.report(unreadable, console, Verbosity.of(spec.commandLine()));
    }
    if (before != null) {
      int fresh = NewFindings.since(before, document).size();
      console.err().println(fresh + " new against " + output.baseline);
    }
    return code;
  }

  private @Nullable ResultDocument before(ResultDocument document) {
    if (output.baseline == null) {
      return null;
    }
    ResultDocument before = ResultFiles.read(output.baseline, console.environment());
    if (!before.kind().equals(document.kind())) {
      throw new InputException(
          "--baseline: '" + output.baseline + "' is of preflight " + before.kind(),
          "name a result of preflight " + document.kind());
    }
    return before;
  }

  private void say(String what, @Nullable Path path) {
    (output.json ? console.err() : console.out()).println(what + ": " + path);
  }
}
