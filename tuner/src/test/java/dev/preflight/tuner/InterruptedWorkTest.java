package dev.preflight.tuner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import dev.preflight.reports.Verdict;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.tuner.comparison.ComparisonOptions;
import dev.preflight.tuner.comparison.ScheduleComparison;
import dev.preflight.tuner.finder.FinderOptions;
import dev.preflight.tuner.finder.LearningRateFinder;
import dev.preflight.tuner.runs.RunOptions;
import dev.preflight.tuner.search.LearningRateSearch;
import dev.preflight.tuner.search.SearchOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Work that is stopped at any moment says what it measured, and is never green. */
class InterruptedWorkTest {

  private static final int MOMENTS = 20;

  /** One command. */
  private interface Work {
    Report<?> run(TrainingGraph graph, Progress progress);
  }

  private static RunOptions small(RunOptions run) {
    return run.withUpdates(16).withSeeds(3).withBatchSize(16).withSeed(5);
  }

  @Test
  void finder_isNeverGreen() {
    FinderOptions options =
        FinderOptions.defaults()
            .withMomentumTest(true)
            .withRun(run -> run.withUpdates(90).withBatchSize(16).withSeed(5));
    isNeverGreen((graph, progress) -> LearningRateFinder.run(graph, options, progress));
  }

  @Test
  void quickFinder_isNeverGreen() {
    FinderOptions options =
        FinderOptions.defaults()
            .withQuick(true)
            .withRun(run -> run.withUpdates(90).withBatchSize(16).withSeed(5));
    isNeverGreen((graph, progress) -> LearningRateFinder.run(graph, options, progress));
  }

  @Test
  void search_isNeverGreen() {
    SearchOptions options =
        SearchOptions.defaults().withLecture(true).withRun(InterruptedWorkTest::small);
    isNeverGreen((graph, progress) -> LearningRateSearch.run(graph, options, progress));
  }

  @Test
  void comparison_isNeverGreen() {
    ComparisonOptions options =
        ComparisonOptions.defaults()
            .withSchedules(List.of(ScheduleSpec.parse("rex")))
            .withTwoBudgets(true)
            .withRun(InterruptedWorkTest::small);
    isNeverGreen((graph, progress) -> ScheduleComparison.run(graph, options, progress));
  }

  private static void isNeverGreen(Work work) {
    try (TrainingGraph graph = SmallPrograms.mlp(Optimizer.Kind.MOMENTUM)) {
      Asking never = new Asking(Long.MAX_VALUE);
      Report<?> whole = work.run(graph, never);
      assertThat(whole.interrupted()).isFalse();
      for (long moment : moments(never.asked)) {
        Report<?> part = work.run(graph, new Asking(moment));
        assertSays(part, whole, moment, never.asked);
      }
    }
  }

  private static List<Long> moments(long total) {
    SplittableRandom random = new SplittableRandom(9);
    List<Long> moments = new ArrayList<>(List.of(1L, total));
    while (moments.size() < MOMENTS) {
      moments.add(1 + random.nextLong(total));
    }
    return moments;
  }

  private static void assertSays(Report<?> part, Report<?> whole, long moment, long total) {
    String at = "stopped at " + moment + " of " + total;
    assertThat(part.interrupted()).as(at).isTrue();
    Set<Verdict> verdicts = new HashSet<>(Set.of(Verdict.INCOMPLETE));
    if (whole.verdict() == Verdict.FAIL) {
      verdicts.add(Verdict.FAIL);
    }
    assertThat(part.verdict()).as(at).isIn(verdicts);
    Set<String> measured =
        whole.findings().stream().map(f -> f.id() + f.status() + f.title()).collect(toSet());
    for (Finding finding : part.findings()) {
      if (finding.status() == Status.SKIP) {
        assertThat(finding.skipped()).as(at).isIn(Skip.UNMEASURED, Skip.NEEDED);
      } else if (finding.status() != Status.INFO) {
        // What the whole work says as well was measured by then, or at least is not made up.
        assertThat(measured).as(at).contains(finding.id() + finding.status() + finding.title());
      }
    }
    Set<String> ids = part.findings().stream().map(Finding::id).collect(toSet());
    assertThat(ids).as(at).contains(whole.findings().get(0).id());
    if (part.findings().get(0).status() == Status.SKIP) {
      assertThat(part.next().toString()).as(at).contains("Start the same command again");
    }
  }

  private static <T> java.util.stream.Collector<T, ?, Set<T>> toSet() {
    return Collectors.toSet();
  }

  /** A user who stops when asked for the n-th time. */
  private static final class Asking implements Progress {
    private final long after;
    private long asked;

    Asking(long after) {
      this.after = after;
    }

    @Override
    public void begin(String task, long total) {}

    @Override
    public void advance(long done) {}

    @Override
    public boolean cancelled() {
      return ++asked >= after;
    }
  }
}
