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
          check --batch-size few             | --batch-size must be a whole number, was 'few' | preflight check --help
          check --batch-size 90000           | --batch-size must be at most 8,000     | lower it
          check --seed abc                   | --seed must be a whole number, was 'abc' | preflight check --help
          check --profile fast               | --profile must be quick, standard or paranoid, was 'fast' | preflight check --help
          check --learning-rate high         | --learning-rate must be a number, was 'high' | preflight check --help
          check --timeout 10                 | --timeout must be a time such as 90s   | preflight check --help
          check mlp --set width=-4           | hyperparameter 'width' must be at least 1, was -4 | --set width=128
          check Net.java                     | class 'Net.java' is not on the class path | javac -cp $(preflight classpath)
          lr-find --updates 0                | --updates must be in [1, 2^53], was 0  | preflight lr-find --help
          lr-find --steps 0                  | --steps must be at least 1, was 0      | own choice
          lr-find --seeds 0                  | --seeds must be at least 1, was 0      | own choice
          lr-find --weight-decays -1         | --weight-decays must be in [0, 1], was -1 | preflight lr-find --help
          schedule cosine(peak=1) --updates 9 --steps-per-epoch -1 | --steps-per-epoch must be at least 0, was -1 |
          explain G5                         | there is no check 'G5'                 | did you mean G05
          check --batch-size 0               | --batch-size must be at least 1, was 0 | raise it
          check --batch-size 1               | --batch-size must be at least 2, was 1 | preflight check --help
          check --threads -1                 | --threads must not be negative, was -1 | 0 for all processors
          check --device tpu                 | --device must be auto, cpu or gpu, was 'tpu' | preflight check --help
          check --optimizer adm              | unknown optimizer 'adm'                | adam
          check --learning-rate -1           | --learning-rate must be in (0, 1000]   | the default of momentum is 0.01
          check --only G2                    | --only: there is no check 'G2'         | G02
          check --allow G002=fine            | --allow: there is no check 'G002'      | G02
          check --allow G02                  | --allow must be ID[:DATE]=REASON, was 'G02' | preflight check --help
          check nope                         | unknown program 'nope'                 | lenet
          check nope.json                    | there is no descriptor 'nope.json'     | preflight programs
          check com.acme.Net                 | class 'com.acme.Net' is not on the class path | --classpath
          check java.lang.String             | class 'java.lang.String' does not implement | implement it
          check --classpath nowhere          | --classpath: there is no 'nowhere'     | directories of classes or jars
          check --data idx:a,b               | a                                      |
          check --data nope:a                | unknown data kind 'nope'               | npy
          check mlp --set witdh=3            | no hyperparameter 'witdh'              | width
          check --config nope.json           | --config: there is no file 'nope.json' | {"batch-size": 32
          check @nope                        | there is no argument file 'nope'       | one argument a line
          lr-find --steps 3                  | --steps must be in [20, 100000], was 3   | preflight lr-find --help
          lr-find --low 1 --high 0.1         | the ramp must rise                     | preflight lr-find --help
          lr-find --updates 5x               | --updates must be a number of updates such as 3000, or of epochs such as 5ep, was '5x' | preflight lr-find --help
          lr-search --updates 0              | --updates must be in [1, 2^53], was 0  | preflight lr-search --help
          schedules --updates 20000000       | --updates must be in [1, 10000000], was 20000000 | preflight schedules --help
          lr-search --seeds 1                | --seeds must be in [2, 100], was 1       | preflight lr-search --help
          lr-search --recipe plain           | --recipe must be sound or lecture, was 'plain' | preflight lr-search --help
          lr-search --schedule cosin         | unknown schedule 'cosin'               | Did you mean 'cosine'?
          lr-search --low 1 --high 2         | rates must span a decade               | preflight lr-search --help
          schedules --seeds 2                | --seeds must be in [3, 100], was 2       | preflight schedules --help
          schedules --schedules rex,cosin    | unknown schedule 'cosin'               | Did you mean 'cosine'?
          schedule cosine(peak=1)            | --updates is missing                   | preflight schedule --help
          schedule cosin(peak=1) --steps 9   | unknown schedule 'cosin'               | Did you mean 'cosine'?
          schedule cosine(peak=1) --steps 0  | --updates must be in [1, 2^53], was 0  |
          schedule cosine(peak=1) --updates 2ep | --updates 2ep needs the length of an epoch | --steps-per-epoch
          report nope.json                   | there is no result 'nope.json'         | preflight-out/check-lenet/result.json
          report                             | RESULT.json is missing                 | preflight report --help
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
