package dev.preflight.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.optimizer.StepSettings;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.TrainingProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** The same seed gives the same bits, in a fresh trainer, after a reset, and from a snapshot. */
class DeterminismTest {

  private static final TrainingData DATA = TestPrograms.squares(320);
  private static final int STEPS = 20;
  private static final StepSettings RATE = StepSettings.of(0.003);

  @TempDir static Path directory;

  static Stream<TrainingProgram> programs() {
    return Stream.of(new SmallNets.Dense(), new SmallNets.Conv(), JavaExample.adam(directory));
  }

  private static TrainingGraph graph(TrainingProgram program) {
    return TrainingGraph.build(
        program,
        DATA,
        TrainingGraph.Options.defaults()
            .withOptimizer(Optimizer.of(Optimizer.Kind.ADAM))
            .withWeightDecay(true));
  }

  /** The losses of some steps, and a checksum of the state they end in. */
  private static List<Number> train(TrainingGraph graph, Trainer trainer, int steps) {
    List<Number> trace = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      trace.add(trainer.step(TestPrograms.batch(graph.data(), i, 16), RATE));
    }
    trace.add(trainer.snapshot().checksum());
    return trace;
  }

  @ParameterizedTest
  @MethodSource("programs")
  void sameSeed_givesTheSameBits(TrainingProgram program) {
    List<Number> first;
    try (TrainingGraph graph = graph(program);
        Trainer trainer = graph.open(7);
        Trainer other = graph.open(8)) {
      first = train(graph, trainer, STEPS);
      assertThat(train(graph, other, STEPS)).isNotEqualTo(first);

      other.reset(7);
      assertThat(train(graph, other, STEPS)).isEqualTo(first);
    }
    try (TrainingGraph again = graph(program);
        Trainer trainer = again.open(7)) {
      assertThat(train(again, trainer, STEPS)).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void snapshot_bringsBackSlotsStatisticsAndDraws(TrainingProgram program) {
    try (TrainingGraph graph = graph(program);
        Trainer trainer = graph.open(7)) {
      train(graph, trainer, 3);
      Snapshot snapshot = trainer.snapshot();
      List<Number> first = train(graph, trainer, 4);

      trainer.restore(snapshot);
      assertThat(trainer.updates()).isEqualTo(3);
      assertThat(trainer.snapshot().checksum()).isEqualTo(snapshot.checksum());
      assertThat(train(graph, trainer, 4)).isEqualTo(first);

      try (Trainer stranger = graph.open(99)) {
        stranger.restore(snapshot);
        assertThat(train(graph, stranger, 4)).isEqualTo(first);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void looking_changesNothing(TrainingProgram program) {
    try (TrainingGraph graph = graph(program);
        Trainer looked = graph.open(7);
        Trainer plain = graph.open(7)) {
      long before = looked.snapshot().checksum();
      var batch = TestPrograms.batch(graph.data(), 0, 16);
      looked.evaluate(graph.data().validation());
      looked.evaluate(graph.data().validation(), Mode.TRAIN);
      looked.gradients(batch);
      looked.outputs(batch, Mode.TRAIN);
      looked.loss(batch, Mode.TRAIN);

      assertThat(looked.snapshot().checksum()).isEqualTo(before);
      assertThat(train(graph, looked, 3)).isEqualTo(train(graph, plain, 3));
    }
  }

  @Test
  void dropout_drawsAfreshEachTime_inTrainingOnly() {
    try (TrainingGraph graph = graph(new SmallNets.Conv());
        Trainer trainer = graph.open(7)) {
      var batch = TestPrograms.batch(graph.data(), 0, 16);

      assertThat(graph.isStochastic()).isTrue();
      assertThat(trainer.loss(batch, Mode.TRAIN)).isNotEqualTo(trainer.loss(batch, Mode.TRAIN));
      assertThat(trainer.loss(batch, Mode.EVALUATE)).isEqualTo(trainer.loss(batch, Mode.EVALUATE));
    }
  }

  @Test
  void dropout_dropsTheShareItWasAskedTo() {
    try (TrainingGraph graph = graph(new SmallNets.Conv());
        Trainer trainer = graph.open(7)) {
      var batch = TestPrograms.batch(graph.data(), 0, 64);
      List<String> names = List.of("kept", "dropped");
      var train = trainer.tensors(names, batch, Mode.TRAIN);
      int active = 0;
      int dropped = 0;
      for (int i = 0; i < train.get(0).size(); i++) {
        if (train.get(0).get(i) > 0) {
          active++;
          dropped += train.get(1).get(i) == 0 ? 1 : 0;
        }
      }
      // 0.25 plus or minus five standard deviations of about 2,000 draws.
      assertThat(active).isGreaterThan(1000);
      assertThat((double) dropped / active).isBetween(0.2, 0.3);
    }
  }

  /** L2 on a ref variable is read anew by the loss: an update that came first would change it. */
  @Test
  void lossOfAStep_isThatBeforeTheUpdate() {
    TrainingProgram program =
        TestPrograms.of(
            graph -> {
              Ops tf = Ops.create(graph);
              var x =
                  tf.withName("x").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2)));
              var y = tf.withName("y").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
              var w = tf.withName("w").variable(Shape.of(2, 1), TFloat32.class);
              tf.withName("init")
                  .assign(w, tf.fill(tf.constant(new int[] {2, 1}), tf.constant(1f)));
              Operand<TFloat32> out =
                  tf.reshape(tf.linalg.matMul(x, w), tf.constant(new int[] {-1}));
              Operand<TFloat32> fit =
                  tf.math.mean(tf.math.squaredDifference(out, y), tf.constant(0));
              tf.withName("loss").math.add(fit, tf.nn.l2Loss(w));
              return Ends.of("x", "y", "loss").withInitializers(List.of("init"));
            });
    TrainingData numbers = TestPrograms.numbers(16);
    try (TrainingGraph graph =
            TrainingGraph.build(program, numbers, TrainingGraph.Options.defaults());
        Trainer trainer = graph.open(1)) {
      for (int i = 0; i < 200; i++) {
        var batch = TestPrograms.batch(numbers, i, 4);
        double before = trainer.loss(batch, Mode.TRAIN);
        assertThat(trainer.step(batch, StepSettings.of(0.05))).isEqualTo(before);
      }
    }
  }

  @Test
  void checksum_seesEveryBit() {
    try (TrainingGraph graph = graph(new SmallNets.Dense());
        Trainer trainer = graph.open(7)) {
      Snapshot snapshot = trainer.snapshot();
      var values = new LinkedHashMap<>(snapshot.values());
      float[] weights = values.get("logits/kernel").toFloats().clone();
      weights[weights.length - 1] = Math.nextUp(weights[weights.length - 1]);
      values.put("logits/kernel", HostArray.ofFloats(weights, 16, 10));

      assertThat(new Snapshot(values, snapshot.state()).checksum())
          .isNotEqualTo(snapshot.checksum());
      assertThat(new Snapshot(snapshot.values(), snapshot.state().next(0)).checksum())
          .isNotEqualTo(snapshot.checksum());
    }
  }

  @Test
  void fingerprint_isThatOfTheGraph_andOfNothingElse() {
    try (TrainingGraph one = graph(new SmallNets.Dense());
        TrainingGraph two = graph(new SmallNets.Dense());
        TrainingGraph other = graph(new SmallNets.Conv())) {
      assertThat(one.fingerprint()).isEqualTo(two.fingerprint()).isNotEqualTo(other.fingerprint());
    }
  }
}
