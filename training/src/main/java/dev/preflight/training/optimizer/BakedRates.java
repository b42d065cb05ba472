package dev.preflight.training.optimizer;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Reads the learning rates that a graph was built with: constants, or the first value of a
 * schedule.
 *
 * <p>TensorFlow Java's optimizers make even a constant rate wait for the gradients, so it could
 * only be fetched with a batch at hand. Here each rate is computed in a graph of its own, from what
 * it is made of and nothing that it waits for, with variables replaced by their initial values.
 */
final class BakedRates {

  private BakedRates() {}

  /** The rates by tensor; one that hangs on a placeholder of the user's is left out. */
  static Map<String, Double> read(
      GraphView view, List<String> tensors, Map<String, HostArray> initial, ConfigProto config) {
    Map<String, Double> rates = new LinkedHashMap<>();
    for (String tensor : tensors) {
      Map<String, HostArray> fed = new LinkedHashMap<>();
      try (Graph graph = new Graph()) {
        graph.importGraphDef(alone(view, tensor, initial, fed));
        try (Session session = new Session(graph, false, config);
            Tensors.Scope open = new Tensors.Scope()) {
          Session.Runner runner = session.runner().fetch(tensor);
          fed.forEach(
              (name, value) ->
                  runner.feed(name, open.add(Tensors.of(value, GraphView.dtype(view.node(name))))));
          try (Result result = runner.run()) {
            rates.put(tensor, Tensors.read(result.get(0)).get(0));
          }
        }
      } catch (TensorFlowException
          | TFInvalidArgumentException
          | TFUnimplementedException
          | Tensors.UnsupportedTypeException e) {
        // It hangs on a placeholder, or on what cannot run alone: there is no value to read.
      }
    }
    return rates;
  }

  private static GraphDef alone(
      GraphView view, String tensor, Map<String, HostArray> initial, Map<String, HostArray> fed) {
    GraphDef.Builder out = GraphDef.newBuilder().setVersions(view.def().getVersions());
    for (String name : view.dataAncestors(List.of(tensor))) {
      NodeDef node = view.node(name);
      String variable =
          node.getOp().equals("ReadVariableOp") || GraphView.isVariable(node)
              ? view.variableBehind(name)
              : null;
      HostArray value = variable == null ? null : initial.get(variable);
      if (value != null && !GraphView.isResource(node)) {
        out.addNode(placeholder(name, GraphView.dtype(node)));
        fed.put(name, value);
      } else {
        out.addNode(
            node.toBuilder()
                .clearInput()
                .addAllInput(GraphView.dataInputs(node))
                .removeAttr("_class")
                .build());
      }
    }
    return out.build();
  }

  private static NodeDef placeholder(String name, DataType type) {
    return NodeDef.newBuilder()
        .setName(name)
        .setOp("Placeholder")
        .putAttr("dtype", AttrValue.newBuilder().setType(type).build())
        .build();
  }
}
