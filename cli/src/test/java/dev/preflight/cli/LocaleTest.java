package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Json;
import dev.preflight.reports.ResultDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command under locales with digits and letters of their own. As a process, because it is
 * {@link Main} that keeps TensorFlow Java from writing such digits into the names of ops.
 */
class LocaleTest {
  private static final String ENDS =
      "\"features\": \"images\", \"labels\": \"target\", \"loss\": \"mean_loss\", \"logits\":"
          + " \"scores\", \"initializers\": [\"set_kernel\", \"set_bias\"]";

  @TempDir Path directory;

  @BeforeEach
  void writeGraph() throws Exception {
    SmallGraph.write(directory, ENDS);
  }

  private ResultDocument check(String language, String country) throws Exception {
    Path out = directory.resolve("out-" + language);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Duser.language=" + language, "-Duser.country=" + country));
    command.addAll(List.of("-cp", Classpath.OF_TESTS, Main.class.getName()));
    command.addAll(List.of("check", "net.json", "--profile", "quick", "--progress", "none"));
    command.addAll(List.of("--threads", "1", "--fail-on", "never", "--out", out.toString()));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor()).isZero();
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("viewBox=\"0 0 ")
        .doesNotContainPattern("[\u0660-\u0669]");
    return Json.read(out.resolve("result.json"));
  }

  private static String judged(ResultDocument document) {
    StringBuilder text = new StringBuilder(document.verdict() + " " + document.summary());
    for (Finding finding : document.findings()) {
      text.append('\n').append(finding.toString().replaceFirst("seconds=[^,\\]]*", ""));
    }
    return text.toString();
  }

  @Test
  void resultsAndReports_areTheSameEverywhere() throws Exception {
    ResultDocument english = check("en", "US");

    for (String[] locale : new String[][] {{"ar", "EG"}, {"tr", "TR"}}) {
      ResultDocument there = check(locale[0], locale[1]);

      assertThat(judged(there)).isEqualTo(judged(english));
      assertThat(there.next()).isEqualTo(english.next());
      assertThat(there.charts()).isEqualTo(english.charts());
      assertThat(there.tables()).isEqualTo(english.tables());
    }
  }
}
