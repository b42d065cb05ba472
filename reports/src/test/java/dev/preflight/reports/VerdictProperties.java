package dev.preflight.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a verdict may say, whatever was found. */
class VerdictProperties {

  @Property
  void failure_thatWasMeasured_stands(
      @ForAll("findings") List<Finding> findings, @ForAll boolean interrupted) {
    boolean failed = findings.stream().anyMatch(f -> f.status() == Status.FAIL);

    assertThat(Verdict.of(findings, interrupted) == Verdict.FAIL).isEqualTo(failed);
  }

  @Property
  void stoppedWork_isNeverGreen(@ForAll("findings") List<Finding> findings) {
    assertThat(Verdict.of(findings, true)).isIn(Verdict.INCOMPLETE, Verdict.FAIL);
  }

  @Property
  void missingEvidence_isNeverGreen(
      @ForAll("findings") List<Finding> findings, @ForAll("missing") Finding missing) {
    List<Finding> more = new ArrayList<>(findings);
    more.add(missing);

    assertThat(Verdict.of(more, false)).isIn(Verdict.INCOMPLETE, Verdict.FAIL);
  }

  @Property
  void pass_restsOnSomethingThatWasMeasured(@ForAll("findings") List<Finding> findings) {
    Verdict verdict = Verdict.of(findings, false);

    if (!findings.isEmpty() && verdict.compareTo(Verdict.INCOMPLETE) < 0) {
      assertThat(findings)
          .anyMatch(f -> List.of(Status.PASS, Status.INFO, Status.WARN).contains(f.status()));
    }
  }

  /** Only the first measurement can make it milder: it ends that nothing was measured. */
  @Property
  void moreFindings_neverMakeItMilder_andTheirOrderDoesNotCount(
      @ForAll("findings") List<Finding> findings,
      @ForAll("findings") List<Finding> others,
      @ForAll boolean interrupted,
      @ForAll Random random) {
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(others);
    Collections.shuffle(all, random);
    Verdict before = Verdict.of(findings, interrupted);
    Verdict after = Verdict.of(all, interrupted);

    boolean measured = findings.stream().anyMatch(f -> f.status() != Status.SKIP);
    if (measured || findings.isEmpty()) {
      assertThat(after).isGreaterThanOrEqualTo(before);
    }
    assertThat(after.or(before)).isEqualTo(before.or(after));
  }

  @Property
  void document_isNeverMilderThanItsEvidence(
      @ForAll("findings") List<Finding> findings,
      @ForAll boolean interrupted,
      @ForAll Verdict said) {
    ResultDocument small = Samples.small();
    ResultDocument.Ending ending =
        interrupted ? ResultDocument.Ending.INTERRUPTED : ResultDocument.Ending.COMPLETE;
    ResultDocument document =
        new ResultDocument(
            1,
            small.kind(),
            said,
            ending,
            small.program(),
            small.summary(),
            List.of(),
            findings,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            null,
            small.provenance());

    boolean missing = Verdict.of(findings, interrupted).compareTo(Verdict.INCOMPLETE) >= 0;
    boolean raised = missing && said.compareTo(Verdict.INCOMPLETE) < 0;
    assertThat(document.verdict()).isEqualTo(raised ? Verdict.INCOMPLETE : said);
    assertThat(document.schemaVersion()).isEqualTo(raised ? 2 : 1);
  }

  @Provide
  Arbitrary<List<Finding>> findings() {
    return Combinators.combine(
            Arbitraries.of(Status.values()), Arbitraries.of(Skip.values()).injectNull(0.3))
        .as(VerdictProperties::finding)
        .list()
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<Finding> missing() {
    return Arbitraries.of(finding(Status.ERROR, Skip.NEEDED), finding(Status.SKIP, Skip.NEEDED));
  }

  private static Finding finding(Status status, Skip skip) {
    return Finding.of("A", status, "x").skipped(status == Status.SKIP ? skip : null).build();
  }
}
