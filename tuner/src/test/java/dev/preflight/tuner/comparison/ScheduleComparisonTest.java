package dev.preflight.tuner.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.reports.Call;
import dev.preflight.reports.Chart;
import dev.preflight.reports.Report;
import dev.preflight.reports.Verb;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.tuner.SmallPrograms;
import dev.preflight.tuner.Stopping;
import dev.preflight.tuner.runs.RunStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleComparisonTest {

  private static final ComparisonOptions OPTIONS =
      ComparisonOptions.defaults()
          .withSchedules(List.of(ScheduleSpec.parse("warmup(5%) + cosine")))
          .withRun(run -> run.withUpdates(60).withSeeds(3).withBatchSize(32).withSeed(9));

  @TempDir Path directory;

  @Test
  void comparison_hasEveryChartAndTable_andAWinnerToCopy() {
    try (TrainingGraph graph = SmallPrograms.mlp(Optimizer.Kind.MOMENTUM)) {
      Report<ComparisonResult> report =
          ScheduleComparison.run(graph, OPTIONS.withTwoBudgets(true), Progress.NONE);

      assertThat(report.interrupted()).isFalse();
      assertThat(report.result().ranking()).hasSize(3);
      assertThat(report.charts())
          .extracting(Chart::id)
          .containsExactly("paired-differences", "sensitivity", "validation", "schedules");
      assertThat(report.tables())
          .extracting("id")
          .containsExactly("ranking", "ranking-small", "differences", "details", "losses", "specs");
      assertThat(report.findings()).extracting("id").contains("C01", "C02", "C03", "C08");
      assertThat(report.next().get(0).call())
          .isEqualTo(
              Call.of(Verb.SCHEDULE, String.valueOf(report.result().winner()))
                  .with("--updates", "%d", report.result().updates())
                  .with("--csv"));
      assertThat(report.result().ranking().get(0).curves()).hasSize(3);
      assertThat(report.result().ranking().get(0).curves().get(0)).hasSize(20);
    }
  }

  @Test
  void killedComparisons_startedAgain_giveTheSameResultBitForBit() {
    try (TrainingGraph graph = SmallPrograms.mlp(Optimizer.Kind.ADAM)) {
      Report<ComparisonResult> whole = ScheduleComparison.run(graph, OPTIONS, Progress.NONE);
      Report<ComparisonResult> report;
      int starts = 0;
      do {
        assertThat(++starts).isLessThan(40);
        try (RunStore store = RunStore.in(directory)) {
          report = ScheduleComparison.run(graph, OPTIONS, store, Stopping.after(500));
        }
      } while (report.interrupted());

      assertThat(starts).isGreaterThan(2);
      assertThat(report.result()).isEqualTo(whole.result());
      assertThat(report.charts()).isEqualTo(whole.charts());
      assertThat(report.tables()).isEqualTo(whole.tables());
      assertThat(report.summary()).isEqualTo(whole.summary());
    }
  }

  @Test
  void stoppedAtOnce_saysThatNothingIsRanked() {
    try (TrainingGraph graph = SmallPrograms.mlp(Optimizer.Kind.MOMENTUM)) {
      Report<ComparisonResult> report = ScheduleComparison.run(graph, OPTIONS, Stopping.after(0));

      assertThat(report.interrupted()).isTrue();
      assertThat(report.result().winner()).isNull();
      assertThat(report.charts()).isEmpty();
      assertThat(report.next()).isNotEmpty();
    }
  }

  @Test
  void scheduleThatDoesNotFit_isRefusedBeforeAnythingIsTrained() {
    try (TrainingGraph graph = SmallPrograms.mlp(Optimizer.Kind.MOMENTUM)) {
      ComparisonOptions tooLong =
          OPTIONS.withSchedules(List.of(ScheduleSpec.parse("warmup(100) + cosine")));

      assertThatThrownBy(() -> ScheduleComparison.run(graph, tooLong, Stopping.after(0)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("warmup(100) + cosine");
    }
  }
}
