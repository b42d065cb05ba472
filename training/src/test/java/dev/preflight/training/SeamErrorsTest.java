package dev.preflight.training;

import static dev.preflight.training.Mistakes.answered;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.optimizer.StepSettings;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Hyperparameters;
import dev.preflight.training.program.TrainingProgram;
import dev.preflight.training.tensor.Device;
import dev.preflight.training.tensor.TensorFlowInfo;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** What each mistake of a user is answered with: what is wrong, where, and what to do. */
class SeamErrorsTest {

  private static final TrainingData DATA = TestPrograms.squares(20);
  private static final TrainingData NUMBERS = TestPrograms.numbers(8);
  private static final Ends GOOD = loss("mean_loss");

  @TempDir Path directory;

  private static TrainingGraph build(TrainingProgram program, TrainingData data) {
    return TrainingGraph.build(program, data, TrainingGraph.Options.defaults());
  }

  /** A line with these ends is not built. */
  private static void refused(Ends ends, String message, String hint) {
    answered(() -> build(line(ends), NUMBERS).close(), message, hint);
  }

  private static Ends loss(String name) {
    return Ends.of("features", "labels", name);
  }

  /** A line, y = x w, whose ends the test may spoil. */
  private static TrainingProgram line(Ends ends) {
    return TestPrograms.of(
        graph -> {
          Ops tf = Ops.create(graph);
          var x =
              tf.withName("features")
                  .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2)));
          var y =
              tf.withName("labels").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
          var w = tf.withName("weight").variable(Shape.of(2, 1), TFloat32.class);
          var other = tf.withName("other").variable(Shape.scalar(), TFloat32.class);
          tf.withName("init")
              .withControlDependencies(
                  tf.assign(w, tf.fill(tf.constant(new int[] {2, 1}), tf.constant(1f))),
                  tf.assign(other, tf.constant(1f)))
              .noOp();
          tf.withName("other_train")
              .train
              .applyGradientDescent(other, tf.constant(0.1f), tf.constant(1f));
          Operand<TFloat32> out =
              tf.withName("out").reshape(tf.linalg.matMul(x, w), tf.constant(new int[] {-1}));
          Operand<TFloat32> each = tf.withName("each").math.squaredDifference(out, y);
          tf.withName("mean_loss").math.mean(each, tf.constant(0));
          tf.withName("constant_loss").math.mean(y, tf.constant(0));
          tf.withName("stopped_loss").math.mean(tf.stopGradient(each), tf.constant(0));
          tf.withName("whole_loss").dtypes.cast(tf.constant(1), TInt32.class);
          return ends;
        });
  }

  @Test
  void misspeltTensor_offersTheNearestNames() {
    refused(loss("mean_los"), "loss: the graph has no tensor 'mean_los'", "mean_loss");
    refused(
        Ends.of("feature", "labels", "mean_loss"),
        "features: the graph has no tensor 'feature'",
        "features");
    refused(
        GOOD.withLogits("zzzzzzzzzzzz"),
        "logits: the graph has no tensor 'zzzzzzzzzzzz'",
        "name one of its");
    refused(loss("mean_loss:3"), "'mean_loss:3' is an op without such an output", "name a tensor");
    refused(loss("mean_loss:first"), "loss: 'mean_loss:first' is no tensor name", "loss:0");
  }

  @Test
  void weightThatAPlainAssignSets_isNamedWithTheOp() {
    TrainingProgram plain =
        TestPrograms.of(
            graph -> {
              Ops tf = Ops.create(graph);
              var x =
                  tf.withName("x").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2)));
              var y = tf.withName("y").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
              var w = tf.withName("w").variable(Shape.of(2, 1), TFloat32.class);
              tf.withName("w_init")
                  .assign(w, tf.fill(tf.constant(new int[] {2, 1}), tf.constant(1f)));
              Operand<TFloat32> out =
                  tf.reshape(tf.linalg.matMul(x, w), tf.constant(new int[] {-1}));
              tf.withName("loss").math.mean(tf.math.squaredDifference(out, y), tf.constant(0));
              return Ends.of("x", "y", "loss");
            });

    answered(
        () -> build(plain, NUMBERS).close(),
        "variable 'w' is written by 'w_init', which is no initializer",
        "tf.withInitScope()");
  }

  @Test
  void lossThatIsNone_isRefused() {
    refused(loss("each"), "loss: 'each' has shape", "perExampleLoss");
    refused(
        loss("constant_loss"),
        "loss: 'constant_loss' does not depend on any variable",
        "stopGradient");
    refused(
        loss("stopped_loss"),
        "loss: 'stopped_loss' does not depend on any variable",
        "stopGradient");
    refused(
        loss("whole_loss"), "loss: 'whole_loss' holds numbers of type DT_INT32", "floating-point");
  }

  @Test
  void trainOpOfAnotherLoss_isRefused() {
    refused(
        GOOD.withTrain("other_train"),
        "updates no variable that the loss 'mean_loss' reads",
        "minimizes this loss");
  }

  @Test
  void dataOfAnotherShapeOrType_isRefused() {
    answered(() -> build(line(GOOD), DATA), "features", "");
    answered(
        () ->
            build(
                JavaExample.adam(directory),
                TestPrograms.data(NUMBERS.train(), NUMBERS.validation(), OptionalInt.empty())),
        "features: the graph takes uint8, the data has FLOAT32",
        "without scale=");
    try (TrainingGraph graph = build(line(GOOD), NUMBERS);
        Trainer trainer = graph.open(1)) {
      Batch wrong =
          new Batch(HostArray.ofFloats(new float[12], 4, 3), HostArray.ofFloats(new float[4], 4));
      answered(
          () -> trainer.step(wrong, StepSettings.of(0.1)),
          "'features' takes shape [-1, 2], the batch has [4, 3]",
          "graph's own data");
    }
  }

  @Test
  void uninitializedVariable_isNamed() {
    TrainingProgram program =
        TestPrograms.of(
            graph -> {
              Ops tf = Ops.create(graph);
              tf.withName("x").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2)));
              tf.withName("y").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
              tf.withName("loss")
                  .identity(tf.withName("lonely").variable(Shape.scalar(), TFloat32.class));
              return Ends.of("x", "y", "loss");
            });
    answered(
        () -> {
          try (TrainingGraph graph = build(program, NUMBERS)) {
            graph.open(1).close();
          }
        },
        "variable 'lonely' has no initial value",
        "\"initializers\"");
  }

  private static void dense(UnaryOperator<TrainingGraph.Options> options) {
    TrainingGraph.build(
            new SmallNets.Dense(), DATA, options.apply(TrainingGraph.Options.defaults()))
        .close();
  }

  private static void set(String name, String value) {
    dense(options -> options.withHyperparameters(Hyperparameters.of(Map.of(name, value))));
  }

  @Test
  void unknownHyperparameter_namesTheKnownOnes() {
    answered(
        () -> set("widht", "64"), "program 'small-dense' has no hyperparameter 'widht'", "width");
    answered(
        () -> set("width", "wide"),
        "hyperparameter 'width' must be a whole number, was 'wide'",
        "--set width=16");
  }

  @Test
  void gpuWhereThereIsNone_saysWhatToInstall() {
    assumeFalse(TensorFlowInfo.get().hasGpu(), "this machine has a GPU");

    answered(
        () -> dense(options -> options.withDevice(Device.GPU)),
        "TensorFlow sees no GPU on this machine",
        "-Pgpu");
  }
}
