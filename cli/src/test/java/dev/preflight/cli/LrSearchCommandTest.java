package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Json;
import dev.preflight.reports.ResultDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search end to end, on a program small enough to train in a moment. */
class LrSearchCommandTest {
  @TempDir Path directory;

  private static String[] small(String command, String... more) {
    String[] args = {
      command,
      "mlp",
      "--set",
      "width=16",
      "--data",
      "digits?limit=600",
      "--updates",
      "40",
      "--batch-size",
      "32",
      "--progress",
      "none"
    };
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return all;
  }

  private ResultDocument result(String out) {
    return Json.read(directory.resolve(out).resolve("result.json"));
  }

  private static Map<?, ?> map(Object value) {
    return (Map<?, ?>) value;
  }

  @Test
  void search_writesTheRateForScriptsAndPeople() throws IOException {
    Shell.Ended ended =
        Shell.in(directory).run(small("lr-search", "--seeds", "3", "--recipe", "lecture"));

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("mlp lr-search", "fresh seeds", "plain recipe");
    Map<?, ?> result = map(result(Shell.out(directory).toString()).result());
    assertThat(map(result.get("best")).keySet().stream().map(String::valueOf))
        .contains("learningRate", "mean", "sd", "runs");
    assertThat(result.get("verdictCode")).isIn("INTERIOR", "EDGE_AT_INSTABILITY");
    assertThat(Shell.out(directory).resolve("report.html")).isNotEmptyFile();
  }

  @Test
  void killedSearch_goesOnInTheSameDirectory_toTheSameResult() {
    Shell.in(directory).run(small("lr-search", "--seeds", "2", "--out", "whole"));
    Shell.Ended killed =
        Shell.in(directory)
            .interruptedAfter(200)
            .run(small("lr-search", "--seeds", "2", "--out", "parts"));
    boolean partial = result("parts").interrupted();
    Shell.Ended again =
        Shell.in(directory).run(small("lr-search", "--seeds", "2", "--out", "parts"));

    assertThat(killed.code()).isEqualTo(130);
    assertThat(partial).isTrue();
    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("taken from an earlier start");
    assertThat(result("parts").result()).isEqualTo(result("whole").result());
  }

  @Test
  void comparison_ranksTheSchedules_andGoesOnWhereItWasKilled() throws IOException {
    String[] comparison =
        small("schedules", "--seeds", "3", "--schedules", "warmup(5%) + cosine(end=0), rex");
    Shell.Ended killed = Shell.in(directory).interruptedAfter(700).run(comparison);
    Shell.Ended again = Shell.in(directory).run(comparison);

    assertThat(killed.code()).isEqualTo(130);
    assertThat(again.err()).isEmpty();
    assertThat(again.code()).isZero();
    Map<?, ?> first =
        map(
            ((java.util.List<?>)
                    map(result(Shell.out(directory).toString()).result()).get("ranking"))
                .get(0));
    assertThat(first.keySet().stream().map(String::valueOf))
        .contains(
            "schedule", "learningRate", "mean", "sd", "pairedDifference", "interval", "group");
    assertThat(again.out()).contains("preflight schedule \"");
    assertThat(Shell.out(directory).resolve("report.html")).isNotEmptyFile();
  }

  @Test
  void scheduleThatDoesNotFit_isSaidWithItsLength() {
    Shell.Ended ended =
        Shell.in(directory).run(small("lr-search", "--schedule", "warmup(100) + cosine"));

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("warmup(100) + cosine").contains("--updates, which is 40");
  }
}
