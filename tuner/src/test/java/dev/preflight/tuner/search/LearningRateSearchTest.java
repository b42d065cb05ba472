package dev.preflight.tuner.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.reports.Advice;
import dev.preflight.reports.Call;
import dev.preflight.reports.Chart;
import dev.preflight.reports.Report;
import dev.preflight.reports.Status;
import dev.preflight.reports.Verb;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.tuner.SmallPrograms;
import dev.preflight.tuner.Stopping;
import dev.preflight.tuner.runs.RunStore;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningRateSearchTest {

  private static final SearchOptions OPTIONS =
      SearchOptions.defaults()
          .withRun(run -> run.withUpdates(120).withSeeds(3).withBatchSize(32).withSeed(5));

  @TempDir Path directory;

  private static TrainingGraph mlp() {
    return SmallPrograms.mlp(Optimizer.Kind.MOMENTUM);
  }

  @Test
  void learnableProblem_getsARateConfirmedByFreshSeeds() {
    try (TrainingGraph graph = mlp()) {
      Report<SearchResult> report =
          LearningRateSearch.run(graph, OPTIONS.withLecture(true), Progress.NONE);
      SearchResult.Best best = Objects.requireNonNull(report.result().best());

      assertThat(best.learningRate()).isBetween(1e-3, 1.0);
      assertThat(best.runs()).isEqualTo(3);
      assertThat(best.mean()).isLessThan(0.7);
      assertThat(report.findings()).extracting("id").contains("S01", "S02", "S05");
      assertThat(report.charts())
          .extracting(Chart::id)
          .containsExactly("loss-against-rate", "confirmation", "confirmation-difference");
      assertThat(report.next()).isNotEmpty();
      assertThat(report.interrupted()).isFalse();
      assertThat(report.result().runs()).extracting("seed").contains(5L, 6L, 7L, 8L);
    }
  }

  @Test
  void killedSearches_startedAgain_giveTheSameResultBitForBit() {
    try (TrainingGraph graph = mlp()) {
      SearchResult whole = LearningRateSearch.run(graph, OPTIONS, Progress.NONE).result();
      boolean interrupted = true;
      int starts = 0;
      SearchResult resumed = null;
      while (interrupted) {
        assertThat(++starts).isLessThan(30);
        try (RunStore store = RunStore.in(directory)) {
          Report<SearchResult> report =
              LearningRateSearch.run(graph, OPTIONS, store, Stopping.after(400));
          interrupted = report.interrupted();
          resumed = report.result();
        }
      }

      assertThat(starts).isGreaterThan(2);
      assertThat(resumed).isEqualTo(whole);
    }
  }

  @Test
  void finishedSearch_isAnsweredFromTheStoreWithoutTraining() {
    try (TrainingGraph graph = mlp()) {
      try (RunStore store = RunStore.in(directory)) {
        LearningRateSearch.run(graph, OPTIONS, store, Progress.NONE);
      }
      try (RunStore store = RunStore.in(directory)) {
        Report<SearchResult> again =
            LearningRateSearch.run(graph, OPTIONS, store, Stopping.after(1));

        assertThat(again.interrupted()).isFalse();
        assertThat(again.findings()).extracting("id").contains("S06");
      }
      try (RunStore store = RunStore.in(directory)) {
        Report<SearchResult> other =
            LearningRateSearch.run(
                graph, OPTIONS.withRun(run -> run.withBatchSize(16)), store, Stopping.after(10));
        assertThat(other.interrupted()).isTrue();
      }
    }
  }

  @Test
  void decayingSchedule_getsAPeakAtLeastTheConstantRate() {
    try (TrainingGraph graph = mlp()) {
      double constant =
          Objects.requireNonNull(
                  LearningRateSearch.run(graph, OPTIONS, Progress.NONE).result().best())
              .learningRate();
      double peak =
          Objects.requireNonNull(
                  LearningRateSearch.run(
                          graph, OPTIONS.withSchedule(ScheduleSpec.parse("linear")), Progress.NONE)
                      .result()
                      .best())
              .learningRate();

      // A tie takes the smaller rate, up to two steps of the grid.
      assertThat(peak).isGreaterThan(constant / 2);
    }
  }

  @Test
  void weightDecayThatCannotBeFed_isRefusedBeforeAnythingIsTrained() {
    try (TrainingGraph graph = mlp()) {
      assertThatThrownBy(
              () -> LearningRateSearch.run(graph, OPTIONS.withWeightDecay(true), Stopping.after(0)))
          .hasMessageContaining("weight decay");
    }
  }

  @Test
  void netOnWhichTheRateDoesNotMatter_isFlat() {
    try (TrainingGraph graph = SmallPrograms.flat()) {
      Report<SearchResult> report = LearningRateSearch.run(graph, OPTIONS, Progress.NONE);

      assertThat(report.result().verdictCode()).isEqualTo(VerdictCode.FLAT);
      assertThat(report.findings().get(0).status()).isEqualTo(Status.WARN);
    }
  }

  @Test
  void netThatDivergesEverywhere_isAllInfeasible() {
    try (TrainingGraph graph = SmallPrograms.overflowing()) {
      Report<SearchResult> report = LearningRateSearch.run(graph, OPTIONS, Progress.NONE);

      assertThat(report.result().verdictCode()).isEqualTo(VerdictCode.ALL_INFEASIBLE);
      assertThat(report.result().best()).isNull();
      assertThat(report.findings().get(0).status()).isEqualTo(Status.FAIL);
      assertThat(report.next()).extracting(Advice::call).contains(Call.of(Verb.CHECK));
    }
  }

  private static SearchResult search(float scale, SearchOptions options) {
    try (TrainingGraph graph = SmallPrograms.scaled(scale)) {
      return LearningRateSearch.run(graph, options, Progress.NONE).result();
    }
  }

  /** Small features want a high rate. */
  @Test
  void netWhoseBestRateIsAboveTheCoarseGrid_getsIt() {
    SearchResult free = search(0.01f, OPTIONS);
    assertThat(free.verdictCode()).isEqualTo(VerdictCode.INTERIOR);
    assertThat(Objects.requireNonNull(free.best()).learningRate()).isGreaterThan(0.2);

    SearchResult held = search(0.01f, OPTIONS.withRun(run -> run.withRange(1e-7, 0.1)));
    assertThat(held.verdictCode()).isEqualTo(VerdictCode.EDGE_HIGH_STABLE);
    assertThat(Objects.requireNonNull(held.best()).learningRate()).isLessThanOrEqualTo(0.1);
  }

  /** Large features want a low rate. */
  @Test
  void netWhoseBestRateIsBelowTheCoarseGrid_getsIt() {
    SearchResult free = search(5_000, OPTIONS);
    double best = Objects.requireNonNull(free.best()).learningRate();
    assertThat(free.verdictCode()).isEqualTo(VerdictCode.INTERIOR);
    assertThat(best).isLessThan(5e-5);

    SearchResult shut = search(10_000, OPTIONS.withRun(run -> run.withRange(0.01, 10)));
    assertThat(shut.verdictCode()).isEqualTo(VerdictCode.ALL_INFEASIBLE);
  }

  @Test
  void netHeldAboveItsBestRate_isAtTheLowEdge() {
    try (TrainingGraph graph = mlp()) {
      SearchResult held =
          LearningRateSearch.run(
                  graph, OPTIONS.withRun(run -> run.withRange(0.1, 10)), Progress.NONE)
              .result();

      assertThat(held.verdictCode()).isEqualTo(VerdictCode.EDGE_LOW);
      assertThat(Objects.requireNonNull(held.best()).learningRate()).isEqualTo(0.1);
    }
  }

  @Test
  void stoppedAtOnce_reportsThatNothingIsKnown() {
    try (TrainingGraph graph = mlp()) {
      Report<SearchResult> report = LearningRateSearch.run(graph, OPTIONS, Stopping.after(0));

      assertThat(report.interrupted()).isTrue();
      assertThat(report.result().verdictCode()).isEqualTo(VerdictCode.INTERRUPTED);
      assertThat(report.result().runs()).isEmpty();
      assertThat(report.next()).isNotEmpty();
    }
  }
}
