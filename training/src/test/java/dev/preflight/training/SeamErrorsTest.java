package dev.preflight.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.optimizer.StepSettings;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.GraphDescriptor;
import dev.preflight.training.program.GraphProgram;
import dev.preflight.training.program.Hyperparameters;
import dev.preflight.training.program.Programs;
import dev.preflight.training.program.Setup;
import dev.preflight.training.program.TrainingProgram;
import dev.preflight.training.tensor.Device;
import dev.preflight.training.tensor.TensorFlowInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

  @TempDir Path directory;

  private static void answered(Runnable mistake, String message, String hint) {
    InputException e = catchThrowableOfType(InputException.class, mistake::run);
    assertThat(e).isNotNull();
    assertThat(e).hasMessageContaining(message);
    assertThat(e.hint()).contains(hint);
    assertThat(e.getMessage()).doesNotContain("\n");
  }

  private static void build(TrainingProgram program, TrainingData data) {
    TrainingGraph.build(program, data, TrainingGraph.Options.defaults()).close();
  }

  /** A line, y = x w, whose ends the test may spoil. */
  private static TrainingProgram line(UnaryOperator<Ends> ends) {
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
          return ends.apply(Ends.of("features", "labels", "mean_loss"));
        });
  }

  @Test
  void misspeltTensor_offersTheNearestNames() {
    answered(
        () -> build(line(e -> Ends.of("features", "labels", "mean_los")), NUMBERS),
        "loss: the graph has no tensor 'mean_los'",
        "mean_loss");
    answered(
        () -> build(line(e -> Ends.of("feature", "labels", "mean_loss")), NUMBERS),
        "features: the graph has no tensor 'feature'",
        "features");
    answered(
        () -> build(line(e -> e.withLogits("zzzzzzzzzzzz")), NUMBERS),
        "logits: the graph has no tensor 'zzzzzzzzzzzz'",
        "name one of its");
    answered(
        () -> build(line(e -> Ends.of("features", "labels", "mean_loss:3")), NUMBERS),
        "'mean_loss:3' is an op without such an output",
        "name a tensor");
    answered(
        () -> build(line(e -> Ends.of("features", "labels", "mean_loss:first")), NUMBERS),
        "loss: 'mean_loss:first' is no tensor name",
        "loss:0");
  }

  @Test
  void lossThatIsNone_isRefused() {
    answered(
        () -> build(line(e -> Ends.of("features", "labels", "each")), NUMBERS),
        "loss: 'each' has shape",
        "perExampleLoss");
    answered(
        () -> build(line(e -> Ends.of("features", "labels", "constant_loss")), NUMBERS),
        "loss: 'constant_loss' does not depend on any variable",
        "stopGradient");
    answered(
        () -> build(line(e -> Ends.of("features", "labels", "stopped_loss")), NUMBERS),
        "loss: 'stopped_loss' does not depend on any variable",
        "stopGradient");
    answered(
        () -> build(line(e -> Ends.of("features", "labels", "whole_loss")), NUMBERS),
        "loss: 'whole_loss' holds numbers of type DT_INT32",
        "floating-point");
  }

  @Test
  void trainOpOfAnotherLoss_isRefused() {
    answered(
        () -> build(line(e -> e.withTrain("other_train")), NUMBERS),
        "updates no variable that the loss 'mean_loss' reads",
        "minimizes this loss");
  }

  @Test
  void dataOfAnotherShapeOrType_isRefused() {
    answered(() -> build(line(e -> e), DATA), "features", "");
    answered(
        () ->
            build(
                JavaExample.adam(directory),
                TestPrograms.data(NUMBERS.train(), NUMBERS.validation(), OptionalInt.empty())),
        "features: the graph takes uint8, the data has FLOAT32",
        "scale=none");
    try (TrainingGraph graph =
            TrainingGraph.build(line(e -> e), NUMBERS, TrainingGraph.Options.defaults());
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
          try (TrainingGraph graph =
              TrainingGraph.build(program, NUMBERS, TrainingGraph.Options.defaults())) {
            graph.open(1).close();
          }
        },
        "variable 'lonely' has no initial value",
        "\"initializers\"");
  }

  @Test
  void damagedGraphFiles_areRefused() throws IOException {
    GraphDescriptor descriptor = JavaExample.descriptor("train", null);
    Path file = directory.resolve("net.pb");
    Runnable load = () -> GraphProgram.load(descriptor, directory, "net");

    answered(load, "there is no file", "relative to the descriptor");
    Files.write(file, new byte[0]);
    answered(load, "holds no ops", "GraphDef");
    JavaExample.adam(directory);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    answered(load, "is not a binary GraphDef, or is cut off", "toGraphDef");
    Files.writeString(file, "PK\u0003\u0004 this is a zip file, or so it says");
    answered(load, "net.pb'", "graph.toGraphDef()");
    Files.delete(file);
    Files.createDirectory(file);
    answered(load, "cannot load the SavedModel", "saved_model.pb");
  }

  @Test
  void unknownHyperparameter_namesTheKnownOnes() {
    answered(
        () ->
            TrainingGraph.build(
                new SmallNets.Dense(),
                DATA,
                TrainingGraph.Options.defaults()
                    .withHyperparameters(Hyperparameters.of(Map.of("widht", "64")))),
        "program 'small-dense' has no hyperparameter 'widht'",
        "width");
    answered(
        () ->
            TrainingGraph.build(
                new SmallNets.Dense(),
                DATA,
                TrainingGraph.Options.defaults()
                    .withHyperparameters(Hyperparameters.of(Map.of("width", "wide")))),
        "hyperparameter 'width' must be a whole number, was 'wide'",
        "--set width=16");
  }

  @Test
  void classThatIsNoProgram_isRefused() {
    ClassLoader loader = getClass().getClassLoader();

    answered(
        () -> Programs.find("com.example.Net", loader), "is not on the class path", "--classpath");
    answered(() -> Programs.find("java.lang.String", loader), "does not implement", "implement it");
    answered(
        () -> Programs.find(NoConstructor.class.getName(), loader),
        "cannot be created",
        "public constructor");
    answered(
        () -> Programs.find("small-dens", loader), "Unknown program 'small-dens'", "small-dense");
    assertThat(Programs.find("small-dense", loader).name()).isEqualTo("small-dense");
  }

  /** A program that cannot be created. */
  static final class NoConstructor implements TrainingProgram {
    NoConstructor(int unused) {
      assert unused >= 0;
    }

    @Override
    public Ends build(org.tensorflow.Graph graph, Setup setup) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void gpuWhereThereIsNone_saysWhatToInstall() {
    assumeFalse(TensorFlowInfo.get().hasGpu(), "this machine has a GPU");

    answered(
        () ->
            TrainingGraph.build(
                new SmallNets.Dense(),
                DATA,
                TrainingGraph.Options.defaults().withDevice(Device.GPU)),
        "TensorFlow sees no GPU on this machine",
        "-Pgpu");
    assertThat(Device.available()).containsExactlyInAnyOrder(Device.AUTO, Device.CPU);
  }

  @Test
  void tensorFlowInfo_saysVersionAndDevices() {
    TensorFlowInfo info = TensorFlowInfo.get();

    assertThat(info.version()).startsWith("2.");
    assertThat(info.devices()).isNotEmpty();
    assertThat(info.devices().get(0).name()).isEqualTo("CPU:0");
    assertThat(info.devices().get(0).type()).isEqualTo("CPU");
    assertThat(info.loadTime().isNegative()).isFalse();
  }
}
