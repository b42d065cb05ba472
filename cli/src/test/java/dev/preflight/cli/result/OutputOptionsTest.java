package dev.preflight.cli.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.cli.process.ExitCode;
import dev.preflight.cli.result.OutputOptions.FailOn;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Provenance;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputOptionsTest {

  private static ResultDocument document(ResultDocument.Ending ending, String... statuses) {
    List<Finding> findings =
        Stream.of(statuses)
            .map(Status::valueOf)
            .map(
                status ->
                    Finding.of("A", status, "x")
                        .skipped(status == Status.SKIP ? Skip.NEEDED : null)
                        .build())
            .toList();
    return ResultDocument.of("check", "mlp", "A.", provenance())
        .status(ending)
        .findings(findings)
        .build();
  }

  private static Provenance provenance() {
    return new Provenance(
        "1", "2", "17", "x", "cpu", 0, 0, "", "", Map.of(), "x", null, "2026-11-21T09:30:00Z", 0);
  }

  @ParameterizedTest
  @CsvSource({
    "PASS, 0, 0, 0",
    "WARN, 0, 3, 0",
    "FAIL, 3, 3, 0",
    "SKIP, 3, 3, 0",
    "PASS SKIP, 3, 3, 0",
    "WARN SKIP, 3, 3, 0",
    "PASS ERROR, 1, 1, 1",
    "WARN ERROR, 1, 1, 1",
    "FAIL ERROR, 3, 3, 0"
  })
  void wholeResult_givesTheExitCodeOfItsVerdict(String statuses, int fail, int warn, int never) {
    ResultDocument document = document(ResultDocument.Ending.COMPLETE, statuses.split(" "));

    assertThat(code(FailOn.FAIL, document)).isEqualTo(fail);
    assertThat(code(FailOn.WARN, document)).isEqualTo(warn);
    assertThat(code(FailOn.NEVER, document)).isEqualTo(never);
  }

  @Test
  void stoppedWork_givesExitCode130_whateverItFound() {
    for (String status : List.of("PASS", "WARN", "FAIL", "ERROR")) {
      for (FailOn failOn : FailOn.values()) {
        assertThat(code(failOn, document(ResultDocument.Ending.INTERRUPTED, status)))
            .isEqualTo(ExitCode.INTERRUPTED);
      }
    }
  }

  private static int code(FailOn failOn, ResultDocument document) {
    OutputOptions options = new OutputOptions();
    options.failOn = failOn;
    return options.exitCode(document, null);
  }
}
