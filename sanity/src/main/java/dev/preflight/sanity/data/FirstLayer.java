package dev.preflight.sanity.data;

import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Statistics;
import dev.preflight.training.GraphOp;
import dev.preflight.training.Mode;
import dev.preflight.training.data.HostArray;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What enters the first layer of a graph, where the way there from the features only scales, shifts
 * and reshapes.
 *
 * @param layer the op of the layer
 * @param input the tensor that enters it
 * @param values its numbers on a batch
 */
record FirstLayer(String layer, String input, Statistics.Moments values) {

  private static final Pattern LAYER = Pattern.compile("MatMul|Conv2D|DepthwiseConv2dNative");
  private static final Pattern ON_THE_WAY =
      Pattern.compile(
          "Identity|Cast|Mul|Sub|Add(V2)?|BiasAdd|(Real)?Div|DivNoNan|Reshape|ExpandDims|Squeeze"
              + "|Transpose|Pad(V2)?|MirrorPad|Resize\\w+|Image\\w*");

  /** Finds it; null where there is none to be seen. */
  static @Nullable FirstLayer of(Lab lab) {
    String loss = lab.graph().ends().loss();
    String features = lab.graph().ends().features();
    Set<String> passed = new HashSet<>(Set.of(GraphOp.nodeOf(features)));
    for (GraphOp op : lab.graph().opsBehind(loss)) {
      for (String input : op.inputs()) {
        if (!passed.contains(GraphOp.nodeOf(input))) {
          continue;
        }
        if (LAYER.matcher(op.type()).matches()) {
          return measured(lab, op.name(), input);
        }
        if (ON_THE_WAY.matcher(op.type()).matches()) {
          passed.add(op.name());
        }
      }
    }
    return null;
  }

  private static @Nullable FirstLayer measured(Lab lab, String layer, String input) {
    try {
      HostArray entering = lab.initial().tensor(input, lab.batch(Lab.PROBE), Mode.EVALUATE);
      return new FirstLayer(layer, input, Statistics.Moments.of(entering));
    } catch (RuntimeException e) {
      return null; // A tensor that cannot be fetched, inside a loop or a function.
    }
  }
}
