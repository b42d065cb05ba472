package dev.preflight.training.graph;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.tensorflow.proto.NodeDef;

/**
 * Finds the variables that plain assignments move along a gradient of the loss: an update written
 * by hand, or the table of an embedding, which the Adam of TensorFlow 1 updates by assign ops.
 *
 * <p>A moving average is assigned too, and is told apart by what is assigned. A gradient is
 * computed by ops that the loss does not need and that say so by type or name, or from outputs and
 * labels together. What an optimizer remembers (a momentum, say) carries it from one assignment to
 * another.
 */
public final class AssignedUpdates {

  private final GraphView view;
  private final String labels;
  private final String outputs;
  private final Set<String> forward;
  private final List<NodeDef> writes;

  private AssignedUpdates(
      GraphView view, String loss, String labels, String outputs, Set<String> initializing) {
    this.view = view;
    this.labels = GraphView.nodeOf(labels);
    this.outputs = GraphView.nodeOf(outputs);
    this.forward = view.dataAncestors(List.of(loss));
    this.writes =
        view.nodes().stream()
            .filter(GraphView::writes)
            .filter(node -> !initializing.contains(node.getName()))
            .toList();
  }

  /**
   * The assignments that move a variable which the loss reads along the gradient.
   *
   * @param outputs the network's outputs, or what else the loss compares with the labels
   * @param initializing what initializes the graph, which is none of them
   */
  public static List<NodeDef> in(
      GraphView view, String loss, String labels, String outputs, Set<String> initializing) {
    return new AssignedUpdates(view, loss, labels, outputs, initializing).found();
  }

  private List<NodeDef> found() {
    Set<String> carriers = new LinkedHashSet<>();
    List<NodeDef> found = new ArrayList<>();
    List<NodeDef> open = new ArrayList<>(writes);
    boolean more = true;
    while (more) {
      List<NodeDef> along = open.stream().filter(write -> isAlong(write, carriers)).toList();
      open.removeAll(along);
      for (NodeDef write : along) {
        String variable = view.variableBehind(write.getInput(0));
        if (variable != null && forward.contains(variable)) {
          found.add(write);
        } else if (variable != null) {
          carriers.add(variable);
        }
      }
      more = !along.isEmpty();
    }
    return found;
  }

  /** Whether what is assigned comes from a gradient, or from a variable that remembers one. */
  private boolean isAlong(NodeDef write, Set<String> carriers) {
    Set<String> from = view.dataAncestors(GraphView.dataInputs(write).stream().skip(1).toList());
    boolean compares = from.contains(labels) && from.contains(outputs);
    return compares
        || from.stream()
            .filter(name -> !forward.contains(name))
            .anyMatch(name -> carriers.contains(name) || isGradient(view.node(name)));
  }

  private static boolean isGradient(NodeDef node) {
    return node.getOp().endsWith("Grad")
        || Stream.of(node.getName().split("/", -1))
            .anyMatch(scope -> scope.startsWith("gradients") || scope.equals("gradient_tape"));
  }
}
