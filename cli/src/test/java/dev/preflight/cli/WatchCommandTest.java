package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Json;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchCommandTest {

  private static final long SECOND = 1_000_000_000L;

  @TempDir Path directory;

  private void append(String text) {
    try {
      Files.writeString(
          directory.resolve("log.csv"), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void appendRows(int from, int to) {
    for (int t = from; t < to; t++) {
      double loss = 2 * Math.exp(-t / 30.0) + 0.1 + 0.01 * (t * 7919 % 13);
      append(String.format(Locale.ROOT, "%d,%.5f%n", t, loss));
    }
  }

  @Test
  void finishedRun_isJudgedOnce_withAReport() throws IOException {
    append("step,loss\n");
    appendRows(0, 200);

    Shell.Ended ended = Shell.in(directory).run("watch", "log.csv", "--once");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).startsWith("PASS  log.csv watch").contains("200 points of 'loss'");
    ResultDocument result = Json.read(directory.resolve("preflight-out/watch-log.csv/result.json"));
    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(directory.resolve("preflight-out/watch-log.csv/report.html"))
        .content()
        .contains("<svg id=", "200 points of");
  }

  @Test
  void runThatBreaksWhileItIsWatched_endsWithCode3_atOnce() {
    append("step,loss\n");
    AtomicInteger rows = new AtomicInteger();

    Shell.Ended ended =
        Shell.in(directory)
            .whenAsked(
                () -> {
                  int row = rows.getAndAdd(10);
                  if (row < 200) {
                    appendRows(row, row + 10);
                  } else {
                    append(row + ",nan\n");
                  }
                  assertThat(row).as("it goes on").isLessThan(300);
                  return false;
                })
            .run("watch", "log.csv", "--every", "0s");

    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err())
        .startsWith("Waiting: the log holds no numbers yet")
        .contains("R20 'loss' is NaN at step 200, after ");
    assertThat(ended.out()).startsWith("FAIL  log.csv watch");
  }

  @Test
  void runThatRests_isJudged_whenNothingCameForAWhile() {
    append("step,loss\n");
    appendRows(0, 100);

    Shell.Ended ended =
        Shell.in(directory)
            .tickingEvery(SECOND)
            .run("watch", "log.csv", "--every", "0s", "--idle", "30s");

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).startsWith("PASS  log.csv watch");
  }

  @Test
  void userWhoStopsWatching_hasAPartialResult() {
    append("step,loss\n");
    appendRows(0, 100);

    Shell.Ended ended =
        Shell.in(directory).interruptedAfter(3).run("watch", "log.csv", "--every", "0s");

    assertThat(ended.code()).isEqualTo(130);
    assertThat(ended.out()).startsWith("INCOMPLETE  log.csv watch");
  }

  @Test
  void fewPoints_areIncomplete_notGreen() {
    append("step,loss\n0,2\n1,1\n2,0.5\n");

    Shell.Ended ended = Shell.in(directory).run("watch", "log.csv", "--once");

    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.out()).startsWith("INCOMPLETE").contains("The loss has 3 points; 8 are");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "none.csv                        | there is no file",
        "log.csv --loss los              | --loss: there is no series 'los'",
        "log.csv --metric nope           | --metric: there is no series 'nope'",
        "log.csv --steps stepp           | 'stepp'",
        "log.csv --validation-size -1    | --validation-size must be positive",
        "log.csv --every soon            | must be a time such as 90s",
      })
  void badInput_isRefused_withTheRemedy(String arguments, String message) {
    append("step,loss\n0,2\n1,1\n2,0.5\n");

    Shell.Ended ended =
        Shell.in(directory).run(("watch " + arguments.strip() + " --once").split(" "));

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains(message.strip()).doesNotContain("\tat ");
    assertThat(directory.resolve("preflight-out")).doesNotExist();
  }
}
