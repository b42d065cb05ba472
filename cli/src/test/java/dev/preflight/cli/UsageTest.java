package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said about arguments that cannot be, before anything is trained. */
class UsageTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          chekc                              | unknown command 'chekc'                | did you mean check or checks?
          check --batchsize 3                | unknown option '--batchsize'           | did you mean --batch-size?
          check lenet mlp                    | one argument too many: 'mlp'           | preflight check --help
          check --batch-size few             | '--batch-size': 'few' is not an int    | preflight check --help
          check --batch-size 0               | --batch-size must be at least 1, was 0 | raise it
          check --batch-size 1               | batchSize must be at least 2, was 1    | preflight check --help
          check --threads -1                 | --threads must not be negative, was -1 | 0 for all processors
          check --device tpu                 | '--device'                             | preflight check --help
          check --optimizer adm              | unknown optimizer 'adm'                | adam
          check --learning-rate -1           | learning rate must be in (0, 1000]     | the default of momentum is 0.01
          check --only G2                    | --only: there is no check 'G2'         | G02
          check --allow G002=fine            | --allow: there is no check 'G002'      | G02
          check --allow G02                  | '--allow'                              | preflight check --help
          check nope                         | Unknown program 'nope'                 | lenet
          check nope.json                    | there is no descriptor 'nope.json'     | preflight programs
          check com.acme.Net                 | class 'com.acme.Net' is not on the class path | --classpath
          check java.lang.String             | class 'java.lang.String' does not implement | implement it
          check --classpath nowhere          | --classpath: there is no 'nowhere'     | directories of classes or jars
          check --data idx:a,b               | a                                      |
          check --data nope:a                | Unknown data kind 'nope'               | npy
          check mlp --set witdh=3            | no hyperparameter 'witdh'              | width
          check --config nope.json           | --config: there is no file 'nope.json' | {"batch-size": 32
          check @nope                        | there is no argument file 'nope'       | one argument a line
          lr-find --steps 3                  | steps must be in [20, 100000], was 3   | preflight lr-find --help
          lr-find --low 1 --high 0.1         | the ramp must rise                     | preflight lr-find --help
          lr-find --updates 5x               | '--updates': must be a number of updates such as 3000, or of epochs such as 5ep, was '5x' | preflight lr-find --help
          lr-search --updates 0              | updates must be in [1, 2^53], was 0    | preflight lr-search --help
          schedules --updates 20000000       | updates must be in [1, 10000000], was 20000000 | preflight schedules --help
          lr-search --seeds 1                | seeds must be in [2, 100], was 1       | preflight lr-search --help
          lr-search --recipe plain           | '--recipe'                             | preflight lr-search --help
          lr-search --schedule cosin         | unknown schedule 'cosin'               | Did you mean 'cosine'?
          lr-search --low 1 --high 2         | rates must span a decade               | preflight lr-search --help
          schedules --seeds 2                | seeds must be in [3, 100], was 2       | preflight schedules --help
          schedules --schedules rex,cosin    | unknown schedule 'cosin'               | Did you mean 'cosine'?
          schedule cosine(peak=1)            | --steps                                | preflight schedule --help
          schedule cosin(peak=1) --steps 9   | unknown schedule 'cosin'               | Did you mean 'cosine'?
          schedule cosine(peak=1) --steps 0  | updates must be in [1, 2^53], was 0    |
          schedule cosine(peak=1) --steps 2ep | --steps 2ep needs the length of an epoch | --steps-per-epoch
          report nope.json                   | there is no result 'nope.json'         | preflight-out/check-lenet/result.json
          report                             | RESULT.json                            | preflight report --help
          """)
  void aMistake_getsItsNameAndARemedyAndExitCode2(String line, String what, String remedy) {
    Shell.Ended ended = Shell.in(directory).run(line.split(" "));

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).startsWith("preflight: ").contains(what);
    assertThat(ended.err()).contains(remedy == null ? "" : remedy);
    assertThat(ended.err()).doesNotContain("\tat ");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void noCommand_asksForOne() {
    Shell.Ended ended = Shell.in(directory).run();

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("a command is missing", "preflight --help");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check",
        "lr-find",
        "lr-search",
        "schedules",
        "schedule",
        "report",
        "programs",
        "doctor"
      })
  void help_listsTheExitCodes(String command) {
    Shell.Ended ended = Shell.in(directory).run(command, "--help");

    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("Usage: preflight " + command, "a check failed", "interrupted", "--verbose");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void version_namesEverythingThatMattersInABugReport() {
    Shell.Ended ended = Shell.in(directory).run("--version");

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("preflight ", "TensorFlow Java ", "Java ").doesNotContain("$");
  }

  @Test
  void verbose_showsTheTrace() {
    Shell.Ended ended = Shell.in(directory).run("check", "com.acme.Net", "--verbose");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("is not on the class path", "\tat dev.preflight.");
  }

  @Test
  void outThatCannotBeWritten_isSaidBeforeAnythingIsLoaded() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "in the way");

    Shell.Ended ended = Shell.in(directory).run("check", "no-such-program", "--out", "file/deep");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("--out: cannot write to 'file/deep'", "--out DIR");
    assertThat(file).hasContent("in the way");
  }

  @Test
  void completionScript_isGenerated() {
    Shell.Ended ended = Shell.in(directory).run("generate-completion");

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("complete", "lr-find", "--batch-size");
  }
}
