package dev.preflight.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Finding;
import dev.preflight.reports.IncompleteSample;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.Samples;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleReportTest {
  @Test
  void verdictIsTheFirstWord() {
    assertThat(ConsoleReport.render(Samples.check(), false, 80)).startsWith("FAIL  lenet check\n");
    assertThat(ConsoleReport.render(Samples.lrFind(), true, 80))
        .startsWith("\u001b[1;32mPASS\u001b[0m  ");
  }

  @Test
  void linesKeepToTheWidth_exceptCommands() {
    assertThat(
            ConsoleReport.render(Samples.check(), false, 60)
                .lines()
                .filter(line -> !line.startsWith("    ./")))
        .allMatch(line -> line.length() <= 60);
  }

  @Test
  void effect_isOneLineUnderItsCause() {
    List<String> lines = ConsoleReport.render(Samples.check(), false, 200).lines().toList();
    int effect =
        lines.indexOf(
            lines.stream().filter(line -> line.contains("M02")).findFirst().orElseThrow());

    assertThat(lines.get(effect)).startsWith("  FAIL  M02").endsWith("(probably follows from G02)");
    assertThat(lines.subList(0, effect)).anyMatch(line -> line.startsWith("FAIL  G02"));
    assertThat(lines.get(effect + 1)).isEmpty();
  }

  @Test
  void numbersAlreadyInTheSentence_areNotRepeated() {
    String text = ConsoleReport.render(Samples.check(), false, 100);

    assertThat(text)
        .doesNotContain("measured  8.04")
        .contains("measured  0.1, expected at most 0.077");
  }

  @Test
  void passesShareALine_skipsSayWhy() {
    assertThat(ConsoleReport.render(Samples.check(), false, 100))
        .contains("PASS  D01  D02  D03  G06  G08  M01  R01\n")
        .contains("SKIP  M07  The program names no regularization loss.\n");
  }

  @Test
  void names_standWithTheIds_inColumns() {
    Finding.Builder passed = Finding.of("D01", Status.PASS, "All is well.").name("finite data");
    Finding.Builder failed = Finding.of("G02", Status.FAIL, "It is 8.").name("initial loss");
    ResultDocument document =
        Samples.small().with().findings(List.of(passed.build(), failed.build())).build();

    assertThat(ConsoleReport.render(document, false, 100))
        .contains("FAIL  G02  initial loss: It is 8.\n", "PASS  D01 finite data\n");
  }

  @Test
  void checksLeftOutForOneFailure_shareItsReason() {
    Finding failed = Finding.of("G05", Status.FAIL, "x").name("loss floor").build();
    List<Finding> findings = new ArrayList<>(List.of(failed));
    for (String id : List.of("M01", "M02")) {
      findings.add(
          Finding.of(id, Status.SKIP, "not checked").skipped(Skip.CAUSED).causedBy("G05").build());
    }
    ResultDocument document = Samples.small().with().findings(findings).build();

    assertThat(ConsoleReport.render(document, false, 100))
        .contains(
            """
            SKIP  left out because G05 loss floor failed, which probably affects them too:
                  M01  M02
            """);
  }

  @Test
  void effectOfAnUnknownCause_isShownInFull() {
    Finding orphan = Finding.of("A", Status.FAIL, "x").causedBy("Z").fix("repair").build();
    ResultDocument document = Samples.small().with().findings(List.of(orphan)).build();

    assertThat(ConsoleReport.render(document, false, 80)).contains("fix       repair");
  }

  @Test
  void whatTheVerdictNeeds_standsBeforeTheWarnings_andOnlyOnce() {
    String text = ConsoleReport.render(IncompleteSample.check(), false, 100);

    assertThat(text).startsWith("INCOMPLETE  mlp check\nNot judged: the learning rate could not");
    assertThat(text.indexOf("SKIP  M02")).isPositive().isLessThan(text.indexOf("WARN  D08"));
    assertThat(text).containsOnlyOnce("SKIP  M02");
    assertThat(text.indexOf("SKIP  M06")).isGreaterThan(text.indexOf("WARN  D08"));
  }

  @Test
  void incompleteVerdict_isNotGreen() {
    assertThat(ConsoleReport.render(IncompleteSample.interrupted(), true, 80))
        .startsWith("\u001b[1;37mINCOMPLETE\u001b[0m  ")
        .doesNotContain("\u001b[1;32mINCOMPLETE");
  }

  @Test
  void interruptedRun_saysSo() {
    assertThat(ConsoleReport.render(Samples.hostile(), false, 80)).contains("Interrupted: ");
  }
}
