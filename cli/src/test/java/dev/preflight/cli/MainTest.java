package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own. */
class MainTest {
  @TempDir Path directory;

  private ProcessBuilder main(List<String> flags, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", Classpath.OF_TESTS, Main.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).directory(directory.toFile());
  }

  @Test
  void schedule_neverLoadsTensorFlow() throws Exception {
    Process process =
        main(
                List.of("-Xlog:class+load:file=loaded.txt"),
                "schedule",
                "warmup(5%) + cosine(peak=0.1)",
                "--steps",
                "40",
                "--csv")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();

    List<String> lines = lines(process.inputReader());

    assertThat(process.waitFor()).isZero();
    assertThat(lines).hasSize(41).first().isEqualTo("update,learning_rate,phase");
    assertThat(lines.get(3)).startsWith("2,0.1,");
    assertThat(directory.resolve("loaded.txt"))
        .content()
        .contains("dev.preflight.schedules.")
        .doesNotContain("org.tensorflow.", "org.bytedeco.");
  }

  /** TERM rather than INT, because a shell starts background jobs with INT ignored. */
  @Test
  void signalInTheMiddle_leavesAPartialResultAndExitCode130() throws Exception {
    Process process =
        main(List.of(), "check", "lenet", "--progress", "plain")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader err = process.errorReader();
    String line = err.readLine();
    while (line != null && !line.matches(".*: \\d+ %.*")) {
      line = err.readLine();
    }

    // Of the handle, because that of the process would also close the streams.
    process.toHandle().destroy();
    List<String> rest = lines(err);

    assertThat(process.waitFor()).isEqualTo(130);
    assertThat(rest).anyMatch(text -> text.contains("stopping, and writing what there is"));
    assertThat(Json.read(directory.resolve("preflight-out/check-lenet/result.json")).interrupted())
        .isTrue();
  }

  private static List<String> lines(BufferedReader reader) throws IOException {
    try (reader) {
      return reader.lines().toList();
    }
  }
}
