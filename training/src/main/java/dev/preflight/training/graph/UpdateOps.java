package dev.preflight.training.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * The update ops of this TensorFlow ({@code ApplyAdam}, {@code ResourceSparseApplyMomentum}, ...)
 * and which of their inputs means what, read from TensorFlow's own op registry.
 */
public final class UpdateOps {

  /**
   * Input positions of an update op; -1 where it has no such input.
   *
   * @param learningRate the rate
   * @param momentum momentum, or beta1 of the Adam family
   * @param gradient the gradient
   */
  public record Roles(int learningRate, int momentum, int gradient) {}

  private static final Map<String, Roles> ROLES = read();

  private UpdateOps() {}

  /** The update ops by type; all have the variable as their first input. */
  static Map<String, Roles> roles() {
    return ROLES;
  }

  /** The roles of an update op's inputs. */
  public static Roles rolesOf(NodeDef update) {
    Roles roles = ROLES.get(update.getOp());
    if (roles == null) {
      throw new IllegalArgumentException(update.getOp() + " is not an update op");
    }
    return roles;
  }

  /** The update ops that a train op runs. */
  public static List<NodeDef> behind(GraphView graph, String train) {
    return graph.ancestors(List.of(train)).stream()
        .map(graph::node)
        .filter(node -> ROLES.containsKey(node.getOp()))
        .toList();
  }

  private static Map<String, Roles> read() {
    Map<String, Roles> roles = new HashMap<>();
    for (OpDef op : TensorFlow.registeredOpList().getOpList()) {
      if (op.getName().matches("(Resource)?(Sparse)?Apply.*")) {
        List<String> inputs = new ArrayList<>();
        op.getInputArgList().forEach(input -> inputs.add(input.getName()));
        int learningRate = first(inputs, "lr", "alpha");
        if (learningRate >= 0) {
          roles.put(
              op.getName(),
              new Roles(
                  learningRate,
                  first(inputs, "momentum", "beta1"),
                  first(inputs, "grad", "delta")));
        }
      }
    }
    return Map.copyOf(roles);
  }

  private static int first(List<String> inputs, String... names) {
    for (String name : names) {
      int index = inputs.indexOf(name);
      if (index >= 0) {
        return index;
      }
    }
    return -1;
  }
}
