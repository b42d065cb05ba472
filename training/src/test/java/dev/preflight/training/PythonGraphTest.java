package dev.preflight.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.optimizer.StepSettings;
import dev.preflight.training.program.GraphDescriptor;
import dev.preflight.training.program.GraphProgram;
import dev.preflight.training.program.TrainingProgram;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Graphs exported from Python (python_graphs.py): batch norm with moving averages under {@code
 * cond}, dropout, and Python's own optimizers. With {@code -Dpreflight.graphs=DIR} every graph that
 * the script writes with {@code all} is taken too.
 */
class PythonGraphTest {

  private static final TrainingData DATA = corners();

  /** 8x8 images whose class is the bright corner. */
  private static TrainingData corners() {
    SplittableRandom random = new SplittableRandom(5);
    int items = 128;
    float[] pixels = new float[items * 64];
    long[] labels = new long[items];
    for (int i = 0; i < items; i++) {
      labels[i] = i % 4;
      for (int p = 0; p < 64; p++) {
        boolean bright = p / 32 == labels[i] / 2 && p % 8 / 4 == labels[i] % 2;
        pixels[i * 64 + p] = (float) random.nextDouble() + (bright ? 0.7f : 0);
      }
    }
    Dataset set =
        Dataset.of(HostArray.ofFloats(pixels, items, 8, 8), HostArray.ofLongs(labels, items));
    return TestPrograms.data(set, set, OptionalInt.of(4));
  }

  static Path resource(String name) {
    try {
      return Path.of(PythonGraphTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<Path> graphs() throws IOException {
    List<Path> graphs = new ArrayList<>();
    for (String name :
        List.of("python-ref-adam.pb", "python-resource-momentum.pb", "python-saved-v1")) {
      graphs.add(resource(name));
    }
    String more = System.getProperty("preflight.graphs");
    if (more != null) {
      try (Stream<Path> files = Files.list(Path.of(more))) {
        files.filter(f -> !f.endsWith("all-saved-v2")).sorted().forEach(graphs::add);
      }
    }
    return graphs.stream();
  }

  private static TrainingProgram load(Path path, String train) {
    GraphDescriptor descriptor =
        new GraphDescriptor(
            path.toString(),
            null,
            null,
            "x",
            "y",
            "loss",
            "logits",
            // The op has two outputs; the first is the loss.
            "each/each",
            "training",
            train,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    return GraphProgram.load(descriptor, path.getParent(), "python");
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void graphOfPython_trainsWithItsOwnOptimizer_andRepeatsBitForBit(Path path) {
    try (TrainingGraph graph =
            TrainingGraph.build(load(path, "train"), DATA, TrainingGraph.Options.defaults());
        Trainer trainer = graph.open(1);
        Trainer second = graph.open(1)) {
      assertThat(graph.trainable())
          .containsExactlyInAnyOrder("conv", "bn/gamma", "bn/beta", "dense", "bias");
      assertThat(graph.updated()).containsExactlyInAnyOrderElementsOf(graph.trainable());
      assertThat(graph.statistics()).containsExactlyInAnyOrder("bn/mean", "bn/variance");
      assertThat(graph.isStochastic()).isTrue();
      assertThat(graph.drawsFromSession()).isFalse();
      assertThat(graph.learningRate()).isPositive();

      StepSettings settings = StepSettings.of(graph.learningRate());
      double loss = trainer.evaluate(graph.data().validation()).loss();
      float[] mean = trainer.variable("bn/mean").toFloats();
      for (int step = 0; step < 40; step++) {
        assertThat(trainer.step(TestPrograms.batch(graph.data(), step, 32), settings))
            .isEqualTo(second.step(TestPrograms.batch(graph.data(), step, 32), settings));
      }
      Snapshot after = trainer.snapshot();
      assertThat(after.checksum()).isEqualTo(second.snapshot().checksum());
      assertThat(trainer.evaluate(graph.data().validation()).loss()).isLessThan(0.8 * loss);
      assertThat(trainer.variable("bn/mean").toFloats()).isNotEqualTo(mean);
      assertThat(trainer.snapshot().checksum()).isEqualTo(after.checksum());

      double next = trainer.step(TestPrograms.batch(graph.data(), 7, 32), settings);
      trainer.restore(after);
      assertThat(trainer.step(TestPrograms.batch(graph.data(), 7, 32), settings)).isEqualTo(next);
    }
  }

  @Test
  void savedModel_startsFromItsStoredValues_whateverTheSeed() {
    try (TrainingGraph graph =
            TrainingGraph.build(
                load(resource("python-saved-v1"), "train"),
                DATA,
                TrainingGraph.Options.defaults());
        Trainer one = graph.open(1);
        Trainer two = graph.open(2)) {
      assertThat(one.snapshot().checksum()).isEqualTo(two.snapshot().checksum());
      // The rate comes out of a decay schedule over the global step.
      assertThat(graph.learningRate()).isCloseTo(0.05, within(1e-7));
      assertThat(one.variable("global_step").get(0)).isZero();
      one.step(TestPrograms.batch(graph.data(), 0, 32), StepSettings.of(0.01));
      assertThat(one.variable("global_step").get(0)).isEqualTo(1);
    }
  }

  @Test
  void sparseCrossEntropyWithoutTrainOp_isRefusedWithAWayOut() {
    assertThatThrownBy(
            () ->
                TrainingGraph.build(
                    load(resource("python-ref-adam.pb"), null),
                    DATA,
                    TrainingGraph.Options.defaults()))
        .isInstanceOfSatisfying(
            InputException.class,
            e -> {
              assertThat(e).hasMessageContaining("no gradient for the op");
              assertThat(e.hint()).contains("name it as \"train\"");
            });
  }
}
