package dev.preflight.training.function;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Finds the tensor that a training step computes its rate in, from a counter of updates: the one
 * that has the values of a function which gives the rate of every update.
 */
final class ScheduledRate {

  /** Updates at which the two must agree. */
  private static final long[] AT = {0, 1, 2, 3, 7, 20, 100, 1_000, 20_000};

  /** Single precision, computed in two ways. */
  private static final double TOLERANCE = 1e-5;

  private static final String SET = "preflight/set/";

  private ScheduledRate() {}

  /**
   * The tensors that have the rate, those that nothing but other such tensors read left out.
   *
   * @param step the op that makes one update
   * @param input placeholder of the update's number, in the function that gives the rate
   * @param rate what that function gives
   */
  static List<String> tensors(
      GraphView view, String step, String input, String rate, Map<String, HostArray> values) {
    Set<String> run = view.ancestors(List.of(step));
    List<String> counters =
        run.stream().filter(name -> isCounter(view, name, values.get(name))).toList();
    List<String> found = new ArrayList<>();
    for (String counter : counters) {
      Set<String> after = view.descendants(List.of(counter));
      after.removeIf(name -> !run.contains(name) || !hangsOn(view, name, counter));
      found.addAll(agreeing(view, counter, after, input, rate));
    }
    Set<String> nodes = new LinkedHashSet<>(found.stream().map(GraphView::nodeOf).toList());
    return found.stream()
        .filter(
            tensor ->
                view.consumers(GraphView.nodeOf(tensor)).stream()
                    .map(NodeDef::getName)
                    .anyMatch(user -> run.contains(user) && !nodes.contains(user)))
        .toList();
  }

  private static boolean isCounter(GraphView view, String name, @Nullable HostArray value) {
    return value != null
        && GraphView.isVariable(view.node(name))
        && value.size() == 1
        && !value.type().isFloating();
  }

  /** Whether a node hangs on this variable and on nothing else that changes. */
  private static boolean hangsOn(GraphView view, String name, String counter) {
    return view.dataAncestors(List.of(name)).stream()
        .map(view::node)
        .noneMatch(
            node ->
                node.getOp().startsWith("Placeholder")
                    || (GraphView.isVariable(node) && !node.getName().equals(counter)));
  }

  private static List<String> agreeing(
      GraphView view, String counter, Set<String> candidates, String input, String rate) {
    Set<String> needed = view.dataAncestors(candidates);
    needed.addAll(view.dataAncestors(List.of(rate)));
    List<String> agreeing = new ArrayList<>();
    try (Graph graph = new Graph()) {
      graph.importGraphDef(alone(view, needed, counter));
      Map<String, Output<?>> fetches = new LinkedHashMap<>();
      for (String name : candidates) {
        GraphOperation op = graph.operation(name);
        if (op != null && op.numOutputs() == 1 && isScalar(op.output(0))) {
          fetches.put(name + ":0", op.output(0));
        }
      }
      Output<?> wanted = graph.outputOrThrow(GraphView.canonical(rate));
      agreeing.addAll(fetches.keySet());
      try (Session session = new Session(graph)) {
        for (long at : AT) {
          agreeing.retainAll(agreeing(session, view, counter, fetches, input, wanted, at));
        }
      }
      return agreeing;
    } catch (TensorFlowException | TFInvalidArgumentException | TFUnimplementedException e) {
      return List.of(); // It cannot run alone.
    }
  }

  private static List<String> agreeing(
      Session session,
      GraphView view,
      String counter,
      Map<String, Output<?>> fetches,
      String input,
      Output<?> wanted,
      long at) {
    List<String> agreeing = new ArrayList<>();
    DataType type = GraphView.dtype(view.node(counter));
    DataType inputType = GraphView.dtype(view.node(GraphView.nodeOf(input)));
    try (Tensors.Scope open = new Tensors.Scope()) {
      HostArray number = HostArray.ofLongs(new long[] {at}, new int[0]);
      session
          .runner()
          .feed(SET + "value", open.add(Tensors.of(number.to(Tensors.elementType(type)), type)))
          .addTarget(SET + "counter")
          .run()
          .close();
      Session.Runner runner =
          session
              .runner()
              .feed(
                  input, open.add(Tensors.of(number.to(Tensors.elementType(inputType)), inputType)))
              .fetch(wanted);
      fetches.values().forEach(runner::fetch);
      try (Result result = runner.run()) {
        double rate = Tensors.read(result.get(0)).get(0);
        int i = 1;
        for (String tensor : fetches.keySet()) {
          double value = Tensors.read(result.get(i++)).get(0);
          if (Math.abs(value - rate) <= TOLERANCE * Math.abs(rate)) {
            agreeing.add(tensor);
          }
        }
      }
    }
    return agreeing;
  }

  private static boolean isScalar(Output<?> output) {
    return GraphView.isFloating(output.dataType())
        && !output.shape().isUnknown()
        && output.shape().numDimensions() == 0;
  }

  private static GraphDef alone(GraphView view, Set<String> needed, String counter) {
    GraphDef.Builder out =
        GraphDef.newBuilder()
            .setVersions(view.def().getVersions())
            .setLibrary(view.def().getLibrary());
    for (String name : needed) {
      NodeDef node = view.node(name);
      out.addNode(node.toBuilder().clearInput().addAllInput(GraphView.dataInputs(node)));
    }
    AttrValue dtype = view.node(counter).getAttrOrThrow("dtype");
    out.addNode(
        NodeDef.newBuilder().setName(SET + "value").setOp("Placeholder").putAttr("dtype", dtype));
    out.addNode(
        NodeDef.newBuilder()
            .setName(SET + "counter")
            .setOp("AssignVariableOp")
            .addInput(counter)
            .addInput(SET + "value")
            .putAttr("dtype", dtype));
    return out.build();
  }
}
