package dev.preflight.training.function;

import dev.preflight.training.graph.GraphView;
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
 * @param inputs tensors by name; Python sorts them, so that their order tells nothing
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
        new TreeMap<>(signature.getInputsMap()),
        new TreeMap<>(signature.getOutputsMap()));
  }

  /** The placeholder of an input. */
  String node(String input) {
    return GraphView.nodeOf(Objects.requireNonNull(inputs.get(input)).getName());
  }
}
