package dev.preflight.sanity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.examples.faults.Fault;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Status;
import dev.preflight.reports.Verdict;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.program.Hyperparameters;
import dev.preflight.training.program.Programs;
import dev.preflight.training.program.TrainingProgram;
import dev.preflight.training.tensor.Device;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole check-up of lenet for each fault: one headline, with the right name. */
@Tag("slow")
class FaultyLenetTest {

  private static Report<Void> check(Fault fault, double learningRate) {
    return check("faulty-lenet", Map.of("fault", fault.id(), "items", "1000"), learningRate);
  }

  private static Report<Void> check(String name, Map<String, String> set, double learningRate) {
    TrainingProgram program = Programs.find(name, FaultyLenetTest.class.getClassLoader());
    Hyperparameters hyperparameters = Hyperparameters.of(set);
    try (TrainingGraph graph =
        TrainingGraph.build(
            program,
            program.data(hyperparameters).orElseThrow(),
            TrainingGraph.Options.defaults()
                .withHyperparameters(hyperparameters)
                .withDevice(Device.CPU))) {
      CheckupOptions options =
          CheckupOptions.defaults().withBatchSize(32).withLearningRate(learningRate);
      return Checks.run(graph, options, Progress.NONE);
    }
  }

  private static List<Finding> failed(Report<Void> checkup) {
    return checkup.findings().stream().filter(f -> f.status() == Status.FAIL).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "ZERO_INIT, G06, identical units",
    "DOUBLE_SOFTMAX, G05, softmax is applied twice",
    "RELU_LOGITS, G05, ReLU",
    "FROZEN_FIRST_LAYER, G08, conv1/kernel",
    "SUM_LOSS, G04, the loss is a sum",
    "LABELS_OFF_BY_ONE, D03, off by one",
    "UNSCALED_TWICE, D02, standard deviation",
    "BATCH_MIXED, G11, the batch is mixed",
    "DROPOUT_IN_EVAL, G12, dropout",
    "NO_ACTIVATIONS, G13, no activation",
    "NAN_IMAGE, D01, NaN",
    "VALIDATION_IN_TRAINING, D07, also training items"
  })
  void fault_isTheOneHeadline(Fault fault, String id, String words) {
    Report<Void> checkup = check(fault, Double.NaN);

    assertThat(checkup.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(failed(checkup)).extracting(Finding::id).containsExactly(id);
    assertThat(failed(checkup).get(0).title()).contains(words);
    assertThat(checkup.findings()).noneMatch(f -> f.status() == Status.ERROR);
  }

  @Test
  void rateAThousandTimesTooHigh_failsM06() {
    assertThat(failed(check(Fault.NONE, 10))).extracting(Finding::id).containsExactly("M06");
  }

  /** On the small net: the checks use up all the updates they have. */
  @Test
  void rateAThousandTimesTooLow_failsM02() {
    List<Finding> failed = failed(check("mlp", Map.of(), 1e-5));

    assertThat(failed).extracting(Finding::id).containsExactly("M02");
    assertThat(failed.get(0).title()).contains("learning rate is too low");
  }

  @Test
  void noFault_hasNoFailure() {
    assertThat(failed(check(Fault.NONE, Double.NaN))).isEmpty();
  }
}
