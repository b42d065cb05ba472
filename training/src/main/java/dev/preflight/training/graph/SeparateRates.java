package dev.preflight.training.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Gives the learning rate and the momentum of update ops tensors of their own where theirs serve
 * another purpose too, so that feeding the rate changes the rate only.
 *
 * <p>The other purposes: another input of an update op (one constant that is both rate and
 * epsilon), or a part of the loss (one constant that is both rate and L2 factor). What else hangs
 * on the rate, such as a decoupled weight decay of the user's own, should follow it and does.
 */
public final class SeparateRates {

  private static final String PREFIX = "preflight/own_";

  private SeparateRates() {}

  /** The graph with those tensors separated. */
  public static GraphDef in(GraphDef def, String loss, String train) {
    GraphView view = new GraphView(def);
    List<NodeDef> updates = UpdateOps.behind(view, train);
    Map<String, Set<String>> purposes = purposes(view, updates, loss);
    Map<String, NodeDef> copies = new HashMap<>();
    GraphDef.Builder out = def.toBuilder();
    Set<String> names = new HashSet<>();
    updates.forEach(node -> names.add(node.getName()));
    for (int i = 0; i < def.getNodeCount(); i++) {
      NodeDef node = def.getNode(i);
      if (names.contains(node.getName())) {
        out.setNode(i, separated(node, purposes, copies));
      }
    }
    copies.values().forEach(out::addNode);
    return out.build();
  }

  /** What each tensor that feeds an update op is used for. */
  private static Map<String, Set<String>> purposes(
      GraphView view, List<NodeDef> updates, String loss) {
    Map<String, Set<String>> purposes = new HashMap<>();
    for (NodeDef node : updates) {
      List<String> inputs = GraphView.dataInputs(node);
      for (int i = 1; i < inputs.size(); i++) {
        purposes
            .computeIfAbsent(GraphView.canonical(inputs.get(i)), k -> new HashSet<>())
            .add(purpose(node, i));
      }
    }
    Set<String> inLoss = view.dataAncestors(List.of(loss));
    purposes.forEach(
        (tensor, used) -> {
          if (inLoss.contains(GraphView.nodeOf(tensor))) {
            used.add("loss");
          }
        });
    return purposes;
  }

  private static String purpose(NodeDef update, int input) {
    UpdateOps.Roles roles = UpdateOps.rolesOf(update);
    if (input == roles.learningRate()) {
      return "rate";
    }
    return input == roles.momentum() ? "momentum" : "other";
  }

  private static NodeDef separated(
      NodeDef update, Map<String, Set<String>> purposes, Map<String, NodeDef> copies) {
    UpdateOps.Roles roles = UpdateOps.rolesOf(update);
    NodeDef.Builder out = update.toBuilder();
    for (int input : new int[] {roles.learningRate(), roles.momentum()}) {
      if (input < 0) {
        continue;
      }
      String tensor = GraphView.canonical(update.getInput(input));
      if (purposes.getOrDefault(tensor, Set.of()).size() > 1) {
        String purpose = purpose(update, input);
        NodeDef copy =
            copies.computeIfAbsent(
                purpose + "/" + tensor,
                key ->
                    NodeDef.newBuilder()
                        .setName(PREFIX + purpose + "_" + copies.size())
                        .setOp("Identity")
                        .addInput(tensor)
                        .putAttr("T", update.getAttrOrThrow("T"))
                        .build());
        out.setInput(input, copy.getName());
      }
    }
    return out.build();
  }
}
