package dev.preflight.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Provenance;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import dev.preflight.reports.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NewFindingsTest {

  private static ResultDocument document(Finding... findings) {
    Provenance provenance =
        new Provenance(
            "1",
            "none",
            "17",
            "os",
            "CPU",
            0,
            0,
            "",
            "",
            Map.of(),
            "x",
            null,
            "2026-11-27T00:00:00Z",
            1);
    return ResultDocument.of("check", "net", "said", provenance)
        .findings(List.of(findings))
        .build();
  }

  private static Finding finding(String id, Status status) {
    return Finding.of(id, status, "title").build();
  }

  @Test
  void whatWasThereBefore_isLetPass_evenIfNothingElseWasJudged() {
    Finding skipped = Finding.of("G02", Status.SKIP, "left out").skipped(Skip.INAPPLICABLE).build();
    ResultDocument before = document(finding("G01", Status.FAIL));
    ResultDocument now = document(finding("G01", Status.FAIL), skipped);

    assertThat(NewFindings.since(before, now)).isEmpty();
    assertThat(NewFindings.verdict(before, now)).isEqualTo(Verdict.PASS);
  }

  @Test
  void warningThatBecameAFailure_isNew_andAFailureThatBecameAWarningIsNot() {
    ResultDocument warned = document(finding("G01", Status.WARN));
    ResultDocument failed = document(finding("G01", Status.FAIL));

    assertThat(NewFindings.verdict(warned, failed)).isEqualTo(Verdict.FAIL);
    assertThat(NewFindings.verdict(failed, warned)).isEqualTo(Verdict.PASS);
  }

  @Test
  void whatWasNeededAndNotMeasured_staysIncomplete() {
    Finding needed = Finding.of("G01", Status.SKIP, "left out").skipped(Skip.NEEDED).build();
    ResultDocument before = document(needed);

    assertThat(NewFindings.verdict(before, document(needed))).isEqualTo(Verdict.INCOMPLETE);
  }
}
