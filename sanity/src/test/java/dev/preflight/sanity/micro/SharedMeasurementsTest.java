package dev.preflight.sanity.micro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Finding;
import dev.preflight.sanity.Checks;
import dev.preflight.sanity.Toys;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.sanity.check.Lab;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** M02 reads what M01 and M06 measure, whether or not they came before it. */
class SharedMeasurementsTest {

  private static final CheckupOptions TOO_LOW =
      CheckupOptions.defaults().withLearningRate(1e-5).withBatchSize(32);

  private static Finding alone(TrainingGraph graph, Set<String> chosen) {
    try (Lab lab = new Lab(graph, TOO_LOW, Progress.NONE, 0, chosen)) {
      return new OverfitUserCheck().run(lab);
    }
  }

  @Test
  void finding_isTheSameInAnyOrder() {
    Set<String> all = Set.of("M01", "M02", "M06");
    try (TrainingGraph graph = Toys.graph(Toys.clusters(), Toys::healthy)) {
      Finding inOrder =
          Checks.run(graph, TOO_LOW.withOnly(all), Progress.NONE).findings().stream()
              .filter(f -> f.id().equals("M02"))
              .findFirst()
              .orElseThrow();
      Finding first = alone(graph, all);

      assertThat(first.title()).isEqualTo(inOrder.title()).contains("Adam at 0.003 needs ");
      assertThat(first.why()).isEqualTo(inOrder.why());
      assertThat(first.status()).isEqualTo(inOrder.status());
    }
  }

  @Test
  void checksThatAreNotChosen_areNotMeasured() {
    try (TrainingGraph graph = Toys.graph(Toys.clusters(), Toys::healthy)) {
      assertThat(alone(graph, Set.of("M02")).title()).doesNotContain("Adam at");
    }
  }
}
