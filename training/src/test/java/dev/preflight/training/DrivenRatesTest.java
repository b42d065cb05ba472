package dev.preflight.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.training.data.Batch;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.optimizer.StepSettings;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.TrainingProgram;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/** The rate and the momentum of a user's optimizer, wherever its graph has them. */
class DrivenRatesTest {

  /** A line through the plane, with a train op of the test's own. */
  private static TrainingProgram line(
      BiFunction<Ops, Weights, Op> train, Function<Ends, Ends> ends) {
    return TestPrograms.of(
        graph -> {
          Ops tf = Ops.create(graph);
          var x = tf.withName("x").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2)));
          var y = tf.withName("y").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
          var w = tf.withName("w").variable(Shape.of(2, 1), TFloat32.class);
          var b = tf.withName("b").variable(Shape.of(1), TFloat32.class);
          Op first = tf.assign(w, tf.fill(tf.constant(new int[] {2, 1}), tf.constant(0.1f)));
          Op second = tf.assign(b, tf.fill(tf.constant(new int[] {1}), tf.constant(0.1f)));
          tf.withName("init").withControlDependencies(first, second).noOp();
          Operand<TFloat32> out =
              tf.reshape(tf.math.add(tf.linalg.matMul(x, w), b), tf.constant(new int[] {-1}));
          Operand<TFloat32> loss =
              tf.withName("loss").math.mean(tf.math.squaredDifference(out, y), tf.constant(0));
          Output<?>[] g =
              graph.addGradients(
                  "g",
                  new Output<?>[] {loss.asOutput()},
                  new Output<?>[] {w.asOutput(), b.asOutput()},
                  null);
          @SuppressWarnings("unchecked")
          Weights weights = new Weights(w, b, (Output<TFloat32>) g[0], (Output<TFloat32>) g[1]);
          Op op = train.apply(tf, weights);
          tf.withName("train").withControlDependencies(op).noOp();
          return ends.apply(Ends.of("x", "y", "loss").withTrain("train"));
        });
  }

  private record Weights(
      Operand<TFloat32> w, Operand<TFloat32> b, Operand<TFloat32> dw, Operand<TFloat32> db) {}

  private static Op descend(Ops tf, Weights v, Operand<TFloat32> rateW, Operand<TFloat32> rateB) {
    return tf.withControlDependencies(
            tf.train.applyGradientDescent(v.w(), rateW, v.dw()),
            tf.train.applyGradientDescent(v.b(), rateB, v.db()))
        .noOp();
  }

  /** Change of w[0] and b in one step at this rate, divided by their gradients. */
  private static List<Double> rates(TrainingProgram program, double rate, double builtWith) {
    TrainingData numbers = TestPrograms.numbers(16);
    Batch batch = TestPrograms.batch(numbers, 0, 16);
    try (TrainingGraph graph =
            TrainingGraph.build(program, numbers, TrainingGraph.Options.defaults());
        Trainer trainer = graph.open(1)) {
      assertThat(graph.learningRate()).isEqualTo(builtWith, within(1e-7));
      double dw = trainer.gradients(batch).get("w").get(0);
      double db = trainer.gradients(batch).get("b").get(0);
      trainer.step(batch, StepSettings.of(rate));
      return List.of(
          (0.1f - trainer.variable("w").get(0)) / dw, (0.1f - trainer.variable("b").get(0)) / db);
    }
  }

  @Test
  void rateBehindAnything_isFound() {
    BiFunction<Ops, Weights, Op> cast =
        (tf, v) -> {
          var rate = tf.dtypes.cast(tf.constant(0.5), TFloat32.class);
          return descend(tf, v, rate, rate);
        };
    BiFunction<Ops, Weights, Op> identity =
        (tf, v) -> {
          var rate = tf.identity(tf.constant(0.5f));
          return descend(tf, v, rate, rate);
        };
    BiFunction<Ops, Weights, Op> schedule =
        (tf, v) -> {
          var step = tf.withName("step").variable(Shape.scalar(), TFloat64.class);
          tf.withName("init_step").assign(step, tf.constant(1.0));
          var decay = tf.math.pow(tf.constant(0.5), step);
          var rate = tf.dtypes.cast(tf.math.mul(tf.constant(1.0), decay), TFloat32.class);
          return descend(tf, v, rate, rate);
        };

    for (var train : List.of(cast, identity)) {
      assertThat(rates(line(train, e -> e), 0.02, 0.5))
          .allSatisfy(r -> assertThat(r).isCloseTo(0.02, within(1e-4)));
    }
    assertThat(
            rates(line(schedule, e -> e.withInitializers(List.of("init", "init_step"))), 0.02, 0.5))
        .allSatisfy(r -> assertThat(r).isCloseTo(0.02, within(1e-4)));
  }

  @Test
  void rateInAPlaceholderOfTheUsers_isFed() {
    BiFunction<Ops, Weights, Op> train =
        (tf, v) -> {
          var rate =
              tf.withName("lr").placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
          return descend(tf, v, rate, rate);
        };
    assertThat(rates(line(train, e -> e), 0.02, Double.NaN))
        .allSatisfy(r -> assertThat(r).isCloseTo(0.02, within(1e-4)));
  }

  @Test
  void ratesOfGroups_keepTheirRatio() {
    BiFunction<Ops, Weights, Op> train =
        (tf, v) -> descend(tf, v, tf.constant(0.1f), tf.constant(0.4f));
    List<Double> rates = rates(line(train, e -> e), 0.02, 0.4);

    assertThat(rates.get(0)).isCloseTo(0.005, within(1e-4));
    assertThat(rates.get(1)).isCloseTo(0.02, within(1e-4));
  }

  @Test
  void constantThatIsAlsoEpsilonOrPartOfTheLoss_isSeparated() {
    TrainingData numbers = TestPrograms.numbers(16);
    Batch batch = TestPrograms.batch(numbers, 0, 16);
    TrainingProgram program =
        TestPrograms.of(
            graph -> {
              Ops tf = Ops.create(graph);
              tf.withName("x").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2)));
              tf.withName("y").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
              var w = tf.withName("w").variable(Shape.scalar(), TFloat32.class);
              var a = tf.withName("a").variable(Shape.scalar(), TFloat32.class);
              tf.withName("init")
                  .withControlDependencies(
                      tf.assign(w, tf.constant(1f)), tf.assign(a, tf.constant(0f)))
                  .noOp();
              var shared = tf.constant(0.25f);
              tf.withName("loss").math.mul(tf.math.square(w), shared);
              var gradient = tf.math.mul(tf.math.mul(w, tf.constant(2f)), tf.constant(0.25f));
              Op apply = tf.train.applyAdagradV2(w, a, shared, shared, gradient);
              tf.withName("train").withControlDependencies(apply).noOp();
              return Ends.of("x", "y", "loss").withTrain("train");
            });
    try (TrainingGraph graph =
            TrainingGraph.build(program, numbers, TrainingGraph.Options.defaults());
        Trainer trainer = graph.open(1)) {
      double loss = trainer.step(batch, StepSettings.of(0.1));

      assertThat(loss).isEqualTo(0.25);
      // Gradient 0.5, accumulator 0.25, epsilon still 0.25.
      assertThat(trainer.variable("w").get(0))
          .isCloseTo(1 - 0.1 * 0.5 / (0.5 + 0.25), within(1e-6));
    }
  }

  @Test
  void momentumIsFed_andGoesBackToItsOwn() {
    BiFunction<Ops, Weights, Op> train =
        (tf, v) -> {
          var slot = tf.withName("slot").variable(Shape.of(2, 1), TFloat32.class);
          tf.withName("init_slot")
              .assign(slot, tf.fill(tf.constant(new int[] {2, 1}), tf.constant(1f)));
          return tf.train.applyMomentum(v.w(), slot, tf.constant(0.1f), v.dw(), tf.constant(0.5f));
        };
    TrainingProgram program = line(train, e -> e.withInitializers(List.of("init", "init_slot")));
    TrainingData numbers = TestPrograms.numbers(16);
    Batch batch = TestPrograms.batch(numbers, 0, 16);
    try (TrainingGraph graph =
            TrainingGraph.build(program, numbers, TrainingGraph.Options.defaults());
        Trainer trainer = graph.open(1)) {
      assertThat(graph.takesMomentum()).isTrue();
      double own = velocity(trainer, batch, StepSettings.of(0), 1);
      double fed = velocity(trainer, batch, StepSettings.of(0).withMomentum(0.9), own);
      double again = velocity(trainer, batch, StepSettings.of(0), fed);
      double gradient = trainer.gradients(batch).get("w").get(0);

      assertThat(own - gradient).isCloseTo(0.5, within(1e-6));
      assertThat(fed - gradient).isCloseTo(0.9 * own, within(1e-6));
      assertThat(again - gradient).isCloseTo(0.5 * fed, within(1e-6));
    }
  }

  private static double velocity(
      Trainer trainer, Batch batch, StepSettings settings, double before) {
    assertThat(trainer.variable("slot").get(0)).isEqualTo(before);
    trainer.step(batch, settings);
    return trainer.variable("slot").get(0);
  }

  private static BiFunction<Ops, Weights, Op> byHand(String rateName) {
    return (tf, v) -> {
      var rate = tf.withName(rateName).constant(0.25f);
      tf.withName("unused").constant(0.25f);
      tf.withName("count").constant(3);
      return tf.withControlDependencies(
              tf.assignSub(v.w(), tf.math.mul(rate, v.dw())),
              tf.assignSub(v.b(), tf.math.mul(rate, v.db())))
          .noOp();
    };
  }

  @Test
  void optimizerWrittenByHand_isDrivenThroughTheNamedRate() {
    assertThatThrownBy(() -> rates(line(byHand("lr"), e -> e), 0.02, 0.25))
        .isInstanceOfSatisfying(
            InputException.class,
            e -> {
              assertThat(e).hasMessageContaining("no learning rate found behind 'train'");
              assertThat(e.hint()).contains("\"learningRate\"");
            });

    TrainingProgram named = line(byHand("lr"), e -> e.withLearningRate("lr"));
    TrainingData numbers = TestPrograms.numbers(16);
    Batch batch = TestPrograms.batch(numbers, 0, 16);
    try (TrainingGraph graph =
            TrainingGraph.build(named, numbers, TrainingGraph.Options.defaults());
        Trainer trainer = graph.open(1)) {
      assertThat(graph.learningRate()).isEqualTo(0.25);
      trainer.step(batch, StepSettings.of(0));
      assertThat(trainer.variable("w").get(0)).isEqualTo(0.1f);
      double first = trainer.step(batch, StepSettings.of(0.05));
      assertThat(trainer.step(batch, StepSettings.of(0.05))).isLessThan(first);
    }
  }

  @Test
  void namedRateThatTheTrainOpIgnores_isRefused() {
    assertThatThrownBy(
            () -> rates(line(byHand("lr"), e -> e.withLearningRate("unused")), 0.02, 0.25))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the train op 'train' does not use 'unused'");
    assertThatThrownBy(
            () -> rates(line(byHand("lr"), e -> e.withLearningRate("count")), 0.02, 0.25))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("DT_INT32");
  }
}
