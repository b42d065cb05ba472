package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.preflight.cli.process.ExitCode;
import dev.preflight.reports.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Studies end to end, on a program small enough to train in a moment, and on a shell. */
class TuneCommandTest {
  @TempDir Path directory;

  private Shell.Ended run(String... args) {
    return Shell.in(directory).run(args);
  }

  private Shell.Ended small(String... more) {
    String[] args = {
      "tune",
      "regression-mlp",
      "--set",
      "width=8",
      "--updates",
      "20",
      "--batch-size",
      "32",
      "--progress",
      "none"
    };
    return run(Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray(String[]::new));
  }

  private Map<?, ?> result() {
    try {
      return (Map<?, ?>) Json.read(Shell.out(directory).resolve("result.json")).result();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aProgram_isTunedWithoutASpace_andGoesOn() {
    Shell.Ended first = small("--trials", "3");
    assertThat(first.err()).isEmpty();
    assertThat(first.code()).isZero();
    assertThat(first.out()).contains("regression-mlp tune", "learning_rate");
    Shell.Ended second = small("--trials", "5");
    assertThat(second.out()).contains("3 of 5 trials are from an earlier start");
    assertThat((List<?>) result().get("trials")).hasSize(5);
    assertThat(run("study", "list").out()).contains("regression-mlp", "minimize");
    assertThat(run("study", "best", "--format", "json").out()).startsWith("[{\"number\": ");
    assertThat(run("study", "show", "--format", "csv").out().lines())
        .hasSize(6)
        .first()
        .isEqualTo("trial,state,value,learning_rate,weight_decay");
  }

  @Test
  void aCommand_isTunedByWhatItPrints() {
    assumeThat(Path.of("/bin/sh")).exists();
    Shell.Ended ended =
        run(
            "tune",
            "--param",
            "x=int(1,5)",
            "--trials",
            "9",
            "--progress",
            "none",
            "--",
            "/bin/sh",
            "-c",
            "echo loss=$1",
            "sh",
            "{x}");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).contains("Best value 1", "every point of the space was tried");
  }

  @Test
  void aStudy_isExportedImportedAndDeleted() {
    small("--trials", "2");
    assertThat(run("study", "export", "s.json").code()).isZero();
    assertThat(run("study", "import", "s.json", "--study", "copy").out())
        .isEqualTo("Study: copy, 2 trials" + System.lineSeparator());
    assertThat(run("study", "show", "--study", "copy", "--format", "json").out())
        .isEqualTo(run("study", "show", "--study", "regression-mlp", "--format", "json").out());
    assertThat(run("study", "delete").err()).contains("which study is to be deleted?");
    assertThat(run("study", "delete", "--study", "copy").code()).isZero();
    assertThat(run("study", "show", "--study", "copy").err()).contains("there is no study 'copy'");
  }

  @Test
  void aShell_asksAndTells() {
    Shell.Ended asked = run("ask", "--param", "lr=log(1e-5,1)");
    assertThat(asked.out())
        .startsWith("{\"study\": \"study\", \"trial\": 0, \"params\": {\"lr\": ");
    assertThat(run("tell", "0", "3", "--report", "1").out().strip()).isEqualTo("go on");
    assertThat(run("tell", "0", "0.5").out().strip()).isEqualTo("trial 0 complete");
    assertThat(run("tell", "0", "0.5").err()).contains("trial 0 is not running, but COMPLETE");
    assertThat(run("tell", "4", "0.5").err()).contains("the study has no trial 4");
    run("ask", "--param", "lr=log(1e-5,1)");
    assertThat(run("tell", "1", "nan").out().strip()).isEqualTo("trial 1 fail");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '"',
      value = {
        "tune --sampler tpee -> there is no sampler 'tpee'",
        "tune --pruner medan -> there is no pruner 'medan'",
        "tune --pruner percentile -> there is no pruner 'percentile'",
        "tune --pruner percentile(101) -> percentile must be in [0, 100]",
        "tune --trials 0 -> --trials must be at least 1",
        "tune --jobs 0 -> --jobs must be at least 1",
        "tune --param lr=log(0,1) -> a logarithmic range cannot start at 0.0",
        "tune --space no.json -> --space: cannot read 'no.json'",
        "tune --metric accuracy -> --metric is for commands",
        "tune --storage mysql:x -> 'mysql:x' names no storage",
        "tune --storage sqlite:no/such/x.db -> there is no directory",
        "tune --param x=int(1,2) -- echo -> parameter 'x' has no place in the command",
        "tune -- echo {x} -> there is nothing to tune",
        "study list -> there is no file",
        "study -> one of list, show, best, export, import and delete is missing",
        "ask -> there is nothing to ask for",
        "study import no.json --storage sqlite:s.db -> cannot read 'no.json'"
      })
  void whatIsWrong_isSaid(String line, String message) {
    Shell.Ended ended = run(line.split(" "));
    assertThat(ended.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ended.err()).contains(message).doesNotContain("\tat ");
  }
}
