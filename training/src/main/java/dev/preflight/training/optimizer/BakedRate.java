package dev.preflight.training.optimizer;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.graph.GraphVariable;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
 * A scalar that a graph computes from constants, variables and constants that are fed, such as a
 * learning rate, read without running the graph.
 *
 * <p>TensorFlow Java's optimizers make even a constant rate wait for the gradients, so it could
 * only be fetched with a batch at hand. Here it is computed in a graph of its own, from what it is
 * made of and nothing that it waits for.
 */
final class BakedRate implements AutoCloseable {

  private static final String SET = "preflight/set/";

  private final String tensor;
  private final Map<String, GraphVariable> variables = new LinkedHashMap<>();
  private final Map<String, HostArray> feeds;
  private final Graph graph = new Graph();
  private final @Nullable Session session;

  /**
   * Prepares to read a tensor.
   *
   * @param feeds what tensors are fed with, by canonical name
   */
  BakedRate(GraphView view, String tensor, Map<String, HostArray> feeds, ConfigProto config) {
    this.tensor = tensor;
    this.feeds = new LinkedHashMap<>(feeds);
    Set<String> needed = view.dataAncestors(List.of(tensor));
    this.feeds.keySet().removeIf(fed -> !needed.contains(GraphView.nodeOf(fed)));
    for (String name : needed) {
      if (GraphView.isVariable(view.node(name))) {
        variables.put(name, GraphVariable.of(view.node(name)));
      }
    }
    this.session = imported(view, needed) ? new Session(graph, false, config) : null;
  }

  private boolean imported(GraphView view, Set<String> needed) {
    try {
      graph.importGraphDef(alone(view, needed));
      return true;
    } catch (TensorFlowException | TFInvalidArgumentException | TFUnimplementedException e) {
      return false; // It cannot live alone, so it has no value alone.
    }
  }

  private GraphDef alone(GraphView view, Set<String> needed) {
    GraphDef.Builder out =
        GraphDef.newBuilder()
            .setVersions(view.def().getVersions())
            .setLibrary(view.def().getLibrary());
    for (String name : needed) {
      NodeDef node = view.node(name);
      if (GraphView.isVariable(node) && !GraphView.isResource(node)) {
        out.addNode(placeholder(name, GraphView.dtype(node)));
        continue;
      }
      out.addNode(
          node.toBuilder()
              .clearInput()
              .addAllInput(GraphView.dataInputs(node))
              .removeAttr("_class"));
      if (GraphView.isVariable(node)) {
        String value = SET + name + "/value";
        out.addNode(placeholder(value, GraphView.dtype(node)));
        out.addNode(
            NodeDef.newBuilder()
                .setName(SET + name)
                .setOp("AssignVariableOp")
                .addInput(name)
                .addInput(value)
                .putAttr("dtype", node.getAttrOrThrow("dtype")));
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

  /** The variables it is computed from. */
  Set<String> variables() {
    return variables.keySet();
  }

  /**
   * Its value; NaN where it hangs on a placeholder that nothing feeds, or on what cannot run alone.
   *
   * @param values of the variables
   */
  double value(Map<String, HostArray> values) {
    HostArray fed = feeds.get(tensor);
    GraphVariable itself = variables.get(GraphView.nodeOf(tensor));
    if (fed == null && itself != null) {
      fed = values.get(itself.name());
    }
    if (fed != null) {
      return fed.get(0);
    }
    Session session = this.session;
    if (session == null) {
      return Double.NaN;
    }
    try (Tensors.Scope open = new Tensors.Scope()) {
      Session.Runner runner = session.runner().fetch(tensor);
      feeds.forEach((name, value) -> runner.feed(name, open.add(Tensors.of(value, type(name)))));
      for (GraphVariable variable : variables.values()) {
        HostArray value = values.get(variable.name());
        if (value == null) {
          return Double.NaN;
        }
        if (variable.resource()) {
          session
              .runner()
              .feed(SET + variable.name() + "/value", open.add(Tensors.of(value, variable.type())))
              .addTarget(SET + variable.name())
              .run()
              .close();
        } else {
          runner.feed(variable.name(), open.add(Tensors.of(value, variable.type())));
        }
      }
      try (Result result = runner.run()) {
        return Tensors.read(result.get(0)).get(0);
      }
    } catch (TensorFlowException
        | TFInvalidArgumentException
        | TFUnimplementedException
        | Tensors.UnsupportedTypeException e) {
      return Double.NaN;
    }
  }

  private DataType type(String fed) {
    return GraphView.base(graph.outputOrThrow(fed).dataType());
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
    graph.close();
  }
}
