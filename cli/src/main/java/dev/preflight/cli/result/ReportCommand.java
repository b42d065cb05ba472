package dev.preflight.cli.result;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.Verdict;
import dev.preflight.reports.render.ConsoleReport;
import dev.preflight.reports.render.HtmlReport;
import dev.preflight.reports.render.JunitXmlReport;
import dev.preflight.reports.render.MarkdownReport;
import dev.preflight.training.data.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code preflight report}. */
@Command(
    name = "report",
    description = "Renders results again, several as one; the ending of --output says how.")
final class ReportCommand implements Callable<Integer> {
  private static final int CONSOLE_WIDTH = 100;

  private final Console console;

  @Parameters(
      arity = "1..*",
      paramLabel = "RESULT.json",
      description = "Results or their directories, in this order.")
  List<Path> results = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = {
        ".html: the report. .md: for a merge request. .xml: JUnit, for a build server.",
        "Without it, the verdicts go to standard output."
      })
  @Nullable Path target;

  @Option(
      names = "--fail-on",
      paramLabel = "fail|warn|never",
      description =
          "Which verdict gives exit code 3; for fail and warn an incomplete one as well. Default: "
              + "${DEFAULT-VALUE}.",
      defaultValue = "never")
  OutputOptions.FailOn failOn = OutputOptions.FailOn.NEVER;

  ReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<ResultDocument> documents = new ArrayList<>();
    for (Path result : results) {
      documents.add(ResultFiles.read(result, console.environment()));
    }
    if (target == null) {
      boolean colour = console.environment().colour();
      for (ResultDocument document : documents) {
        console.out().print(ConsoleReport.render(document, colour, CONSOLE_WIDTH));
      }
    } else {
      OutputDirectory.write(
          console.environment().resolve(target), render(documents, target), target);
      console.out().println("Report: " + target);
    }
    Verdict worst =
        documents.stream().map(ResultDocument::verdict).reduce(Verdict.PASS, Verdict::or);
    return failOn.exitCode(worst);
  }

  private static String render(List<ResultDocument> documents, Path target) {
    String name = String.valueOf(target.getFileName()).toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return switch (ending) {
      case "html", "htm" -> HtmlReport.render(documents);
      case "md" -> MarkdownReport.render(documents);
      case "xml" -> JunitXmlReport.render(documents);
      default ->
          throw new InputException(
              "--output: cannot tell what '" + target + "' should be",
              "give it the ending .html, .md or .xml");
    };
  }
}
