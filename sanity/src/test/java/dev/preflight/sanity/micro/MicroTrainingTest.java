package dev.preflight.sanity.micro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.sanity.Checks;
import dev.preflight.sanity.Toys;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.training.Accuracy;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.optimizer.Optimizer;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MicroTrainingTest {

  private static Map<String, Finding> check(
      TrainingGraph graph, double learningRate, String... ids) {
    CheckupOptions options =
        CheckupOptions.defaults()
            .withOnly(Set.of(ids))
            .withLearningRate(learningRate)
            .withBatchSize(32);
    return Checks.run(graph, options, Progress.NONE).findings().stream()
        .collect(Collectors.toMap(Finding::id, f -> f));
  }

  private static Map<String, Finding> check(double learningRate, String... ids) {
    try (TrainingGraph graph = Toys.graph(Toys.clusters(), Toys::healthy)) {
      return check(graph, learningRate, ids);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "momentum, 0.01",
    "momentum, 0.1",
    "sgd, 0.1",
    "sgd, 0.01",
    "adam, 0.001",
    "adam, 0.0003",
    "rmsprop, 0.001",
    "adagrad, 0.01",
    "nesterov, 0.01",
    "adamw, 0.001"
  })
  void usualOptimizersAndRates_pass(String optimizer, double learningRate) {
    try (TrainingGraph graph =
        Toys.graph(Toys.clusters(), Optimizer.of(optimizer), Toys::healthy)) {
      check(graph, learningRate, "M01", "M02", "M06", "R01")
          .values()
          .forEach(f -> assertThat(f.status()).as(f.title()).isNotEqualTo(Status.FAIL));
    }
  }

  @Test
  void regression_passes() {
    try (TrainingGraph graph = Toys.graph(Toys.curve(0), Toys::regression)) {
      check(graph, 0.01, "M01", "M02", "M06", "R01")
          .values()
          .forEach(f -> assertThat(f.status()).as(f.title()).isEqualTo(Status.PASS));
    }
  }

  @Test
  void strongDropoutAndTinyData_pass() {
    for (TrainingData data : new TrainingData[] {Toys.clusters(), Toys.clusters(12, 12, 3)}) {
      try (TrainingGraph graph = Toys.graph(data, Toys.dropout())) {
        check(graph, 0.01, "M01", "M02", "M06", "R01")
            .values()
            .forEach(f -> assertThat(f.status()).as(f.title()).isNotEqualTo(Status.FAIL));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 1e-5})
  void rateFarTooLow_failsM02_andSaysSo(double learningRate) {
    Finding finding = check(learningRate, "M01", "M02", "M06").get("M02");

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("learning rate is too low");
  }

  @Test
  void rateFarTooHigh_failsM06_whichSkipsM02() {
    Map<String, Finding> findings = check(1000, "M01", "M02", "M06", "R01");

    assertThat(findings.get("M06").status()).isEqualTo(Status.FAIL);
    assertThat(findings.get("M06").title()).contains("Training diverges from");
    assertThat(findings.get("M02").status()).isEqualTo(Status.SKIP);
    assertThat(findings.get("M02").causedBy()).isEqualTo("M06");
    assertThat(findings.get("R01").causedBy()).isEqualTo("M06");
  }

  @Test
  void rateFarTooHigh_failsM02AndR01_alone() {
    assertThat(check(1000, "M02").get("M02").status()).isEqualTo(Status.FAIL);
    assertThat(check(1e30, "R01").get("R01").status()).isEqualTo(Status.FAIL);
    assertThat(check(1e30, "R01").get("R01").where()).startsWith("update ");
  }

  @Test
  void inputCutOff_failsM01() {
    Toys.Net blind =
        (layers, x, setup) ->
            Toys.plain(layers, layers.tf().math.mul(x, layers.tf().constant(0f)), setup);
    try (TrainingGraph graph = Toys.graph(Toys.clusters(), Toys.net(blind))) {
      Map<String, Finding> findings = check(graph, 0.01, "M01", "M02");

      assertThat(findings.get("M01").status()).isEqualTo(Status.FAIL);
      assertThat(findings.get("M02").causedBy()).isEqualTo("M01");
    }
  }

  @Test
  void sameInputsWithOtherLabels_failM01() {
    TrainingData data = Toys.clusters(8, 8, 4);
    Dataset train = data.train();
    int[] twice = new int[16];
    for (int i = 0; i < 16; i++) {
      twice[i] = i % 8;
    }
    Dataset repeated = train.select(twice);
    int[] ids = Accuracy.classesOf(repeated, 16);
    for (int i = 8; i < 16; i++) {
      ids[i] = (ids[i] + 1) % 4;
    }
    Dataset conflicting =
        Dataset.of(
            repeated.batch(IntStream.range(0, 16).toArray()).features(), HostArray.ofInts(ids, 16));
    try (TrainingGraph graph =
        Toys.graph(Toys.data(conflicting, train, data.classes()), Toys::healthy)) {
      assertThat(check(graph, 0.01, "M01").get("M01").status()).isEqualTo(Status.FAIL);
    }
  }
}
