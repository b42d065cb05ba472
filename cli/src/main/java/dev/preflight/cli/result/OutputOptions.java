package dev.preflight.cli.result;

import dev.preflight.cli.process.ExitCode;
import dev.preflight.cli.process.ProgressMode;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.Status;
import dev.preflight.reports.Verdict;
import dev.preflight.reports.compare.NewFindings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that judges: where the result goes, and what it means. */
public final class OutputOptions {

  /**
   * Which verdicts give exit code {@value ExitCode#CHECK_FAILED}. An incomplete verdict gives it
   * wherever any does: a caller who wants to hear of failures must not take silence for a pass.
   */
  enum FailOn {
    /** A failure, and an incomplete verdict. */
    FAIL,
    /** Every verdict but a pass. */
    WARN,
    /** None. */
    NEVER;

    /** The exit code of a verdict. */
    int exitCode(Verdict verdict) {
      boolean failed =
          switch (this) {
            case FAIL -> verdict == Verdict.FAIL || verdict == Verdict.INCOMPLETE;
            case WARN -> verdict != Verdict.PASS;
            case NEVER -> false;
          };
      return failed ? ExitCode.CHECK_FAILED : ExitCode.FINE;
    }
  }

  /** Where the result goes; null for a directory of the command and its program. */
  public @Nullable Path out() {
    return out;
  }

  /** How to show progress. */
  public ProgressMode progress() {
    return progress;
  }

  /** The exit code of a verdict, whatever was found earlier. */
  public int exitCode(Verdict verdict) {
    return failOn.exitCode(verdict);
  }

  /**
   * The exit code of a command that ends with this document, held against an earlier one if any.
   */
  public int exitCode(ResultDocument document, @Nullable ResultDocument before) {
    if (document.interrupted()) {
      return ExitCode.INTERRUPTED;
    }
    boolean broken = document.findings().stream().anyMatch(f -> f.status() == Status.ERROR);
    // A fault of ours is no verdict on the program, so that --fail-on has no say in it.
    Verdict verdict = before == null ? document.verdict() : NewFindings.verdict(before, document);
    return broken && verdict != Verdict.FAIL ? ExitCode.INTERNAL : failOn.exitCode(verdict);
  }

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Takes result.json and report.html. Default: preflight-out/COMMAND-PROGRAM, listed in "
              + "preflight-out/index.html.")
  @Nullable Path out;

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
      description =
          "Which verdict gives exit code 3; for fail and warn an incomplete one as well. Default: "
              + "${DEFAULT-VALUE}.",
      defaultValue = "fail")
  FailOn failOn = FailOn.FAIL;

  @Option(
      names = "--baseline",
      paramLabel = "RESULT.json",
      description =
          "An earlier result of this command, or its directory: only what is new against it decides "
              + "the exit code.")
  @Nullable Path baseline;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The same options as JSON, such as {\"batch-size\": 32}; those on the command line win.")
  @Nullable Path config;
}
