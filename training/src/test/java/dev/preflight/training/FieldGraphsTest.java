package dev.preflight.training;

import static dev.preflight.training.Mistakes.answered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.optimizer.StepSettings;
import dev.preflight.training.program.ConstantFeed;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.GraphDescriptor;
import dev.preflight.training.program.GraphProgram;
import dev.preflight.training.program.TrainingProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/** What graphs of Python users have about them (field_graphs.py), and what is said of it. */
class FieldGraphsTest {

  @TempDir Path directory;

  private static TrainingGraph open(String name) {
    return FieldGraphs.open(name, ends -> ends);
  }

  private static void refused(String name, UnaryOperator<Ends> ends, String message, String hint) {
    answered(() -> FieldGraphs.open(name, ends).close(), message, hint);
  }

  private static UnaryOperator<Ends> feeds(ConstantFeed feed) {
    return ends -> ends.withFeeds(Map.of("keep_prob", feed));
  }

  @Test
  void placeholderThatNothingFeeds_isNamedWithTheRemedy() {
    refused(
        "keep-prob",
        ends -> ends,
        "the graph needs a value for the placeholder 'keep_prob' (float)",
        "\"feeds\": {\"keep_prob\": 1.0}");
  }

  @Test
  void constants_areFedByMode() {
    try (TrainingGraph both = FieldGraphs.open("keep-prob", feeds(ConstantFeed.of(0.5, 1)));
        TrainingGraph whole = FieldGraphs.open("keep-prob", feeds(ConstantFeed.of(1)));
        TrainingGraph half = FieldGraphs.open("keep-prob", feeds(ConstantFeed.of(0.5)));
        Trainer a = both.open(1);
        Trainer b = whole.open(1);
        Trainer c = half.open(1)) {
      Batch batch = TestPrograms.batch(both.data(), 0, 16);

      assertThat(a.loss(batch, Mode.EVALUATE)).isEqualTo(b.loss(batch, Mode.EVALUATE));
      assertThat(a.loss(batch, Mode.TRAIN))
          .isEqualTo(c.loss(batch, Mode.TRAIN))
          .isNotEqualTo(b.loss(batch, Mode.TRAIN));
      assertThat(a.step(batch, StepSettings.of(0.1)))
          .isEqualTo(c.step(batch, StepSettings.of(0.1)));
      assertThat(a.gradients(batch).get("w").toFloats())
          .containsExactly(c.gradients(batch).get("w").toFloats());
    }
  }

  @Test
  void constantsThatDoNotFit_areRefused() {
    refused(
        "keep-prob",
        ends -> ends.withFeeds(Map.of("keep_pro", ConstantFeed.of(1))),
        "feeds: the graph has no tensor 'keep_pro'",
        "keep_prob");
    refused(
        "keep-prob",
        feeds(ConstantFeed.of(HostArray.ofDoubles(new double[] {1, 2}, 2))),
        "feeds: 'keep_prob' takes shape [], the value has [2]",
        "one number");
    refused(
        "keep-prob",
        feeds(ConstantFeed.of(HostArray.ofBooleans(new boolean[] {true}))),
        "feeds: 'keep_prob' takes DT_FLOAT",
        "give a number");
    refused(
        "keep-prob",
        ends -> ends.withFeeds(Map.of("x", ConstantFeed.of(1))),
        "'x:0' is fed already: it takes the features",
        "leave it out");
  }

  @Test
  void tables_areFilledInEverySession() {
    try (TrainingGraph graph =
            FieldGraphs.open("table", ends -> ends.withInitializers(List.of("init", "fill")));
        Trainer trainer = graph.open(1)) {
      Batch batch = TestPrograms.batch(graph.data(), 0, 16);
      double first = trainer.loss(batch, Mode.EVALUATE);
      for (int i = 0; i < 20; i++) {
        trainer.step(batch, StepSettings.of(0.5));
      }

      assertThat(trainer.loss(batch, Mode.EVALUATE)).isLessThan(first);
      trainer.reset(1);
      assertThat(trainer.loss(batch, Mode.EVALUATE)).isEqualTo(first);
    }
  }

  @Test
  void tableThatNothingFills_isNamedWithTheOpThatWould() {
    refused(
        "table",
        ends -> ends,
        "the lookup table 'hash_table' is not initialized",
        "\"initializers\": \"key_value_init/LookupTableImportV2\"");
  }

  @Test
  void tableOfSparseAdam_isTrained() {
    try (TrainingGraph graph = open("sparse-adam")) {
      assertThat(graph.trainable()).containsExactlyInAnyOrder("rows", "w");
      assertThat(graph.updated()).containsExactlyInAnyOrder("rows", "w");
      assertThat(graph.statistics()).isEmpty();
      assertThat(graph.showsGradients()).isTrue();
    }
  }

  @Test
  void updateByHand_trains_andAnAverageIsAStatistic() {
    UnaryOperator<Ends> ends =
        named ->
            named.withLearningRate("rate").withInitializers(List.of("w/Assign", "average/Assign"));
    try (TrainingGraph graph = FieldGraphs.open("by-hand", ends);
        Trainer trainer = graph.open(1)) {
      assertThat(graph.trainable()).containsExactly("w");
      assertThat(graph.updated()).containsExactly("w");
      assertThat(graph.statistics()).containsExactly("average");
      assertThat(graph.showsGradients()).isFalse();
      Batch batch = TestPrograms.batch(graph.data(), 0, 16);
      float[] before = trainer.variable("w").toFloats().clone();
      trainer.step(batch, StepSettings.of(0.1));
      assertThat(trainer.variable("w").toFloats()).isNotEqualTo(before);
    }
  }

  @Test
  void updateOnACondition_isDriven() {
    try (TrainingGraph graph = FieldGraphs.open("condition", 40, ends -> ends);
        Trainer trainer = graph.open(1)) {
      assertThat(graph.learningRate()).isCloseTo(0.1, within(1e-6));
      assertThat(graph.updated()).containsExactly("w");
      assertThat(graph.showsGradients()).isTrue();
      float[] start = trainer.variable("w").toFloats();
      Batch batch = TestPrograms.batch(graph.data(), 0, 16);
      trainer.step(batch, StepSettings.of(0));
      assertThat(trainer.variable("w").toFloats()).isEqualTo(start);
      float[] once = moved(trainer, batch, StepSettings.of(0.1), start);
      float[] own = moved(trainer, batch, StepSettings.own(), start);
      float[] twice = moved(trainer, batch, StepSettings.of(0.2), start);
      assertThat(own).isEqualTo(once);
      for (int i = 0; i < once.length; i++) {
        assertThat(twice[i]).isCloseTo(2 * once[i], within(1e-6f));
      }
    }
  }

  private static float[] moved(Trainer trainer, Batch batch, StepSettings settings, float[] start) {
    trainer.reset(1);
    trainer.step(batch, settings);
    float[] now = trainer.variable("w").toFloats();
    float[] moved = new float[now.length];
    for (int i = 0; i < now.length; i++) {
      moved[i] = now[i] - start[i];
    }
    return moved;
  }

  @Test
  void updateOutOfReach_isRefusedWithTheOpThatHoldsIt() {
    refused(
        "in-function",
        ends -> ends,
        "updates the weights inside a function (the op 'StatefulPartitionedCall'",
        "update ops are in the graph itself");
    refused(
        "in-loop",
        ends -> ends,
        "updates the weights inside a loop (the op 'while', While)",
        "update ops are in the graph itself");
  }

  @Test
  void iterator_isRefusedAsSuch() {
    refused(
        "iterator",
        ends -> ends,
        "features: 'x' comes from a tf.data iterator",
        "tf.compat.v1.placeholder");
  }

  @Test
  void graphForInference_isRefusedAsSuch() {
    refused(
        "frozen",
        ends -> ends.withTrain(null),
        "the graph has no variables: it is an inference graph",
        "convert_variables_to_constants");
  }

  @Test
  void fixedBatch_isFilledFromTheStartWhereItemsAreFew() {
    try (TrainingGraph graph = FieldGraphs.open("fixed-batch", 10, ends -> ends);
        Trainer trainer = graph.open(1)) {
      Batch batch = new TrainingBatches(graph, 1, 16).next();

      assertThat(batch.size()).isEqualTo(16);
      assertThat(batch.labels().rows(0, 6).toDoubles())
          .containsExactly(batch.labels().rows(10, 16).toDoubles());
      assertThat(trainer.step(batch, StepSettings.of(0.1))).isFinite();
      assertThat(trainer.evaluate(graph.data().validation()).examples()).isEqualTo(16);
    }
  }

  @Test
  void fixedBatch_leavesOutWhatDoesNotFillTheLast() {
    try (TrainingGraph graph = FieldGraphs.open("fixed-batch", 40, ends -> ends);
        Trainer trainer = graph.open(1)) {
      assertThat(trainer.evaluate(graph.data().validation()).examples()).isEqualTo(32);
    }
  }

  private static TrainingProgram load(String name, boolean trusted) {
    return load(PythonGraphTest.resource("field-" + name + ".pb"), name, trusted);
  }

  private static TrainingProgram load(Path file, String name, boolean trusted) {
    GraphDescriptor descriptor =
        new GraphDescriptor(
            file.toString(),
            null,
            null,
            "x",
            "y",
            "loss",
            null,
            null,
            null,
            "train",
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    return GraphProgram.load(descriptor, file.getParent(), name, trusted);
  }

  @Test
  void graphThatReachesOutside_isRefusedUnlessTrusted() {
    answered(
        () -> load("reads-file", false),
        "graph: the op 'ReadFile' (ReadFile) reads files: '/etc/hostname'",
        "--trust-graph");
    answered(
        () -> load("python-code", false),
        "(PyFunc) runs code from outside the graph",
        "export it without that op");
    answered(
        () -> load("table-file", false),
        "fills a lookup table from a file: '/data/vocabulary.txt'",
        "build the table from constants");
    assertThat(load("reads-file", true).name()).isEqualTo("reads-file");
    assertThat(load("keep-prob", false).name()).isEqualTo("keep-prob");
  }

  @Test
  void savedModelThatReachesOutside_isRefusedBeforeItIsLoaded() throws IOException {
    Path graph = PythonGraphTest.resource("field-reads-file.pb");
    MetaGraphDef meta =
        MetaGraphDef.newBuilder()
            .setGraphDef(GraphDef.parseFrom(Files.readAllBytes(graph)))
            .build();
    Path file = directory.resolve("saved_model.pb");
    Files.write(file, SavedModel.newBuilder().addMetaGraphs(meta).build().toByteArray());

    answered(
        () -> load(directory, "saved", false),
        "graph: the op 'ReadFile' (ReadFile) reads files: '/etc/hostname'",
        "--trust-graph");
    // Trusted, it gets as far as being loaded, for which this one lacks a tag.
    answered(() -> load(directory, "saved", true), "cannot load the SavedModel", "");
  }

  @Test
  void placeholdersThatNoFormFits_areRefusedWithAllThatWasTried() {
    refused(
        "never-fits",
        ends -> ends,
        "fit them in none of the forms tried: features of shape [4], labels as one-hot rows",
        "the shapes that they take");
  }

  @Test
  void placeholdersWithoutAShape_areFedInTheFirstFormThatRuns() {
    try (TrainingGraph graph = open("unknown-rank")) {
      assertThat(graph.guessedForm())
          .isEqualTo("features of shape [4], labels as one-hot rows [batch, 3]");
      assertThat(graph.data().train().labels().shape()).containsExactly(3);
    }
  }
}
