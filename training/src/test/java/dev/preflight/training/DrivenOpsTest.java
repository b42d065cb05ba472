package dev.preflight.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.optimizer.StepSettings;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.TrainingProgram;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperationBuilder;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.OpDef;
import org.tensorflow.types.TFloat32;

/** Every update op of this TensorFlow is found and driven, in a train op made of it alone. */
class DrivenOpsTest {

  private static final TrainingData DATA = TestPrograms.numbers(4);
  private static final Batch BATCH = TestPrograms.batch(DATA, 0, 4);

  /** Ops that divide by the rate, or insist that it is positive. */
  private static final Set<String> NOT_ZERO =
      Set.of("Ftrl", "FtrlV2", "AdagradDA", "ProximalAdagrad");

  private static final Map<String, Float> SCALARS =
      Map.of(
          "beta1",
          0.9f,
          "beta2",
          0.99f,
          "beta1_power",
          0.9f,
          "beta2_power",
          0.99f,
          "rho",
          0.9f,
          "momentum",
          0.8f,
          "epsilon",
          0.01f,
          "lr_power",
          -0.5f);

  static Stream<OpDef> ops() {
    return TensorFlow.registeredOpList().getOpList().stream()
        .filter(op -> op.getName().matches("(Resource)?(Sparse)?Apply.*"))
        .sorted(Comparator.comparing(OpDef::getName));
  }

  static Stream<String> names() {
    return ops().map(OpDef::getName);
  }

  @ParameterizedTest
  @MethodSource("names")
  void fedRate_movesTheVariable_andZeroDoesNot(String name) {
    OpDef op = ops().filter(o -> o.getName().equals(name)).findFirst().orElseThrow();
    TrainingProgram program = TestPrograms.of(graph -> build(graph, op));
    try (TrainingGraph graph =
            TrainingGraph.build(program, DATA, TrainingGraph.Options.defaults());
        Trainer trainer = graph.open(1)) {
      HostArray before = trainer.variable("w");
      String rule = name.replaceAll("Resource|Sparse|Apply", "");
      if (!NOT_ZERO.contains(rule)) {
        trainer.step(BATCH, StepSettings.of(0));
        assertThat(trainer.variable("w").toFloats()).containsExactly(before.toFloats());
      }
      trainer.step(BATCH, StepSettings.of(1e-3));
      assertThat(trainer.variable("w").toFloats()[0]).isFinite().isNotEqualTo(before.toFloats()[0]);
      assertThat(graph.learningRate()).isEqualTo(0.25);
      assertThat(graph.updated()).containsExactly("w");
      assertThat(graph.takesMomentum())
          .isEqualTo(
              op.getInputArgList().stream()
                  .anyMatch(a -> a.getName().equals("momentum") || a.getName().equals("beta1")));
    }
  }

  private static Ends build(Graph graph, OpDef op) {
    Ops tf = Ops.create(graph);
    tf.withName("x").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2)));
    tf.withName("y").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
    boolean resource = op.getName().startsWith("Resource");
    List<Op> initializers = new ArrayList<>();
    GraphOperationBuilder train = graph.opBuilder(op.getName(), "train", graph.baseScope());
    Operand<TFloat32> weight = null;
    for (OpDef.ArgDef input : op.getInputArgList()) {
      Output<?> in;
      if (input.getIsRef() || input.getType() == DataType.DT_RESOURCE) {
        boolean isWeight = input.getName().equals("var");
        boolean positive = input.getName().matches("ms|.*squared.*|accum.*");
        Operand<TFloat32> initial =
            tf.fill(
                tf.constant(new int[] {2, 3}),
                tf.constant(isWeight ? 0.5f : positive && !momentum(op) ? 0.1f : 0f));
        String name = isWeight ? "w" : "slot_" + input.getName();
        if (resource) {
          VarHandleOp handle =
              tf.withName(name)
                  .varHandleOp(TFloat32.class, Shape.of(2, 3), VarHandleOp.sharedName(name));
          initializers.add(tf.assignVariableOp(handle, initial));
          weight = isWeight ? tf.identity(tf.readVariableOp(handle, TFloat32.class)) : weight;
          in = handle.asOutput();
        } else {
          var variable = tf.withName(name).variable(Shape.of(2, 3), TFloat32.class);
          initializers.add(tf.assign(variable, initial));
          weight = isWeight ? tf.identity(variable) : weight;
          in = variable.asOutput();
        }
      } else {
        in =
            switch (input.getName()) {
              case "indices" -> tf.constant(new int[] {0, 1}).asOutput();
              case "global_step" -> tf.constant(1L).asOutput();
              // The gradient of the loss: twice the weight.
              case "grad", "delta" -> tf.math.add(weight, weight).asOutput();
              case "lr" -> tf.constant(0.25f).asOutput();
              case "alpha" -> tf.constant(op.getName().contains("AddSign") ? 1f : 0.25f).asOutput();
              default -> tf.constant(SCALARS.getOrDefault(input.getName(), 0f)).asOutput();
            };
      }
      train.addInput(in);
    }
    tf.withName("loss").reduceSum(tf.math.square(weight), tf.constant(new int[] {0, 1}));
    train.build();
    tf.withName("init").withControlDependencies(initializers.toArray(Op[]::new)).noOp();
    return Ends.of("x", "y", "loss").withTrain("train");
  }

  /** Momentum must start at rest, or a rate of 0 would still move the weights. */
  private static boolean momentum(OpDef op) {
    return op.getName().endsWith("Momentum");
  }
}
