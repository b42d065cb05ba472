package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Json;
import dev.preflight.reports.ResultDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  @TempDir Path directory;

  private Shell.Ended check(String config, String... more) throws IOException {
    Files.writeString(directory.resolve("c.json"), config);
    String[] args = new String[more.length + 3];
    args[0] = "check";
    args[1] = "--config";
    args[2] = "c.json";
    System.arraycopy(more, 0, args, 3, more.length);
    return Shell.in(directory).run(args);
  }

  @Test
  void unknownKey_isAnErrorThatNamesTheNearest() throws IOException {
    Shell.Ended ended = check("{\"batchsize\": 32}");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("c.json: 'check' has no option 'batchsize'", "batch-size");
  }

  @Test
  void brokenJson_isAnErrorWithItsPlace() throws IOException {
    Shell.Ended ended = check("{\"batch-size\": 32,\n oops}");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("c.json:2");
  }

  @Test
  void wrongType_isAnError() throws IOException {
    assertThat(check("{\"json\": 1}").err()).contains("'json' must be true or false, was 1");
    assertThat(check("{\"seed\": true}").err()).contains("'seed' must be text or a number");
    assertThat(check("{\"seed\": \"x\"}").err()).contains("--seed must be a whole number, was 'x'");
  }

  @Test
  void options_areThoseOfTheFileUnlessTheCommandLineSaysOtherwise() throws IOException {
    Shell.Ended ended =
        check(
            """
            {"program": "mlp", "set": {"width": 8}, "only": ["D01", "D02"], "seed": 7,
             "progress": "none", "data": "digits?limit=200"}
            """,
            "--seed",
            "8");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    ResultDocument result = Json.read(directory.resolve("preflight-out/check-mlp/result.json"));
    assertThat(result.program()).isEqualTo("mlp");
    assertThat(result.findings()).extracting("id").containsExactlyInAnyOrder("D01", "D02");
    assertThat(result.provenance().seed()).isEqualTo(8);
    assertThat(result.provenance().config()).containsEntry("set", Map.of("width", "8"));
    assertThat(result.provenance().commandLine()).startsWith("preflight check --config");
  }

  @Test
  void argumentFile_isReadToo() throws IOException {
    Path file = Files.writeString(directory.resolve("args"), "check\nnope.json\n");

    Shell.Ended ended = Shell.in(directory).run("@" + file);

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("there is no descriptor 'nope.json'");
  }
}
