package dev.preflight.training;

import dev.preflight.training.graph.GraphView;
import dev.preflight.training.graph.Outputs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;

/** The ops behind tensors, each after those whose values it reads. */
final class OpOrder {

  /** Ops of loops and conditions of the first kind, whose tensors live in a frame of their own. */
  private static final Pattern FRAMED =
      Pattern.compile("Enter|Exit|NextIteration|Switch|Merge|LoopCond|TensorArray.*|Stack.*");

  private OpOrder() {}

  /** One op that is being visited, and the inputs of it that are still to be. */
  private record Visit(GraphOperation op, Iterator<Output<?>> rest) {}

  /**
   * The ops that these tensors are computed from by data, in an order in which they can be
   * computed; edges back into loops are not followed.
   *
   * @param tensors names such as {@code "loss"} or {@code "grad:0"}
   */
  static List<GraphOp> behind(Graph graph, Collection<String> tensors) {
    List<GraphOp> ordered = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Deque<Visit> path = new ArrayDeque<>();
    for (String tensor : tensors) {
      visit(Outputs.of(graph, tensor).op(), seen, path);
      while (!path.isEmpty()) {
        Visit top = path.getLast();
        if (top.rest().hasNext()) {
          visit((GraphOperation) top.rest().next().op(), seen, path);
        } else {
          ordered.add(described(top.op()));
          path.removeLast();
        }
      }
    }
    return ordered;
  }

  private static void visit(
      org.tensorflow.Operation operation, Set<String> seen, Deque<Visit> path) {
    GraphOperation op = (GraphOperation) operation;
    if (seen.add(op.name())) {
      path.addLast(new Visit(op, inputs(op).iterator()));
    }
  }

  private static List<Output<?>> inputs(GraphOperation op) {
    List<Output<?>> inputs = new ArrayList<>();
    for (int i = 0; i < op.numInputs(); i++) {
      inputs.add(op.input(i));
    }
    return inputs;
  }

  private static GraphOp described(GraphOperation op) {
    boolean floating =
        op.numOutputs() > 0
            && !FRAMED.matcher(op.type()).matches()
            && GraphView.isFloating(GraphView.base(op.output(0).dataType()));
    return new GraphOp(
        op.name(),
        op.type(),
        inputs(op).stream().map(input -> input.op().name() + ":" + input.index()).toList(),
        floating);
  }
}
