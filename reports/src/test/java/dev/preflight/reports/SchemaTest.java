package dev.preflight.reports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.preflight.reports.render.ConsoleReport;
import dev.preflight.reports.render.HtmlReport;
import dev.preflight.reports.render.JunitXmlReport;
import dev.preflight.reports.render.MarkdownReport;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {
  private static final JsonSchema SCHEMA = schema("result.schema.json");
  private static final JsonSchema VERSION_ONE = schema("result-v1.schema.json");

  static Stream<ResultDocument> documents() {
    return Stream.concat(
        Stream.of(
            IncompleteSample.check(),
            IncompleteSample.interrupted(),
            Samples.check(),
            Samples.lrFind(),
            Samples.small(),
            Samples.hostile(),
            forest()),
        Stream.of("lr-search", "schedules", "tune", "run").map(SchemaTest::ofKind));
  }

  private static ResultDocument ofKind(String kind) {
    return with(kind, List.of());
  }

  private static ResultDocument forest() {
    return with("schedules", List.of(SampleCharts.forest()));
  }

  private static ResultDocument with(String kind, List<Chart> charts) {
    ResultDocument d = Samples.small();
    return ResultDocument.of(kind, d.program(), d.summary(), d.provenance())
        .status(ResultDocument.Ending.INTERRUPTED)
        .charts(charts)
        .build();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void documentsOfEveryKind_fitTheSchema(ResultDocument document) {
    assertThat(SCHEMA.validate(Json.write(document), InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"schemaVersion", "kind", "verdict", "findings", "provenance", "summary"})
  void missingKey_doesNotFit(String key) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode tree = (ObjectNode) mapper.readTree(Json.write(Samples.check()));
    tree.remove(key);

    assertThat(SCHEMA.validate(tree)).isNotEmpty();
  }

  @Test
  void wrongStatusUnknownKeyAndPlainNaN_doNotFit() {
    String good = Json.write(Samples.check());

    assertThat(
            SCHEMA.validate(
                good.replaceFirst("\"status\": \"pass\"", "\"status\": \"good\""),
                InputFormat.JSON))
        .isNotEmpty();
    assertThat(
            SCHEMA.validate(
                good.replaceFirst("\"measured\": 0.31", "\"measured\": \"many\""),
                InputFormat.JSON))
        .isNotEmpty();
    assertThat(
            SCHEMA.validate(
                good.replaceFirst("\"summary\"", "\"extra\": 1, \"summary\""), InputFormat.JSON))
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"min\": 0", "\"max\": 1", "\"log\": true"})
  void categoriesWithEndsOrLogarithmic_doNotFit(String more) {
    String good = Json.write(forest());
    String bad =
        more.contains("log")
            ? good.replaceFirst("(\"label\": \"schedule\",\\s*)\"log\": false", "$1" + more)
            : good.replaceFirst("\"categories\"", more + ", \"categories\"");

    assertThat(bad).isNotEqualTo(good);
    assertThat(SCHEMA.validate(bad, InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void categoriesOfTheHorizontalAxis_doNotFit() throws IOException {
    ObjectNode tree = (ObjectNode) new ObjectMapper().readTree(Json.write(forest()));
    ObjectNode chart = (ObjectNode) tree.get("charts").get(0);
    chart.set("x", chart.get("y"));

    assertThat(SCHEMA.validate(tree)).isNotEmpty();
  }

  @Test
  void documentOfVersionOne_isStillRead() throws URISyntaxException, IOException {
    Path file = Path.of(SchemaTest.class.getResource("result-v1.json").toURI());

    ResultDocument document = Json.read(file);

    assertThat(document.schemaVersion()).isEqualTo(1);
    assertThat(document.findings().get(0).measured()).isEqualTo(0.1);
    assertThat(document.charts().get(0).series().get(0).y()).contains(Double.NaN);
    assertThat(Json.write(document)).isEqualTo(Files.readString(file));
    assertThat(VERSION_ONE.validate(Files.readString(file), InputFormat.JSON)).isEmpty();
  }

  /** Version 1 called it a pass or a warning: it had no other word. */
  @ParameterizedTest
  @ValueSource(strings = {"interrupted", "broken"})
  void documentOfVersionOneWithoutTheEvidence_isIncompleteHere(String kind)
      throws URISyntaxException, IOException {
    Path file = Path.of(SchemaTest.class.getResource("result-v1-" + kind + ".json").toURI());

    ResultDocument document = Json.read(file);

    assertThat(VERSION_ONE.validate(Files.readString(file), InputFormat.JSON)).isEmpty();
    assertThat(Files.readString(file)).doesNotContain("\"verdict\": \"incomplete\"");
    assertThat(document.verdict()).isEqualTo(Verdict.INCOMPLETE);
    assertThat(document.schemaVersion()).isEqualTo(2);
    assertThat(SCHEMA.validate(Json.write(document), InputFormat.JSON)).isEmpty();
    assertThat(HtmlReport.render(List.of(document))).contains("… INCOMPLETE");
    assertThat(ConsoleReport.render(document, false, 80)).startsWith("INCOMPLETE  mlp check");
    assertThat(MarkdownReport.render(List.of(document))).contains("INCOMPLETE: mlp");
    assertThat(JunitXmlReport.render(List.of(document))).contains("<error ");
  }

  @Test
  void reasonOfASkipOnAPass_doesNotFit() {
    String good = Json.write(Samples.check());

    assertThat(
            SCHEMA.validate(
                good.replaceFirst(
                    "\"status\": \"pass\",", "\"status\": \"pass\", \"skipped\": \"caused\","),
                InputFormat.JSON))
        .isNotEmpty();
  }

  private static JsonSchema schema(String name) {
    try (InputStream in = Json.class.getResourceAsStream(name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
