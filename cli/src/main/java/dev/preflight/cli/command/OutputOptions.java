package dev.preflight.cli.command;

import dev.preflight.cli.process.ExitCode;
import dev.preflight.cli.process.ProgressMode;
import dev.preflight.reports.Verdict;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that judges: where the result goes, and what it means. */
final class OutputOptions {

  /** Which verdicts give exit code {@value ExitCode#CHECK_FAILED}. */
  enum FailOn {
    /** A failure. */
    FAIL,
    /** A failure or a warning. */
    WARN,
    /** None. */
    NEVER;

    /** The exit code of a verdict. */
    int exitCode(Verdict verdict) {
      boolean failed =
          switch (this) {
            case FAIL -> verdict == Verdict.FAIL;
            case WARN -> verdict != Verdict.PASS;
            case NEVER -> false;
          };
      return failed ? ExitCode.CHECK_FAILED : ExitCode.FINE;
    }
  }

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Takes result.json and report.html. Default: ${DEFAULT-VALUE}.",
      defaultValue = "preflight-out")
  Path out = Path.of("preflight-out");

  @Option(names = "--json", description = "Print the whole result document instead of the verdict.")
  boolean json;

  @Option(
      names = "--progress",
      paramLabel = "auto|plain|none",
      description =
          "How to show progress on standard error: one line that rewrites itself on a terminal, "
              + "a line every 10 %%, or nothing. Default: ${DEFAULT-VALUE}.",
      defaultValue = "auto")
  ProgressMode progress = ProgressMode.AUTO;

  @Option(
      names = "--fail-on",
      paramLabel = "fail|warn|never",
      description = "Which verdict gives exit code 3. Default: ${DEFAULT-VALUE}.",
      defaultValue = "fail")
  FailOn failOn = FailOn.FAIL;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The same options as JSON, such as {\"batch-size\": 32}; those on the command line win.")
  @Nullable Path config;
}
