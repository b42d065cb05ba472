package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Json;
import dev.preflight.reports.ResultDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command end to end, on programs small enough to train in a moment. */
class CheckCommandTest {
  private static final String[] SMALL = {
    "check", "mlp", "--set", "width=16", "--data", "digits?limit=600", "--progress", "none"
  };

  @TempDir Path directory;

  private static String[] small(String... more) {
    String[] args = java.util.Arrays.copyOf(SMALL, SMALL.length + more.length);
    System.arraycopy(more, 0, args, SMALL.length, more.length);
    return args;
  }

  @Test
  void healthyProgram_isToldInAVerdictAResultAndAReport() {
    Shell.Ended ended = Shell.in(directory).run(small("--only", "D01,G02,G05"));

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .startsWith("PASS  mlp check")
        .contains(
            "Result: preflight-out/check-mlp/result.json",
            "Report: preflight-out/check-mlp/report.html")
        .doesNotContain("\u001b");
    assertThat(directory.resolve("preflight-out/check-mlp/report.html"))
        .content()
        .contains("<!doctype html>");
    ResultDocument result = Json.read(directory.resolve("preflight-out/check-mlp/result.json"));
    assertThat(result.status()).isEqualTo(ResultDocument.Ending.COMPLETE);
    assertThat(result.provenance().tensorflow()).startsWith("2.");
    assertThat(result.provenance().commandLine()).startsWith("preflight check mlp --set width=16");
  }

  @Test
  void json_isTheWholeDocumentAndNothingElse() throws IOException {
    Shell.Ended ended = Shell.in(directory).run(small("--only", "D01", "--json"));

    Path file = directory.resolve("preflight-out/check-mlp/result.json");
    assertThat(ended.out()).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
    assertThat(ended.err()).contains("Report: preflight-out/check-mlp/report.html");
  }

  @Test
  void terminal_getsColourUnlessItIsNotWanted() {
    assertThat(Shell.in(directory).onTerminal().run(small("--only", "D01")).out())
        .contains("\u001b[");
    Shell plain = Shell.in(directory).onTerminal().with("NO_COLOR", "1");
    assertThat(plain.run(small("--only", "D01")).out()).doesNotContain("\u001b");
  }

  @Test
  void faultyProgram_givesExitCode3UnlessToldOtherwise() {
    String[] faulty = {
      "check",
      "mlp",
      "--set",
      "width=16",
      "--data",
      "digits?limit=600",
      "--progress",
      "none",
      "--learning-rate",
      "1000",
      "--only",
      "G02,M01,M02"
    };

    Shell.Ended ended = Shell.in(directory).run(faulty);

    assertThat(ended.out()).startsWith("FAIL");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err()).isEmpty();
    Shell.Ended never = Shell.in(directory).run(with(faulty, "--fail-on", "never"));
    assertThat(never.code()).isZero();
  }

  @Test
  void allowance_countsUpToItsDay_andADayThatIsNoneIsRefused() {
    String[] loud = small("--only", "G02,D01", "--set", "width=16", "--allow");

    Shell.Ended past = Shell.in(directory).run(with(loud, "D01:2020-02-29=for the demo"));
    Shell.Ended wrong = Shell.in(directory).run(with(loud, "D01:2027-02-29=for the demo"));
    Shell.Ended twice = Shell.in(directory).run(with(loud, "D01:2027-03-01=a", "--allow", "D01=b"));
    Shell.Ended unknown = Shell.in(directory).run(with(loud, "D99:2027-03-01=a"));

    assertThat(past.code()).isZero();
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err())
        .contains("--allow: '2027-02-29' is not a date", "such as G02:2027-01-31=REASON");
    assertThat(twice.err()).contains("--allow names 'D01' twice");
    assertThat(unknown.err()).contains("--allow: there is no check 'D99'");
  }

  @Test
  void failure_isAllowedInTime_andNamedAgainAfterwards() {
    String[] faulty = small("--learning-rate", "1000", "--only", "M02", "--allow");

    Shell.Ended holds = Shell.in(directory).run(with(faulty, "M02:9999-12-31=a demo"));
    Shell.Ended expired = Shell.in(directory).run(with(faulty, "M02:2020-01-31=a demo"));

    assertThat(holds.code()).isZero();
    assertThat(holds.out())
        .contains(
            "INFO  M02  overfit one batch with your optimizer: Allowed until 9999-12-31 (a demo): ");
    assertThat(expired.code()).isEqualTo(3);
    assertThat(expired.out())
        .contains(
            "FAIL  M02  overfit one batch with your optimizer: No longer allowed, only until 2020-01-31");
  }

  private static String[] with(String[] args, String... more) {
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return all;
  }

  @Test
  void plan_thatCannotBe_isRefused() {
    Shell.Ended noSchedule = Shell.in(directory).run(small("--only", "D01", "--keep-schedule"));
    Shell.Ended both = Shell.in(directory).run(small("--keep-schedule", "--learning-rate", "0.1"));
    Shell.Ended time = Shell.in(directory).run(small("--timeout", "30"));
    Shell.Ended late = Shell.in(directory).run(small("--only", "R01", "--timeout", "0s"));

    assertThat(List.of(noSchedule.code(), both.code(), time.code())).containsOnly(2);
    assertThat(noSchedule.err()).contains("--keep-schedule: the rate of this graph follows no");
    assertThat(both.err()).contains("give one of the two");
    assertThat(time.err()).contains("must be a time such as 90s, 30m or 2h, was '30'");
    assertThat(late.code()).isEqualTo(3);
    assertThat(late.out()).startsWith("INCOMPLETE").contains("The time limit of 0 s passed");
  }

  @Test
  void controlC_leavesAPartialResultAndExitCode130() {
    Shell.Ended ended = Shell.in(directory).interruptedAfter(20).run(small());

    assertThat(ended.code()).isEqualTo(130);
    assertThat(ended.out()).contains("Interrupted");
    ResultDocument result = Json.read(directory.resolve("preflight-out/check-mlp/result.json"));
    assertThat(result.interrupted()).isTrue();
    assertThat(directory.resolve("preflight-out/check-mlp/report.html")).isNotEmptyFile();
  }

  @Test
  void reportThatCannotBeWritten_leavesTheResultAndIsSaid() throws IOException {
    Path out = Files.createDirectories(directory.resolve("preflight-out/check-mlp"));
    Files.createDirectories(out.resolve("report.html/in-the-way"));

    Shell.Ended ended = Shell.in(directory).run(small("--only", "D01"));

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.out()).startsWith("PASS").contains("result.json");
    assertThat(ended.err()).contains("cannot write 'preflight-out/check-mlp/report.html'");
    assertThat(Json.read(out.resolve("result.json")).interrupted()).isFalse();
    try (var files = Files.list(out)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void reportCommand_rendersTheResultAgain() {
    Shell shell = Shell.in(directory);
    Shell.Ended first = shell.run(small("--only", "D01"));

    Shell.Ended console = shell.run("report", "preflight-out/check-mlp/result.json");
    assertThat(first.out()).startsWith(console.out());
    for (String target : List.of("r.html", "r.md", "r.xml")) {
      assertThat(shell.run("report", "preflight-out/check-mlp/result.json", "-o", target).code())
          .isZero();
      assertThat(directory.resolve(target)).isNotEmptyFile();
    }
    Shell.Ended odd = shell.run("report", "preflight-out/check-mlp/result.json", "-o", "r.pdf");
    assertThat(odd.code()).isEqualTo(2);
    assertThat(odd.err()).contains("r.pdf", ".html, .md or .xml");
  }

  @Test
  void programThatThrows_isBlamedWithItsLine() throws IOException {
    Path source =
        Files.writeString(
            directory.resolve("Broken.java"),
            """
            package acme;
            import dev.preflight.training.program.*;
            public class Broken implements TrainingProgram {
              public Ends build(org.tensorflow.Graph graph, Setup setup) {
                throw new IllegalStateException("not today");
              }
            }
            """);
    Path classes = Files.createDirectories(directory.resolve("classes"));
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                Classpath.OF_TESTS,
                source.toString());
    assertThat(compiled).isZero();

    Shell.Ended ended =
        Shell.in(directory)
            .run("check", "acme.Broken", "--classpath", "classes", "--data", "digits?limit=600");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .contains("program 'Broken' failed", "not today", "acme.Broken.build, line 5")
        .doesNotContain("\tat ");
  }

  @Test
  void resultsStay_andAreListed() throws IOException {
    Shell shell = Shell.in(directory);
    shell.run(small("--only", "D01"));
    shell.run("data", "digits?limit=200", "--progress", "none");
    Path damaged = Files.createDirectories(directory.resolve("preflight-out/damaged"));
    Files.writeString(damaged.resolve("result.json"), "{");
    Files.writeString(damaged.resolve("report.html"), "");
    shell.run(small("--only", "D01", "--out", "elsewhere"));

    assertThat(directory.resolve("preflight-out/check-mlp/report.html")).exists();
    assertThat(directory.resolve("preflight-out/index.html"))
        .content()
        .contains("href=\"check-mlp/report.html\"", "href=\"data-digits/report.html\"")
        .doesNotContain("damaged", "elsewhere");
  }
}
