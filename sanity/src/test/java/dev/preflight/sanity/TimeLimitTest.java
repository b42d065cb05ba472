package dev.preflight.sanity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import dev.preflight.reports.Verdict;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
        .contains("--time-limit");
  }

  @Test
  void timeEnough_changesNothing_andNothingIsSaidOfASmallNet() {
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
    assertThat(notes).isEmpty();
  }

  @Test
  void times_areSaidAsPeopleDo() {
    assertThat(Times.rounded(Duration.ofSeconds(45))).isEqualTo("45 s");
    assertThat(Times.rounded(Duration.ofSeconds(90))).isEqualTo("90 s");
    assertThat(Times.rounded(Duration.ofMinutes(30))).isEqualTo("30 min");
    assertThat(Times.rounded(Duration.ofSeconds(7_790))).isEqualTo("2 h 10 min");
    assertThat(Times.rounded(Duration.ofHours(2))).isEqualTo("2 h");
  }
}
