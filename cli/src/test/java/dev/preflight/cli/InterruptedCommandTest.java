package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Json;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command that is stopped at any moment is green to nobody: shell, build server, reader. */
class InterruptedCommandTest {
  private static final String SMALL =
      " regression-mlp --set width=8 --batch-size 32 --progress none --fail-on never";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check" + SMALL,
        "lr-find --updates 40" + SMALL,
        "lr-search --updates 20 --seeds 2" + SMALL,
        "schedules --updates 20 --seeds 3 --schedules rex" + SMALL
      })
  void stoppedCommand_isGreenToNobody(String line) throws IOException {
    SplittableRandom random = new SplittableRandom(9);
    for (int polls : new int[] {0, random.nextInt(1, 60), random.nextInt(60, 110)}) {
      // Finished runs must not be found again.
      String out = "stopped-" + polls;
      Shell.Ended ended =
          Shell.in(directory).interruptedAfter(polls).run((line + " --out " + out).split(" "));

      assertThat(ended.code()).as(ended.err()).isEqualTo(130);
      assertThat(ended.out()).startsWith("INCOMPLETE  regression-mlp ");
      ResultDocument result = Json.read(directory.resolve(out + "/result.json"));
      assertThat(result.verdict()).isEqualTo(Verdict.INCOMPLETE);
      assertThat(directory.resolve(out + "/report.html")).content().contains("… INCOMPLETE");
      assertStaysIncomplete(out + "/result.json");
    }
  }

  private void assertStaysIncomplete(String result) throws IOException {
    Shell shell = Shell.in(directory);
    assertThat(shell.run("report", result, "--fail-on", "fail").code()).isEqualTo(3);
    assertThat(shell.run("report", result, "--fail-on", "warn").code()).isEqualTo(3);
    assertThat(shell.run("report", result, "-o", "r.xml").code()).isZero();
    assertThat(Files.readString(directory.resolve("r.xml"))).contains("<error ");
    assertThat(shell.run("report", result, "--fail-on", "fail", "-o", "r.md").code()).isEqualTo(3);
    assertThat(Files.readString(directory.resolve("r.md"))).contains("INCOMPLETE");
  }

  /** The clock goes on by a second whenever somebody looks. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "lr-find --updates 40",
        "lr-search --updates 20 --seeds 2",
        "schedules --updates 20 --seeds 3 --schedules rex"
      })
  void timeThatIsUp_endsTheWorkWithAResult(String line) throws IOException {
    String command = line + SMALL.replace(" --fail-on never", "") + " --timeout 40s --out out";

    Shell.Ended ended = Shell.in(directory).tickingEvery(1_000_000_000L).run(command.split(" "));

    assertThat(ended.code()).as(ended.err()).isEqualTo(3);
    assertThat(ended.out())
        .startsWith("INCOMPLETE  regression-mlp ")
        .contains("Stopped, for the time given by --timeout was up.");
    assertThat(Json.read(directory.resolve("out/result.json")).interrupted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check",
        "lr-find --updates 40",
        "lr-search --updates 20 --seeds 2",
        "schedules --updates 20 --seeds 3 --schedules rex",
        "tune --updates 20 --trials 4"
      })
  void dryRun_saysThePlan_andLeavesNoResult(String line) {
    Shell.Ended ended = Shell.in(directory).run((line + SMALL + " --dry-run --out dry").split(" "));

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).startsWith("Plans ").contains(" updates ");
    assertThat(directory.resolve("dry/result.json")).doesNotExist();
  }
}
