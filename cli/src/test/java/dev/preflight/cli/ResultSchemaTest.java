package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.preflight.cli.process.ExitCode;
import dev.preflight.reports.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands write is what docs/result.schema.json says, whole and interrupted. */
class ResultSchemaTest {
  private static final String[] SMALL = {
    "regression-mlp", "--set", "width=8", "--batch-size", "32", "--progress", "none"
  };

  @TempDir Path directory;

  private static JsonSchema schema() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Json.class.getResourceAsStream("result.schema.json"))) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static String[] line(String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(1, List.of(SMALL));
    return words.toArray(String[]::new);
  }

  private void assertFits(String command) throws IOException {
    String kind = line(command)[0];
    String result = Files.readString(Shell.out(directory).resolve("result.json"));
    assertThat(result).contains("\"kind\": \"" + kind + "\"");
    assertThat(schema().validate(result, InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check --profile quick",
        "lr-find --updates 0.5ep --quick",
        "lr-find --updates 40",
        "lr-search --updates 30 --seeds 2 --recipe lecture --weight-decay",
        "schedules --updates 30 --seeds 3 --schedules rex --two-budgets",
        "tune --updates 20 --trials 4 --param momentum=float(0,0.9)",
        "ablate --updates 20 --seeds 3 --change optimizer=adam --change schedule=cosine",
        "ablate --updates 20 --seeds 3 --change learning_rate=0.001 --learning-rate 0.01",
        "baseline --updates 30"
      })
  void result_fitsTheSchema(String command) throws IOException {
    Shell.Ended ended = Shell.in(directory).run(line(command));

    assertThat(ended.code()).as(ended.err()).isIn(ExitCode.FINE, ExitCode.CHECK_FAILED);
    assertFits(command);
    assertThat(Shell.out(directory).resolve("report.html"))
        .content()
        .doesNotContain("could not be drawn");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check",
        "lr-find --updates 40",
        "lr-search --updates 30 --seeds 2",
        "schedules --updates 30 --seeds 3 --schedules rex",
        "tune --updates 50 --trials 4",
        "ablate --updates 30 --seeds 3 --change momentum=0.5"
      })
  void partialResult_fitsTheSchema(String command) throws IOException {
    Shell.Ended ended = Shell.in(directory).interruptedAfter(60).run(line(command));

    assertThat(ended.code()).isEqualTo(ExitCode.INTERRUPTED);
    assertFits(command);
  }
}
