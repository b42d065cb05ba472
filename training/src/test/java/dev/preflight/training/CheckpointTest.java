package dev.preflight.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.training.data.InputException;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.optimizer.StepSettings;
import dev.preflight.training.program.FromCheckpoint;
import dev.preflight.training.program.TrainingProgram;
import dev.preflight.training.tensor.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A checkpoint holds all of a run, in TensorFlow's format; a wrong one is refused by name. */
class CheckpointTest {

  private static final TrainingData DATA = TestPrograms.squares(320);
  private static final StepSettings RATE = StepSettings.of(0.003);

  @TempDir Path directory;
  @TempDir static Path shared;

  static Stream<TrainingProgram> programs() {
    return Stream.of(new SmallNets.Dense(), new SmallNets.Conv(), JavaExample.adam(shared));
  }

  private static TrainingGraph graph(TrainingProgram program) {
    return TrainingGraph.build(
        program,
        DATA,
        TrainingGraph.Options.defaults().withOptimizer(Optimizer.of(Optimizer.Kind.ADAM)));
  }

  private static void train(TrainingGraph graph, Trainer trainer, int from, int to) {
    for (int i = from; i < to; i++) {
      trainer.step(TestPrograms.batch(graph.data(), i, 16), RATE);
    }
  }

  private static Path saved(TrainingGraph graph, Path prefix) throws IOException {
    try (Trainer trainer = graph.open(7)) {
      train(graph, trainer, 0, 5);
      trainer.save(prefix);
    }
    return prefix;
  }

  @ParameterizedTest
  @MethodSource("programs")
  void load_goesOnBitForBit(TrainingProgram program) throws IOException {
    Path prefix = directory.resolve("ckpt-5");
    long unbroken;
    try (TrainingGraph graph = graph(program);
        Trainer trainer = graph.open(7)) {
      train(graph, trainer, 0, 5);
      trainer.save(prefix);
      train(graph, trainer, 5, 10);
      unbroken = trainer.snapshot().checksum();
    }
    try (TrainingGraph graph = graph(program);
        Trainer trainer = graph.open(1)) {
      trainer.load(prefix);
      assertThat(trainer.updates()).isEqualTo(5);
      train(graph, trainer, 5, 10);
      assertThat(trainer.snapshot().checksum()).isEqualTo(unbroken);
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void fromCheckpoint_startsAtItsValues(TrainingProgram program) throws IOException {
    Path prefix = directory.resolve("ckpt-5");
    double after;
    try (TrainingGraph graph = graph(program)) {
      saved(graph, prefix);
      try (Trainer trainer = graph.open(0)) {
        trainer.load(prefix);
        after = trainer.evaluate(graph.data().validation()).loss();
      }
    }
    try (TrainingGraph graph = graph(new FromCheckpoint(program, prefix));
        Trainer trainer = graph.open(99)) {
      assertThat(graph.isPretrained()).isTrue();
      assertThat(trainer.evaluate(graph.data().validation()).loss()).isEqualTo(after);
    }
  }

  @Test
  void directory_meansItsLatest() throws IOException {
    try (TrainingGraph graph = graph(new SmallNets.Dense())) {
      saved(graph, directory.resolve("ckpt-5"));
      assertThat(Checkpoints.prefix(directory)).isEqualTo(directory.resolve("ckpt-5"));
      saved(graph, directory.resolve("best"));
      assertThatThrownBy(() -> Checkpoints.prefix(directory))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("2 checkpoints");
      Checkpoints.markLatest(directory.resolve("best"));
      assertThat(Checkpoints.prefix(directory)).isEqualTo(directory.resolve("best"));
    }
  }

  @Test
  void checkpointOfAnotherProgram_isRefused() throws IOException {
    Path prefix = directory.resolve("ckpt-5");
    try (TrainingGraph conv = graph(new SmallNets.Conv())) {
      saved(conv, prefix);
    }
    assertThatThrownBy(() -> graph(new FromCheckpoint(new SmallNets.Dense(), prefix)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("holds no value for")
        .hasMessageContaining("such as 'hidden/kernel'");
    try (TrainingGraph dense = graph(new SmallNets.Dense());
        Trainer trainer = dense.open(0)) {
      assertThatThrownBy(() -> trainer.load(prefix))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("of another run");
    }
  }

  @Test
  void damagedOrMissing_isRefused() throws IOException {
    assertThatThrownBy(() -> Checkpoints.prefix(directory.resolve("none")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("there is no checkpoint");
    try (TrainingGraph dense = graph(new SmallNets.Dense())) {
      Path prefix = saved(dense, directory.resolve("ckpt-5"));
      Path data = directory.resolve("ckpt-5.data-00000-of-00001");
      byte[] bytes = Files.readAllBytes(data);
      Files.write(data, java.util.Arrays.copyOf(bytes, 100));
      assertThatThrownBy(() -> graph(new FromCheckpoint(new SmallNets.Dense(), prefix)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("cannot be read");
      Files.writeString(directory.resolve("ckpt-5.index"), "nonsense");
      assertThatThrownBy(() -> graph(new FromCheckpoint(new SmallNets.Dense(), prefix)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("cannot be read");
    }
  }
}
