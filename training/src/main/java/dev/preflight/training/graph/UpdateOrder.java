package dev.preflight.training.graph;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Orders what one training step writes, with control edges: first the loss and all gradients, then
 * side updates such as moving averages, then the update ops, then what counts their steps.
 *
 * <p>TensorFlow runs ops as soon as their inputs are there. A graph that leaves the order open (as
 * those of TensorFlow Java's own optimizers do) may compute one gradient from weights that another
 * update has already moved, or correct Adam's bias by this step's or the next step's power, as it
 * happens. With the edges each step means one thing, and the same bits come out every time.
 *
 * <p>An edge is left out where it would close a circle, and where it would wait for an op inside a
 * conditional, which may never run.
 */
public final class UpdateOrder {

  private static final String READY = "preflight/ready";
  private static final String UPDATED = "preflight/updated";

  private final GraphView view;
  private final String loss;
  private final @Nullable String train;
  private final List<String> sideUpdates;
  private final List<NodeDef> updates;
  private final Set<String> beforeUpdates;
  private final Set<String> conditional;
  private final Map<String, FunctionDef> functions;

  private UpdateOrder(
      GraphView view, String loss, @Nullable String train, List<String> sideUpdates) {
    this.view = view;
    this.loss = GraphView.nodeOf(loss);
    this.train = train;
    this.sideUpdates = sideUpdates;
    this.updates = train == null ? List.of() : UpdateOps.behind(view, train);
    this.beforeUpdates = view.ancestors(names(updates));
    this.conditional = view.conditional();
    this.functions = GraphView.functions(view.def());
  }

  /**
   * The graph with those edges; the same graph where there is nothing to order.
   *
   * @param loss the loss
   * @param train the train op, or null
   * @param sideUpdates ops to run while training besides the train op
   */
  public static GraphDef in(
      GraphDef def, String loss, @Nullable String train, List<String> sideUpdates) {
    return new UpdateOrder(new GraphView(def), loss, train, sideUpdates).ordered(def);
  }

  private GraphDef ordered(GraphDef def) {
    Set<String> writes = writes(view.ancestors(List.of(loss)));
    Set<String> updateNames = names(updates);
    Set<String> counters = counters(writes);
    writes.removeAll(counters);

    Set<String> last = new HashSet<>(updateNames);
    last.addAll(counters);
    Set<String> first = new LinkedHashSet<>(List.of(loss));
    updates.forEach(node -> first.add(gradient(node)));
    first.addAll(writes);
    first.removeIf(name -> conditional.contains(name) || dependsOn(name, last));

    GraphDef.Builder out = def.toBuilder();
    for (int i = 0; i < def.getNodeCount(); i++) {
      NodeDef node = def.getNode(i);
      if (updateNames.contains(node.getName())) {
        out.setNode(i, after(node, READY));
      } else if (counters.contains(node.getName())) {
        out.setNode(i, after(node, UPDATED));
      } else if (writes.contains(node.getName())) {
        out.setNode(i, after(node, loss));
      }
    }
    if (!updates.isEmpty()) {
      out.addNode(group(READY, first));
    }
    if (!counters.isEmpty()) {
      out.addNode(group(UPDATED, updateNames));
    }
    return out.build();
  }

  private static NodeDef after(NodeDef node, String other) {
    String control = "^" + other;
    return node.getInputList().contains(control)
        ? node
        : node.toBuilder().addInput(control).build();
  }

  /** Assignments and conditional updates that a step makes and that the loss does not wait for. */
  private Set<String> writes(Set<String> beforeLoss) {
    Set<String> roots = new LinkedHashSet<>(sideUpdates);
    if (train != null) {
      roots.add(train);
    }
    return names(
        view.ancestors(roots).stream()
            .map(view::node)
            .filter(node -> GraphView.assigns(node) || ConditionalUpdates.is(node, functions))
            .filter(node -> !beforeLoss.contains(node.getName()))
            .toList());
  }

  /**
   * Those that write what an update op reads, such as the powers of Adam, and that no update waits
   * for. None where an update sits in a conditional: counting must not wait for it.
   */
  private Set<String> counters(Set<String> writes) {
    Set<String> read = new HashSet<>();
    for (NodeDef update : updates) {
      if (conditional.contains(update.getName())) {
        return Set.of();
      }
      for (String input : GraphView.dataInputs(update)) {
        String variable = view.variableBehind(input);
        if (variable != null) {
          read.add(variable);
        }
      }
    }
    Set<String> counters = new LinkedHashSet<>();
    for (String write : writes) {
      String variable = view.variableBehind(view.node(write).getInput(0));
      if (variable != null && read.contains(variable) && !beforeUpdates.contains(write)) {
        counters.add(write);
      }
    }
    return counters;
  }

  /** The op a gradient comes from, whether or not its update is inside a conditional. */
  private String gradient(NodeDef update) {
    return GraphView.nodeOf(update.getInput(UpdateOps.rolesOf(update).gradient()));
  }

  private boolean dependsOn(String node, Set<String> others) {
    return view.ancestors(List.of(node)).stream().anyMatch(others::contains);
  }

  private static Set<String> names(Collection<NodeDef> nodes) {
    Set<String> names = new LinkedHashSet<>();
    nodes.forEach(node -> names.add(node.getName()));
    return names;
  }

  private static NodeDef group(String name, Collection<String> members) {
    NodeDef.Builder group = NodeDef.newBuilder().setName(name).setOp("NoOp");
    members.forEach(member -> group.addInput("^" + member));
    return group.build();
  }
}
