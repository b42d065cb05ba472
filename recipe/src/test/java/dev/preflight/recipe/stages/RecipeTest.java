package dev.preflight.recipe.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.examples.faults.Fault;
import dev.preflight.examples.nets.LinearRegression;
import dev.preflight.examples.nets.LogisticRegression;
import dev.preflight.examples.nets.Mlp;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Status;
import dev.preflight.reports.Table;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.data.source.DataSpec;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.program.Hyperparameters;
import dev.preflight.training.program.Programs;
import dev.preflight.training.program.TrainingProgram;
import dev.preflight.training.tensor.Device;
import dev.preflight.tuner.runs.Length;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole recipe on a small net; killed in each stage; and stopped by faults where it should. */
class RecipeTest {

  private static final TrainingData DIGITS = DataSpec.open("digits?limit=2000", Path.of("."));

  @TempDir Path directory;

  private static TrainingGraph mlp() {
    return mlp(DIGITS, 32);
  }

  private static TrainingGraph mlp(TrainingData data, int width) {
    return TrainingGraph.build(
        new Mlp(),
        data,
        TrainingGraph.Options.defaults()
            .withHyperparameters(Hyperparameters.of(Map.of("width", Integer.toString(width))))
            .withOptimizer(Optimizer.of(Optimizer.Kind.MOMENTUM))
            .withWeightDecay(true));
  }

  private static RecipeOptions options(Stage from, Stage to, Set<Stage> skip) {
    return new RecipeOptions(
        Length.updates(100),
        1,
        32,
        0,
        Double.NaN,
        0.5,
        from,
        to,
        skip,
        Map.of(),
        List.of(new LogisticRegression(), new Mlp(), new LinearRegression()));
  }

  private static RecipeOptions whole() {
    return options(Stage.DATA, Stage.DIAGNOSIS, Set.of());
  }

  /** All that a reader sees, without times. */
  private static List<Object> shown(Report<RecipeResult> report) {
    return List.of(
        report.summary(),
        report.verdict(),
        report.findings().stream().map(f -> f.id() + f.status() + f.title()).toList(),
        report.charts(),
        report.tables().stream().filter(t -> !t.id().equals("stages")).map(Table::id).toList(),
        report.result().decision(),
        String.valueOf(report.result().configuration()),
        report.suggestions(),
        report.next());
  }

  @Test
  void stoppedInEachStage_endsWithTheSameReport() throws Exception {
    try (TrainingGraph graph = mlp()) {
      Path undisturbed = Files.createDirectories(directory.resolve("whole"));
      Report<RecipeResult> once = Recipe.run(graph, whole(), undisturbed, Progress.NONE);
      assertThat(once.result().decision()).startsWith("go");
      assertThat(once.result().stages()).allMatch(s -> s.seconds() > 0);
      assertThat(once.result().configuration()).isNotNull();
      assertThat(once.summary()).startsWith("Go");

      Path broken = Files.createDirectories(directory.resolve("broken"));
      for (Stage stage : Stage.values()) {
        Report<RecipeResult> stopped = Recipe.run(graph, whole(), broken, stoppedIn(stage));
        assertThat(stopped.interrupted()).isTrue();
        assertThat(stopped.result().decision()).isEqualTo("not judged");
        assertThat(stopped.result().stages())
            .filteredOn(s -> !s.status().equals("not reached"))
            .hasSize(stage.number() - 1);
      }
      Report<RecipeResult> again = Recipe.run(graph, whole(), broken, Progress.NONE);
      assertThat(shown(again)).isEqualTo(shown(once));
    }
  }

  /** The user asks to stop a little after the beginning of a stage. */
  private static Progress stoppedIn(Stage stage) {
    return new Progress.Forwarding(Progress.NONE) {
      private boolean there;
      private int asked;

      @Override
      public void note(String sentence) {
        there |= sentence.startsWith("Stage " + stage.number() + " ");
      }

      @Override
      public boolean cancelled() {
        return there && asked++ >= 3;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "ZERO_INIT, graph, G06, identical units",
    "DOUBLE_SOFTMAX, graph, G05, softmax is applied twice",
    "RELU_LOGITS, graph, G05, ReLU",
    "FROZEN_FIRST_LAYER, graph, G08, conv1/kernel",
    "SUM_LOSS, graph, G04, the loss is a sum",
    "LABELS_OFF_BY_ONE, data, D03, off by one",
    "UNSCALED_TWICE, data, D02, standard deviation",
    "BATCH_MIXED, graph, G11, the batch is mixed",
    "DROPOUT_IN_EVAL, graph, G12, dropout",
    "NO_ACTIVATIONS, graph, G13, no activation",
    "NAN_IMAGE, data, D01, NaN",
    "VALIDATION_IN_TRAINING, data, D07, also training items"
  })
  void fault_isNoGoAtItsStage(Fault fault, String stage, String id, String words) {
    Hyperparameters set = Hyperparameters.of(Map.of("fault", fault.id(), "items", "1000"));
    TrainingProgram program = Programs.find("faulty-lenet", RecipeTest.class.getClassLoader());
    try (TrainingGraph graph =
        TrainingGraph.build(
            program,
            program.data(set).orElseThrow(),
            TrainingGraph.Options.defaults()
                .withHyperparameters(set)
                .withDevice(Device.CPU)
                .withWeightDecay(true))) {
      isNoGoAt(graph, stage, id, words);
    }
  }

  /** One hidden unit cannot tell a batch of ten classes apart, whatever the optimizer. */
  @Test
  void netThatIsTooSmall_isNoGoWhereABatchIsMemorized() {
    try (TrainingGraph graph = mlp(DIGITS, 1)) {
      isNoGoAt(graph, "batch", "M01", "memorize");
    }
  }

  /** Every batch is memorized, and nothing is learned. */
  @Test
  void labelsThatHaveNothingToDoWithTheItems_areNoGoWhereARateIsSought() {
    TrainingData random = DIGITS.with(random(DIGITS.train()), random(DIGITS.validation()));
    try (TrainingGraph graph = mlp(random, 128)) {
      isNoGoAt(graph, "coarse", "L01", "rate");
    }
  }

  private static Dataset random(Dataset data) {
    return data.mapBatches(
        "labels by chance",
        data.features(),
        data.labels(),
        batch -> {
          int[] ids = new int[batch.size()];
          float[] pixels = batch.features().toFloats();
          int each = pixels.length / ids.length;
          for (int i = 0; i < ids.length; i++) {
            int hash = Arrays.hashCode(Arrays.copyOfRange(pixels, i * each, (i + 1) * each));
            ids[i] = new Random(hash).nextInt(10);
          }
          HostArray labels = HostArray.ofInts(ids, ids.length).to(data.labels().type());
          return new Batch(batch.features(), labels);
        });
  }

  private void isNoGoAt(TrainingGraph graph, String stage, String id, String words) {
    Report<RecipeResult> report = Recipe.run(graph, whole(), directory, Progress.NONE);
    assertThat(report.result().decision()).isEqualTo("no-go");
    assertThat(report.result().stages())
        .filteredOn(s -> s.status().equals("failed"))
        .extracting(RecipeResult.StageResult::stage)
        .containsExactly(stage);
    assertThat(report.findings())
        .filteredOn(f -> f.status() == Status.FAIL)
        .extracting(Finding::id)
        .containsExactly(id);
    assertThat(report.summary()).startsWith("No-go at stage ").contains(words);
    assertThat(report.next()).isNotEmpty();
  }

  @Test
  void stagesThatAreLeftOut_areNoPass() {
    try (TrainingGraph graph = mlp()) {
      RecipeOptions some = options(Stage.DATA, Stage.BATCH, Set.of(Stage.GRAPH));
      Report<RecipeResult> report = Recipe.run(graph, some, directory, Progress.NONE);
      assertThat(report.result().decision()).isEqualTo("no failure so far");
      assertThat(report.summary()).startsWith("No failure in the 2 stages");
      assertThat(report.result().stages())
          .extracting(RecipeResult.StageResult::status)
          .contains("left out", "passed");
    }
  }

  @Test
  void plan_tellsEveryStage() {
    try (TrainingGraph graph = mlp()) {
      String plan = Recipe.plan(graph, whole(), 0.01);
      for (Stage stage : Stage.values()) {
        assertThat(plan).contains("  " + stage.number() + "  " + stage.title());
      }
      assertThat(Recipe.planned(graph, whole())).isGreaterThan(1000);
    }
  }

  @Test
  void stagesAreNamedByWordAndNumber() {
    assertThat(Stage.of("3")).isEqualTo(Stage.BATCH);
    assertThat(Stage.of("Fine")).isEqualTo(Stage.FINE);
    assertThatThrownBy(() -> Stage.of("overfit")).hasMessageContaining("one of data, graph");
    assertThatThrownBy(() -> options(Stage.FINE, Stage.DATA, Set.of()))
        .hasMessageContaining("comes after");
  }
}
