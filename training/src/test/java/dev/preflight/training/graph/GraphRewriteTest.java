package dev.preflight.training.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;

class GraphRewriteTest {

  private static final float[][] NUMBERS = {
    {-1, -0f, 0, Float.MIN_VALUE, 0.5f, 6, 7, 1e30f},
    {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      -1e-30f,
      1e-30f,
      5.999999f,
      6.000001f,
      3
    }
  };

  /** The gradient of the sum of squares of a ReLU, as TensorFlow's C++ gradients write it. */
  private static GraphDef withGradient(String relu) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      var x = tf.withName("x").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 8)));
      Operand<TFloat32> taken = tf.withName("taken").math.mul(x, tf.constant(1f));
      Operand<TFloat32> given =
          relu.equals("Relu")
              ? tf.withName("given").nn.relu(taken)
              : tf.withName("given").nn.relu6(taken);
      Operand<TFloat32> sum =
          tf.withName("sum").reduceSum(tf.math.square(given), tf.constant(new int[] {0, 1}));
      Output<?> gradient =
          graph
              .addGradients(
                  "g", new Output<?>[] {sum.asOutput()}, new Output<?>[] {x.asOutput()}, null)[0];
      tf.withName("gradient").identity(gradient.expect(TFloat32.class));
      return graph.toGraphDef();
    }
  }

  private static List<Integer> bits(GraphDef def) {
    try (Graph graph = new Graph();
        TFloat32 x = TFloat32.tensorOf(StdArrays.ndCopyOf(NUMBERS))) {
      graph.importGraphDef(def);
      List<Integer> bits = new ArrayList<>();
      try (Session session = new Session(graph);
          Result result = session.runner().feed("x", x).fetch("gradient").run()) {
        ((TFloat32) result.get(0))
            .scalars()
            .forEach(v -> bits.add(Float.floatToIntBits(v.getFloat())));
      }
      return bits;
    }
  }

  private static NodeDef gradientOf(GraphDef def, String relu) {
    return def.getNodeList().stream()
        .filter(node -> node.getOp().equals(relu + "Grad"))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Relu", "Relu6"})
  void gradientOfARelu_looksAtWhatItGave_andIsTheSameToTheBit(String relu) {
    GraphDef before = withGradient(relu);
    GraphDef after = GraphRewrite.withFusableRelus(before, Set.of());

    assertThat(GraphView.nodeOf(gradientOf(before, relu).getInput(1))).isEqualTo("taken");
    assertThat(GraphView.nodeOf(gradientOf(after, relu).getInput(1))).isEqualTo("given");
    assertThat(bits(after)).isEqualTo(bits(before));
  }

  /** What is fed need not be what the ReLU would give. */
  @Test
  void reluWhoseValueIsFed_isLeftAlone() {
    GraphDef before = withGradient("Relu");

    assertThat(GraphRewrite.withFusableRelus(before, Set.of("given:0"))).isEqualTo(before);
  }

  /** Another ReLU of the same numbers, computed from the gradient, would close a circle. */
  @Test
  void reluThatWaitsForTheGradient_isLeftAlone() {
    GraphDef.Builder def = withGradient("Relu").toBuilder();
    for (NodeDef.Builder node : def.getNodeBuilderList()) {
      if (node.getName().equals("given")) {
        node.addInput("^gradient");
      }
    }

    assertThat(GraphRewrite.withFusableRelus(def.build(), Set.of())).isEqualTo(def.build());
  }
}
