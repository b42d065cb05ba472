package dev.preflight.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonTest {
  @TempDir Path directory;

  static Stream<ResultDocument> documents() {
    return Stream.of(Samples.check(), Samples.lrFind(), Samples.small());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void whatIsReadBack_isWrittenInTheSameBytes(ResultDocument document) {
    Path file = directory.resolve("result.json");
    Json.write(file, document);

    ResultDocument read = Json.read(file);

    assertThat(Json.write(read)).isEqualTo(Json.write(document));
    assertThat(read.findings()).isEqualTo(document.findings());
    assertThat(read.charts()).isEqualTo(document.charts());
    assertThat(read.tables()).isEqualTo(document.tables());
    assertThat(read.provenance()).isEqualTo(document.provenance());
  }

  @Test
  void textThatUtf8CannotHold_isReplacedOnce() {
    Path file = directory.resolve("result.json");
    Json.write(file, Samples.hostile());

    assertThat(Json.write(Json.read(file)))
        .isEqualTo(Json.write(Samples.hostile()))
        .contains("\ufffd")
        .contains("\ud83d\ude80");
  }

  @Test
  void numbersThatAreNotFinite_areStrings() throws IOException {
    Path file = directory.resolve("n.json");
    Files.writeString(file, Json.write(new Numbers(Double.NaN, Double.NEGATIVE_INFINITY, 1e-5)));

    assertThat(Files.readString(file))
        .isEqualTo("{\n  \"a\": \"NaN\",\n  \"b\": \"-Infinity\",\n  \"c\": 1.0E-5\n}\n");
    assertThat(Json.read(file, Numbers.class))
        .isEqualTo(new Numbers(Double.NaN, Double.NEGATIVE_INFINITY, 1e-5));
  }

  @Test
  void typedResult_isReadBackFromItsTree() {
    Path file = directory.resolve("result.json");
    Json.write(file, Samples.lrFind());

    Object tree = Json.read(file).result();

    assertThat(Json.convert(tree, Samples.LrResult.class)).isEqualTo(Samples.lrFind().result());
  }

  @Test
  void unknownKey_isNamedWithItsPlaceAndNearestKey() throws IOException {
    DocumentException e =
        complaint(Json.write(Samples.check()).replaceFirst("\"expected\"", "\"expectd\""));

    assertThat(e.getMessage())
        .matches(".*result\\.json:\\d+:\\d+: unknown key \"expectd\" at findings\\[1]\\.expectd");
    assertThat(e.hint()).isEqualTo("did you mean \"expected\"?");
  }

  @Test
  void wrongType_isNamedWithItsPlace() throws IOException {
    assertThat(
            complaint(
                Json.write(Samples.check())
                    .replaceFirst("\"seconds\": 0.12", "\"seconds\": \"fast\"")))
        .hasMessageContaining("expected a number at findings[0].seconds");
    assertThat(
            complaint(
                Json.write(Samples.check())
                    .replaceFirst("\"findings\": \\[", "\"findings\": 7, \"x\": [")))
        .hasMessageContaining("expected an array at findings");
    assertThat(
            complaint(
                Json.write(Samples.check()).replaceFirst("\"threads\": 2", "\"threads\": 2.5")))
        .hasMessageContaining("a whole number at provenance.threads");
  }

  @Test
  void wrongStatus_isAnsweredWithTheNearest() throws IOException {
    DocumentException e =
        complaint(
            Json.write(Samples.check())
                .replaceFirst("\"status\": \"pass\"", "\"status\": \"past\""));

    assertThat(e)
        .hasMessageContaining(
            "\"past\" is not one of pass, warn, fail, info, skip, error at findings[0].status");
    assertThat(e.hint()).isEqualTo("did you mean \"pass\"?");
  }

  @Test
  void missingKey_isNamed() throws IOException {
    assertThat(complaint(Json.write(Samples.check()).replaceFirst(",\n *\"threads\": 2", "")))
        .hasMessageContaining("key \"threads\" is missing at provenance");
  }

  @Test
  void brokenRule_isSaidInItsOwnWords() throws IOException {
    assertThat(
            complaint(
                Json.write(Samples.check()).replaceFirst("\"seconds\": 0.12", "\"seconds\": -1.0")))
        .hasMessageContaining("seconds must be finite and not negative, was -1.0 at findings[0]");
  }

  @Test
  void brokenSyntax_isNotBlamedOnTheDocument() throws IOException {
    assertThat(complaint("{\n  \"schemaVersion\": 1,,\n}"))
        .hasMessageContaining("result.json:2:")
        .hasMessageContaining("not JSON");
    assertThat(complaint("")).hasMessageContaining("the file is empty");
    assertThat(complaint("null")).hasMessageContaining("holds null");
    assertThat(complaint("[1]")).hasMessageContaining("expected an object");
    assertThat(complaint("{\"schemaVersion\": 1")).hasMessageContaining("not JSON");
    assertThat(complaint(Json.write(Samples.check()) + "{}")).hasMessageContaining("result.json:");
  }

  @Test
  void newerSchema_isCalledThat() throws IOException {
    DocumentException e =
        complaint(
            Json.write(Samples.check())
                .replaceFirst("\"schemaVersion\": 2", "\"schemaVersion\": 9, \"new\": 0"));

    assertThat(e).hasMessageContaining("has schemaVersion 9; this Preflight reads up to 2");
    assertThat(e.hint()).startsWith("update Preflight");
  }

  @Test
  void missingFile_isAnInputOutputError() {
    assertThatThrownBy(() -> Json.read(directory.resolve("none.json")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("none.json");
  }

  @Test
  void failedWrite_leavesTheOldFileAndNoOther() throws IOException {
    Path file = directory.resolve("result.json");
    Json.write(file, Samples.check());
    String before = Files.readString(file);
    ResultDocument unwritable = withResult(Samples.check(), new Loop());

    assertThatThrownBy(() -> Json.write(file, unwritable))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(Files.readString(file)).isEqualTo(before);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void missingDirectory_isAnInputOutputError() {
    assertThatThrownBy(() -> Json.write(directory.resolve("no/result.json"), Samples.check()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot write");
  }

  @Test
  void nullableComponents_mayBeLeftOut_othersMayNot() throws IOException {
    Path file = directory.resolve("o.json");
    Files.writeString(file, "{\"name\": \"a\"}");
    assertThat(Json.read(file, Options.class)).isEqualTo(new Options("a", null));
    Files.writeString(file, "{\"size\": 3}");
    assertThatThrownBy(() -> Json.read(file, Options.class))
        .hasMessageContaining("key \"name\" is missing");
  }

  @Test
  void tree_keepsTheOrderOfTheFile() throws IOException {
    Path file = directory.resolve("t.json");
    Files.writeString(file, "{\"b\": 1, \"a\": [true, null]}");

    Map<String, Object> tree = Json.readTree(file);

    assertThat(tree.keySet()).containsExactly("b", "a");
    assertThat((List<?>) tree.get("a")).hasSize(2);
  }

  @Test
  void duplicateKey_isRefused() throws IOException {
    assertThat(complaint("{\"kind\": \"a\", \"kind\": \"b\"}")).hasMessageContaining("Duplicate");
  }

  @Test
  void bytesThatAreNoText_areRefused() throws IOException {
    Path file = directory.resolve("result.json");
    // Begins like UTF-32, in which no character is so large.
    Files.write(file, new byte[] {0, 0, 0, '{', -1, -1, -1, -1});

    assertThat(catchThrowableOfType(DocumentException.class, () -> Json.read(file)))
        .hasMessageContaining("result.json: no text in UTF-8: ");
  }

  private DocumentException complaint(String text) throws IOException {
    Path file = directory.resolve("result.json");
    Files.writeString(file, text);
    return catchThrowableOfType(DocumentException.class, () -> Json.read(file));
  }

  static ResultDocument withResult(ResultDocument d, Object result) {
    return d.with().result(result).build();
  }

  record Numbers(double a, double b, double c) {}

  record Options(String name, @Nullable Integer size) {}

  static final class Loop {
    public Loop getSelf() {
      return this;
    }
  }
}
