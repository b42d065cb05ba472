package dev.preflight.tuner.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.reports.Chart;
import dev.preflight.tuner.study.analysis.StudyFacts;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.SpaceSyntax;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.Snapshot;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FactChartsTest {

  private static ParameterValue value(String text, double internal) {
    Distribution distribution = SpaceSyntax.parameter(text).distribution();
    return new ParameterValue(distribution, internal);
  }

  private static List<Chart> charts(List<FrozenTrial> trials, Direction... directions) {
    History history = new Snapshot("charts", List.of(directions), trials);
    return FactCharts.of(history, StudyFacts.of(history, Optional.empty()));
  }

  private static Chart chart(List<Chart> charts, String id) {
    return charts.stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
  }

  private static Chart.Series series(Chart chart, String name) {
    return chart.series().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  /** Trials of lr, and of m in every other one; a few diverged. */
  private static List<FrozenTrial> trials(int count) {
    List<FrozenTrial> trials = new ArrayList<>();
    Random random = new Random(1);
    for (int n = 0; n < count; n++) {
      double lr = Math.pow(10, -6 * random.nextDouble());
      FrozenTrial.Builder trial = FrozenTrial.builder(n, n, TrialState.COMPLETE);
      trial.param("lr", value("lr=log(1e-6,1)", lr));
      trial.param("x", value("x=float(0,1)", random.nextDouble()));
      if (n % 2 == 0) {
        trial.param("m", value("m=float(0,1)", random.nextDouble()));
      }
      double loss = 1 + Math.pow(Math.log10(lr) + 3, 2);
      trials.add(trial.values(List.of(n % 20 == 7 ? 1e9 : loss)).build());
    }
    return trials;
  }

  @Test
  void divergedTrials_doNotFlattenTheOthers_andAreSaid() {
    Chart slice = chart(charts(trials(60), Direction.MINIMIZE), "slice-lr");
    Chart.Series dots = series(slice, "trials");
    assertThat(dots.y()).hasSize(57).allMatch(v -> v < 20);
    assertThat(slice.description()).contains("3 trials lie beyond");
    assertThat(slice.rugs()).anySatisfy(rug -> assertThat(rug.xs()).hasSize(3));
    assertThat(slice.x().log()).isTrue();
  }

  @Test
  void aTrialWithoutAParameter_hasAGap_andJoinsNoOther() {
    Chart parallel = chart(charts(trials(60), Direction.MINIMIZE), "parallel");
    List<String> names = Objects.requireNonNull(parallel.y().categories());
    int gap = names.indexOf("m");
    for (Chart.Series line : parallel.series()) {
      int number = Integer.parseInt(line.name().substring("trial ".length()));
      List<Double> rows = line.y();
      if (number % 2 == 1) {
        assertThat(rows).doesNotContain((double) gap);
      }
      for (int i = 1; i < rows.size(); i++) {
        assertThat(rows.get(i) - rows.get(i - 1)).isEqualTo(1);
      }
    }
  }

  @Test
  void theBestOfEachPart_isTheBest() {
    List<FrozenTrial> trials = trials(60);
    Chart slice = chart(charts(trials, Direction.MINIMIZE), "slice-lr");
    Chart.Series best = series(slice, "best of each part");
    assertThat(best.y().stream().mapToDouble(v -> v).min().orElseThrow())
        .isEqualTo(trials.stream().mapToDouble(FrozenTrial::value).min().orElseThrow());
    assertThat(best.y()).hasSizeLessThanOrEqualTo(12);
  }

  @Test
  void manyTrials_areDrawnInPart_theBestAmongThem() {
    List<FrozenTrial> trials = trials(3000);
    Chart slice = chart(charts(trials, Direction.MINIMIZE), "slice-lr");
    Chart.Series dots = series(slice, "trials");
    assertThat(dots.y()).hasSizeLessThanOrEqualTo(Drawn.MOST);
    assertThat(dots.y())
        .contains(trials.stream().mapToDouble(FrozenTrial::value).min().orElseThrow());
    assertThat(slice.description()).contains("of 3000 trials are drawn");
  }

  @Test
  void theHypervolume_isThatOfTheFront() {
    List<FrozenTrial> trials = new ArrayList<>();
    double[][] points = {{0, 1}, {1, 0}, {0.5, 0.5}};
    for (int n = 0; n < 3; n++) {
      trials.add(
          FrozenTrial.builder(n, n, TrialState.COMPLETE)
              .param("x", value("x=float(0,1)", 0.3))
              .values(List.of(points[n][0], points[n][1]))
              .build());
    }
    Chart chart = chart(charts(trials, Direction.MINIMIZE, Direction.MINIMIZE), "hypervolume");
    // The ends of the front dominate nothing but themselves, the middle a quarter.
    assertThat(chart.series().get(0).y().get(2)).isCloseTo(0.25, within(1e-12));
    assertThat(chart.series().get(0).y().get(0)).isZero();
  }

  @Test
  void aLargerValueIsBetter_whereItIsToBeLarge() {
    List<FrozenTrial> trials =
        trials(60).stream().map(t -> t.toBuilder().values(List.of(-t.value())).build()).toList();
    Chart slice = chart(charts(trials, Direction.MAXIMIZE), "slice-lr");
    assertThat(series(slice, "trials").y()).hasSize(57).allMatch(v -> v > -20);
  }
}
