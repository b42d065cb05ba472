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
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A check-up that is stopped at any moment says what it measured, and is never green. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterruptedCheckupTest {

  private static final int MOMENTS = 20;

  private TrainingGraph graph;
  private Report<Void> whole;
  private long polls;

  /** A user who stops when asked for the n-th time. */
  private static final class Stopping implements Progress {
    private final long after;
    private long asked;

    Stopping(long after) {
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

  @BeforeAll
  void countTheMoments() {
    graph = Toys.graph(Toys.clusters(), Toys::healthy);
    Stopping never = new Stopping(Long.MAX_VALUE);
    whole = Checks.run(graph, CheckupOptions.defaults(), never);
    polls = never.asked;
  }

  @AfterAll
  void close() {
    graph.close();
  }

  List<Long> moments() {
    SplittableRandom random = new SplittableRandom(9);
    List<Long> moments = new ArrayList<>(List.of(1L, polls));
    while (moments.size() < MOMENTS) {
      moments.add(1 + random.nextLong(polls));
    }
    return moments;
  }

  @ParameterizedTest
  @MethodSource("moments")
  void stopped_saysWhatWasMeasured_andOfTheRestNothing(long moment) {
    Report<Void> part = Checks.run(graph, CheckupOptions.defaults(), new Stopping(moment));

    assertThat(part.interrupted()).isTrue();
    assertThat(part.verdict()).isEqualTo(Verdict.INCOMPLETE);
    assertThat(part.summary()).startsWith("Interrupted after ").contains("Not judged");
    assertThat(part.findings()).hasSameSizeAs(whole.findings());
    boolean stopped = false;
    for (int i = 0; i < whole.findings().size(); i++) {
      Finding finding = part.findings().get(i);
      Finding then = whole.findings().get(i);
      assertThat(finding.id()).isEqualTo(then.id());
      stopped |= "Stopped before it was measured.".equals(finding.why());
      if (stopped) {
        assertThat(finding.status()).as(finding.id()).isEqualTo(Status.SKIP);
        assertThat(finding.skipped()).isEqualTo(Skip.UNMEASURED);
        assertThat(finding.why()).isEqualTo("Stopped before it was measured.");
      } else {
        assertThat(finding.title()).isEqualTo(then.title());
        assertThat(finding.status()).isEqualTo(then.status());
      }
    }
    assertThat(stopped).isTrue();
  }
}
