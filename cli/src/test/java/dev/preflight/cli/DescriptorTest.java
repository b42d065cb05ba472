package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A graph in a file, and every way to describe it wrongly. */
class DescriptorTest {
  private static final String INITIALIZERS = ", \"initializers\": [\"set_kernel\", \"set_bias\"]";
  private static final String ENDS =
      "\"features\": \"images\", \"labels\": \"target\", \"loss\": \"mean_loss\", \"logits\":"
          + " \"scores\""
          + INITIALIZERS;

  @TempDir Path directory;

  private Shell.Ended check(String... more) {
    String[] args = new String[more.length + 4];
    args[0] = "check";
    args[1] = "net.json";
    args[2] = "--progress";
    args[3] = "none";
    System.arraycopy(more, 0, args, 4, more.length);
    return Shell.in(directory).run(args);
  }

  @Test
  void describedGraph_isChecked() throws IOException {
    SmallGraph.write(directory, ENDS);

    Shell.Ended ended = check("--only", "G02,D01");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).startsWith("PASS  net check").contains("G02", "report.html");
  }

  @Test
  void tensorThatIsNotThere_getsTheNearestNames() throws IOException {
    SmallGraph.write(directory, ENDS.replace("mean_loss", "mean_los"));

    Shell.Ended ended = check();

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("loss", "'mean_los'", "mean_loss").doesNotContain("\tat ");
  }

  @Test
  void keyThatIsNotOne_getsTheNearest() throws IOException {
    SmallGraph.write(directory, ENDS + ", \"logit\": \"scores\"");

    Shell.Ended ended = check();

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("net.json:2", "unknown key \"logit\"", "logits");
  }

  @Test
  void keyThatIsMissing_isNamed() throws IOException {
    SmallGraph.write(directory, ENDS.replace("\"loss\"", "\"name\""));

    Shell.Ended ended = check();

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("key \"loss\" is missing");
  }

  @Test
  void dataOfAnotherShape_isAnErrorWithBothShapes() throws IOException {
    SmallGraph.write(directory, ENDS);
    StringBuilder rows = new StringBuilder("a,b,label\n");
    for (int i = 0; i < 100; i++) {
      rows.append(i).append(',').append(-i).append(',').append(i % 10).append('\n');
    }
    Files.writeString(directory.resolve("rows.csv"), rows);

    Shell.Ended ended = check("--data", "csv:rows.csv?label=label");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("[2]", "28").doesNotContain("\tat ");
  }

  @Test
  void graphFileThatIsMissingEmptyOrCutOff_isAnError() throws IOException {
    SmallGraph.write(directory, ENDS);
    Path graph = directory.resolve("net.pb");
    byte[] whole = Files.readAllBytes(graph);

    Files.write(graph, java.util.Arrays.copyOf(whole, whole.length / 2));
    Shell.Ended cut = check();
    Files.write(graph, new byte[0]);
    Shell.Ended empty = check();
    Files.delete(graph);
    Shell.Ended missing = check();

    assertThat(cut.err()).contains("cut off");
    assertThat(empty.err()).contains("holds no ops");
    assertThat(missing.err()).contains("there is no file");
    assertThat(java.util.List.of(cut.code(), empty.code(), missing.code())).containsOnly(2);
  }

  @Test
  void graphWithoutItsDescriptor_isToldToWriteOne() throws IOException {
    SmallGraph.write(directory, ENDS);

    Shell.Ended ended = Shell.in(directory).run("check", "net.pb");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("is not a descriptor", "\"graph\": \"net.pb\"");
  }

  @Test
  void lossThatNoVariableReaches_isAnError() throws IOException {
    SmallGraph.write(directory, ENDS.replace("mean_loss", "blind_loss"));

    Shell.Ended ended = check();

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("blind_loss").doesNotContain("\tat ");
  }

  @Test
  void constants_areReadFromTheDescriptor() throws IOException {
    SmallGraph.write(directory, ENDS + ", \"feeds\": {\"scale\": 1}");
    Shell.Ended unknown = check();
    SmallGraph.write(directory, ENDS + ", \"feeds\": {\"images\": \"x\"}");
    Shell.Ended none = check();
    SmallGraph.write(directory, ENDS + ", \"feeds\": {\"images\": {\"train\": 1}}");
    Shell.Ended half = check();

    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("feeds: the graph has no tensor 'scale'");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("'images' is no number");
    assertThat(half.code()).isEqualTo(2);
    assertThat(half.err()).contains("\"evaluate\"");
  }

  @Test
  void misspeltRequiredKey_isNamedBesideTheRightOne() throws IOException {
    SmallGraph.write(directory, ENDS.replace("\"labels\"", "\"labls\""));

    Shell.Ended ended = check();

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("labls", "did you mean \"labels\"?");
  }

  @Test
  void brokenJson_isToldInPlainWords() throws IOException {
    SmallGraph.write(directory, ENDS);
    Path descriptor = directory.resolve("net.json");
    String good = Files.readString(descriptor).strip();

    Files.writeString(descriptor, good.substring(0, good.length() - 1) + ",}");
    assertThat(check().err()).contains("net.json:", "a comma before '}'", "remove the comma");
    Files.writeString(descriptor, good.substring(0, good.length() - 1));
    assertThat(check().err()).contains("it ends too early", "close what is open");
    Files.writeString(descriptor, good.replace("\"images\"", "images"));
    assertThat(check().err()).contains("'images' is no JSON value", "double quotes");
    Files.writeString(descriptor, good.replace("\"images\"", "'images'"));
    assertThat(check().err()).contains("a single quote", "double quotes");
  }

  @Test
  void misspeltDescriptor_getsTheOneBesideIt() throws IOException {
    SmallGraph.write(directory, ENDS);

    Shell.Ended ended = Shell.in(directory).run("check", "nett.json");

    assertThat(ended.err()).contains("no descriptor 'nett.json'", "did you mean net.json?");
  }

  @Test
  void descriptorGivenForAResult_isTold() throws IOException {
    SmallGraph.write(directory, ENDS);

    Shell.Ended ended = Shell.in(directory).run("report", "net.json");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("is no result of Preflight", "check-lenet/result.json");
  }

  @Test
  void dryRun_saysThePlanAndDoesNothing() throws IOException {
    SmallGraph.write(directory, ENDS);

    Shell.Ended ended = check("--dry-run");

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).startsWith("Plans 24 checks with up to 3,300 updates (");
    assertThat(directory.resolve("preflight-out/index.html")).doesNotExist();
  }
}
