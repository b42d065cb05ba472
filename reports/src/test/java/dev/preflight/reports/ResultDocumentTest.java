package dev.preflight.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.preflight.reports.ResultDocument.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents are made by saying what is in them. */
class ResultDocumentTest {
  private static final Provenance PROVENANCE = Samples.provenance("./preflight check mlp");

  @TempDir Path directory;

  @Test
  void documentOfAReport_hasItsPartsItsVerdictAndItsEnding() {
    ResultDocument small = Samples.small();
    Report<String> report =
        new Report<>(small.findings(), small.charts(), small.tables(), "Sum.", List.of(), "R", true)
            .withPictures(List.of(PicturesTest.squares()));

    ResultDocument document =
        ResultDocument.of("check", "mlp", report, PROVENANCE).next(small.next()).build();

    assertThat(document)
        .isEqualTo(
            new ResultDocument(
                ResultDocument.SCHEMA_VERSION,
                "check",
                Verdict.INCOMPLETE,
                Ending.INTERRUPTED,
                "mlp",
                "Sum.",
                small.next(),
                small.findings(),
                small.charts(),
                small.tables(),
                List.of(PicturesTest.squares()),
                List.of(),
                List.of(),
                "R",
                PROVENANCE));
    assertThat(document.interrupted()).isTrue();
  }

  @Test
  void documentOfNothing_isCompleteAndPasses() {
    ResultDocument document = ResultDocument.of("doctor", "sample", "A.", PROVENANCE).build();

    assertThat(document.verdict()).isEqualTo(Verdict.PASS);
    assertThat(document.status()).isEqualTo(Ending.COMPLETE);
    assertThat(document.interrupted()).isFalse();
    assertThat(document.result()).isNull();
  }

  @Test
  void changedDocument_keepsTheRest_theVerdictToo() {
    ResultDocument hostile = Samples.hostile();

    assertThat(hostile.with().build()).isEqualTo(hostile);
    ResultDocument changed = hostile.with().findings(List.of()).summary("A.").build();
    assertThat(changed.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(changed.summary()).isEqualTo("A.");
    assertThat(changed.status()).isEqualTo(Ending.INTERRUPTED);
  }

  @Test
  void endingThatThereIsNot_isNamedWithThePossibleOnes() throws IOException {
    Path file = directory.resolve("result.json");
    Files.writeString(file, Json.write(Samples.small()).replace("\"complete\"", "\"completed\""));

    DocumentException complaint =
        catchThrowableOfType(DocumentException.class, () -> Json.read(file));

    assertThat(complaint)
        .hasMessageEndingWith("\"completed\" is not one of complete, interrupted at status");
    assertThat(complaint.hint()).isEqualTo("did you mean \"complete\"?");
  }
}
