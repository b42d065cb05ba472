package dev.preflight.sanity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import dev.preflight.reports.Verdict;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.sanity.check.Effort;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class TimeLimitTest {

  private static Report<?> run(Duration limit, Progress progress) {
    try (TrainingGraph graph = Toys.graph(Toys.clusters(), Toys::healthy)) {
      return Checks.run(
          graph,
          CheckupOptions.defaults().withTimeLimit(limit).withOnly(Set.of("D01", "M01", "R01")),
          progress);
    }
  }

  @Test
  void timeThatRunsOut_leavesTheVerdictIncomplete_andSaysWhatToDo() {
    Report<?> report = run(Duration.ZERO, Progress.NONE);

    assertThat(report.verdict()).isEqualTo(Verdict.INCOMPLETE);
    assertThat(report.interrupted()).isFalse();
    assertThat(report.findings())
        .filteredOn(f -> f.status() == Status.SKIP)
        .extracting(Finding::skipped)
        .contains(Skip.NEEDED)
        .containsOnly(Skip.NEEDED);
    assertThat(report.summary())
        .startsWith("Not judged: the time limit of 0 s passed before it was measured; give a")
        .contains("a longer --timeout, such as 60s");
  }

  @Test
  void timeEnough_changesNothing_andTheCostIsSaidFirst() {
    List<String> notes = new ArrayList<>();
    Report<?> report =
        run(
            Duration.ofHours(1),
            new Progress() {
              @Override
              public void begin(String task, long total) {}

              @Override
              public void advance(long done) {}

              @Override
              public boolean cancelled() {
                return false;
              }

              @Override
              public void note(String sentence) {
                notes.add(sentence);
              }
            });

    assertThat(report.verdict()).isEqualTo(Verdict.PASS);
    assertThat(notes)
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("Plans 3 checks with up to 1,100 updates (")
        .contains(" each with 16 examples", "ends after 1 h (--timeout).");
  }

  @Test
  void times_areSaidAsPeopleDo() {
    assertThat(Times.rounded(Duration.ofSeconds(45))).isEqualTo("45 s");
    assertThat(Times.rounded(Duration.ofSeconds(90))).isEqualTo("90 s");
    assertThat(Times.rounded(Duration.ofMinutes(30))).isEqualTo("30 min");
    assertThat(Times.rounded(Duration.ofSeconds(7_790))).isEqualTo("2 h 10 min");
    assertThat(Times.rounded(Duration.ofHours(2))).isEqualTo("2 h");
  }

  @Test
  void checkThatCannotEndInTime_isNotBegun_andSaysWhatItTakes() {
    Check slow =
        new Check() {
          @Override
          public CheckInfo info() {
            return Fakes.fake("M01", Set.of(), Fakes::fails).info();
          }

          @Override
          public Effort effort() {
            return new Effort(0, 100_000_000);
          }

          @Override
          public Finding run(Lab lab) {
            throw new AssertionError("begun");
          }
        };

    Report<?> report =
        Fakes.run(CheckupOptions.defaults().withTimeLimit(Duration.ofSeconds(20)), slow);

    assertThat(report.verdict()).isEqualTo(Verdict.INCOMPLETE);
    assertThat(report.findings().get(0).why()).startsWith("It would take about ");
    assertThat(report.findings().get(0).fix()).startsWith("Give it time with --timeout ");
  }

  @Test
  void profiles_haveATimeOfTheirOwn_unlessAnotherOneIsGiven() {
    CheckupOptions defaults = CheckupOptions.defaults();

    assertThat(defaults.withProfile(Profile.QUICK).timeLimit()).isEqualTo(Duration.ofMinutes(1));
    assertThat(defaults.timeLimit()).isEqualTo(Duration.ofMinutes(5));
    assertThat(defaults.withProfile(Profile.PARANOID).timeLimit())
        .isEqualTo(Duration.ofMinutes(20));
    Duration hour = Duration.ofHours(1);
    assertThat(defaults.withTimeLimit(hour).withProfile(Profile.QUICK).timeLimit()).isEqualTo(hour);
  }
}
