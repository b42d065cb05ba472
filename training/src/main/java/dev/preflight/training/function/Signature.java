package dev.preflight.training.function;

import dev.preflight.training.graph.GraphView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * A signature of a SavedModel and the call that it is.
 *
 * @param name its key
 * @param call the node that calls its function; null where the graph computes its outputs itself
 * @param inputs tensors by name, in the order in which the function takes them
 * @param outputs tensors by name
 */
record Signature(
    String name,
    @Nullable NodeDef call,
    Map<String, TensorInfo> inputs,
    Map<String, TensorInfo> outputs) {

  static Signature of(String name, SignatureDef signature, GraphDef graph) {
    GraphView view = new GraphView(graph);
    NodeDef call = null;
    for (TensorInfo output : signature.getOutputsMap().values()) {
      NodeDef node = view.find(GraphView.nodeOf(output.getName()));
      call = node != null && node.getAttrMap().containsKey("f") ? node : call;
    }
    return new Signature(
        name,
        call,
        inOrder(signature.getInputsMap(), call),
        new TreeMap<>(signature.getOutputsMap()));
  }

  private static Map<String, TensorInfo> inOrder(
      Map<String, TensorInfo> inputs, @Nullable NodeDef call) {
    List<String> taken = call == null ? List.of() : GraphView.dataInputs(call);
    Map<String, TensorInfo> sorted = new TreeMap<>(inputs);
    List<String> names = new ArrayList<>(sorted.keySet());
    names.sort((a, b) -> Integer.compare(place(sorted.get(a), taken), place(sorted.get(b), taken)));
    Map<String, TensorInfo> ordered = new LinkedHashMap<>();
    names.forEach(name -> ordered.put(name, sorted.get(name)));
    return ordered;
  }

  private static int place(@Nullable TensorInfo input, List<String> taken) {
    String node = input == null ? "" : GraphView.nodeOf(input.getName());
    for (int i = 0; i < taken.size(); i++) {
      if (GraphView.nodeOf(taken.get(i)).equals(node)) {
        return i;
      }
    }
    return taken.size();
  }

  /** The placeholder of an input. */
  String node(String input) {
    return GraphView.nodeOf(Objects.requireNonNull(inputs.get(input)).getName());
  }
}
