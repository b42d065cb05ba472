package dev.preflight.sanity;

import static dev.preflight.sanity.Fakes.fails;
import static dev.preflight.sanity.Fakes.fake;
import static dev.preflight.sanity.Fakes.passes;
import static dev.preflight.sanity.Fakes.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import dev.preflight.reports.Verdict;
import dev.preflight.sanity.check.Allowance;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Profile;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.training.optimizer.StepSettings;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunnerTest {

  @Test
  void failure_skipsWhatNeedsIt_andTheFirstCauseIsNamed() {
    Report<Void> checkup =
        run(
            CheckupOptions.defaults(),
            fake("A1", Set.of(), Fakes::fails),
            fake("A2", Set.of("A1"), Fakes::passes),
            fake("A3", Set.of("A2"), Fakes::passes),
            fake("A4", Set.of("A9"), Fakes::passes));

    assertThat(checkup.findings())
        .extracting(Finding::status)
        .containsExactly(Status.FAIL, Status.SKIP, Status.SKIP, Status.PASS);
    assertThat(checkup.findings())
        .extracting(Finding::causedBy)
        .containsExactly(null, "A1", "A1", null);
    assertThat(checkup.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(checkup.summary()).contains("Not worth starting: It is 2, expected 1.");
  }

  @Test
  void checkThatThrows_isAnError_andTheRunGoesOn() {
    Report<Void> checkup =
        run(
            CheckupOptions.defaults(),
            fake(
                "A1",
                Set.of(),
                (check, lab) -> {
                  throw new IllegalStateException("boom");
                }),
            fake("A2", Set.of("A1"), Fakes::passes));

    assertThat(checkup.findings())
        .extracting(Finding::status)
        .containsExactly(Status.ERROR, Status.PASS);
    assertThat(checkup.findings().get(0).why()).contains("boom");
    assertThat(checkup.verdict()).isEqualTo(Verdict.INCOMPLETE);
    assertThat(checkup.summary()).startsWith("Inconclusive: A1 fake A1: The check itself broke");
  }

  @Test
  void allowedFinding_isInformationWithTheReason_andSkipsNothing() {
    Report<Void> checkup =
        run(
            CheckupOptions.defaults().withAllowed(Map.of("A1", Allowance.of("meant so"))),
            fake("A1", Set.of(), Fakes::fails),
            fake("A2", Set.of("A1"), Fakes::passes));

    assertThat(checkup.findings())
        .extracting(Finding::status)
        .containsExactly(Status.INFO, Status.PASS);
    assertThat(checkup.findings().get(0).title()).startsWith("Allowed (meant so): ");
    assertThat(checkup.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void allowance_holdsUpToItsLastDay_andThenSaysThatItExpired() {
    LocalDate last = LocalDate.of(2027, 1, 31);
    Report<Void> holds =
        run(allowing(Allowance.until(last, "meant so", last)), fake("A1", Set.of(), Fakes::fails));
    Report<Void> expired =
        run(
            allowing(Allowance.until(last, "meant so", last.plusDays(1))),
            fake("A1", Set.of(), Fakes::fails));

    Finding allowed = holds.findings().get(0);
    assertThat(allowed.status()).isEqualTo(Status.INFO);
    assertThat(allowed.title())
        .isEqualTo("Allowed until 2027-01-31 (meant so): It is 2, expected 1.");
    Finding counts = expired.findings().get(0);
    assertThat(counts.status()).isEqualTo(Status.FAIL);
    assertThat(counts.title())
        .isEqualTo("No longer allowed, only until 2027-01-31 (meant so): It is 2, expected 1.");
    assertThat(counts.silence()).contains("--allow A1:DATE=REASON");
    assertThat(expired.verdict()).isEqualTo(Verdict.FAIL);
  }

  private static CheckupOptions allowing(Allowance allowance) {
    return CheckupOptions.defaults().withAllowed(Map.of("A1", allowance));
  }

  @Test
  void paranoid_runsThreeSeeds_andDisagreementIsAWarning() {
    Fakes.Body once = (check, lab) -> lab.seed() == 1 ? fails(check, lab) : passes(check, lab);
    CheckupOptions paranoid = CheckupOptions.defaults().withProfile(Profile.PARANOID);
    Report<Void> checkup =
        run(
            paranoid,
            new Fakes.Fake("A1", Set.of(), Check.Seeds.ALL, once),
            new Fakes.Fake("A2", Set.of(), Check.Seeds.ANY, once),
            new Fakes.Fake("A3", Set.of(), Check.Seeds.ALL, Fakes::fails));

    assertThat(checkup.findings())
        .extracting(Finding::status)
        .containsExactly(Status.WARN, Status.FAIL, Status.FAIL);
    assertThat(checkup.findings().get(0).title()).endsWith("(with 1 of 3 seeds)");
  }

  @Test
  void cancelled_returnsWhatThereIs() {
    Progress stop =
        new Progress() {
          private int polls;

          @Override
          public void begin(String task, long total) {}

          @Override
          public void advance(long done) {}

          @Override
          public boolean cancelled() {
            return ++polls > 200;
          }
        };
    try (TrainingGraph graph = Toys.graph(Toys.clusters(), Toys::healthy)) {
      Report<Void> checkup = Checks.run(graph, CheckupOptions.defaults(), stop);

      assertThat(checkup.interrupted()).isTrue();
      long planned =
          Checks.catalogue().stream()
              .filter(info -> Profile.STANDARD.includes(info.profile()))
              .count();
      assertThat(checkup.findings()).hasSize((int) planned);
      assertThat(checkup.findings())
          .filteredOn(f -> "Stopped before it was measured.".equals(f.why()))
          .isNotEmpty()
          .hasSizeLessThan(Checks.catalogue().size())
          .allMatch(f -> f.skipped() == Skip.UNMEASURED);
      assertThat(checkup.verdict()).isEqualTo(Verdict.INCOMPLETE);
      assertThat(checkup.summary()).startsWith("Interrupted after ");
    }
  }

  @Test
  void unknownIds_areRefused_withTheNearest() {
    try (TrainingGraph graph = Toys.graph(Toys.clusters(), Toys::healthy)) {
      assertThatThrownBy(() -> Toys.run(graph, "G99"))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("G99");
    }
  }

  @Test
  void catalogue_hasEachIdOnce_andNeedsOnlyChecksBefore() {
    Set<String> seen = new HashSet<>();
    for (CheckInfo info : Checks.catalogue()) {
      assertThat(seen.add(info.id())).as(info.id()).isTrue();
      assertThat(info.catches()).isNotBlank();
    }
    assertThat(seen).hasSize(25);
  }

  @Test
  void checkup_leavesNoTrace_trainingAfterwardsIsBitIdentical() {
    try (TrainingGraph graph = Toys.graph(Toys.clusters(), Toys::healthy)) {
      long before = train(graph);
      Checks.run(graph, CheckupOptions.defaults(), Progress.NONE);

      assertThat(train(graph)).isEqualTo(before);
    }
  }

  private static long train(TrainingGraph graph) {
    try (var trainer = graph.open(3)) {
      var batch = graph.data().train().batch(new int[] {0, 1, 2, 3, 4, 5});
      for (int i = 0; i < 5; i++) {
        trainer.step(batch, StepSettings.of(0.01));
      }
      return trainer.snapshot().checksum();
    }
  }

  @Test
  void everyFailure_saysWhyAndWhatToDo() {
    try (TrainingGraph graph = Toys.graph(Toys.clusters(40, 20, 4), Toys::healthy)) {
      for (Finding finding :
          Checks.run(graph, CheckupOptions.defaults().withLearningRate(1e9), Progress.NONE)
              .findings()) {
        if (Findings.isBad(finding)) {
          assertThat(finding.why()).as(finding.id()).isNotBlank();
          assertThat(finding.fix()).as(finding.id()).isNotBlank();
          assertThat(finding.silence()).as(finding.id()).contains("--allow " + finding.id());
          assertThat(finding.source()).as(finding.id()).isNotBlank();
        }
      }
    }
  }
}
