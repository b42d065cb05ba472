package dev.preflight.tuner.finder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Finding;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.tuner.SmallPrograms;
import org.junit.jupiter.api.Test;

/** What a suggestion means to a graph whose rates are its own. */
class OwnScheduleTest {

  private static Finding suggestion(TrainingGraph program) {
    FinderOptions options = FinderOptions.defaults().withRun(run -> run.withUpdates(120));
    try (program) {
      return LearningRateFinder.run(program, options, Progress.NONE).findings().stream()
          .filter(f -> f.id().equals("L01"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void scheduleAndGroups_areToldWhatToMultiply() {
    Finding finding = suggestion(SmallPrograms.warmedUpInTwoGroups());

    assertThat(finding.measured()).isNotNull();
    assertThat(finding.why())
        .contains(
            "The graph's own schedule was overridden", "from 0.005 to 0.5", "multiply its rates")
        .contains("the others keep their ratio to it: 0.1");
  }

  @Test
  void programWithoutRatesOfItsOwn_isToldNothingOfThem() {
    Finding finding = suggestion(SmallPrograms.mlp(Optimizer.Kind.SGD));

    assertThat(finding.why()).doesNotContain("overridden", "ratio");
  }
}
