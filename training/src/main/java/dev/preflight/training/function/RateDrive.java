package dev.preflight.training.function;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.graph.HiddenUpdates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Makes the rate of a training step a tensor that can be fed.
 *
 * <p>Where a variable holds it, as in Keras, a constant with its value is assigned to it before any
 * op of the step reads it, inside of conditionals too: feeding the constant drives the rate, and
 * not feeding it leaves the step as it was.
 */
final class RateDrive {

  /** The constant that is fed. */
  static final String RATE = "preflight/learning_rate";

  private static final String SET = "preflight/set_learning_rate";

  private RateDrive() {}

  /**
   * The variables that may hold the rate: scalars called so that the step reads and does not write.
   *
   * @param step the op that makes one update
   */
  static List<String> variables(GraphView view, String step, Map<String, HostArray> values) {
    Set<String> run = view.ancestors(List.of(step));
    Map<String, FunctionDef> functions = GraphView.functions(view.def());
    List<String> found = new ArrayList<>();
    for (String name : run) {
      HostArray value = values.get(name);
      if (!GraphView.isVariable(view.node(name)) || value == null || value.size() != 1) {
        continue;
      }
      boolean called = Names.isRate(Names.last(name));
      List<NodeDef> users =
          view.consumers(name).stream().filter(node -> run.contains(node.getName())).toList();
      if (called
          && value.type().isFloating()
          && users.stream().noneMatch(GraphView::writes)
          && users.stream().anyMatch(node -> reads(node, name, functions))) {
        found.add(name);
      }
    }
    return found;
  }

  /** Whether a node reads a variable, or a function that it may call does. */
  private static boolean reads(NodeDef node, String variable, Map<String, FunctionDef> functions) {
    List<FunctionDef> called =
        node.getAttrMap().values().stream()
            .flatMap(HiddenUpdates::called)
            .map(functions::get)
            .filter(function -> function != null)
            .toList();
    if (called.isEmpty()) {
      return node.getOp().equals("ReadVariableOp");
    }
    List<String> inputs = GraphView.dataInputs(node);
    for (FunctionDef function : called) {
      int skipped = inputs.size() - function.getSignature().getInputArgCount();
      for (int i = Math.max(0, skipped); i < inputs.size(); i++) {
        if (GraphView.nodeOf(inputs.get(i)).equals(variable)
            && uses(
                function, function.getSignature().getInputArg(i - skipped).getName(), functions)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean uses(
      FunctionDef function, String argument, Map<String, FunctionDef> functions) {
    return function.getNodeDefList().stream()
        .filter(node -> node.getInputList().contains(argument))
        .anyMatch(node -> reads(node, argument, functions));
  }

  /** The graph with the rate of this variable to be fed as {@link #RATE}. */
  static GraphDef byVariable(GraphView view, String step, String variable, HostArray value) {
    Set<String> run = view.ancestors(List.of(step));
    DataType type = GraphView.dtype(view.node(variable));
    GraphDef.Builder out = view.def().toBuilder();
    for (int i = 0; i < out.getNodeCount(); i++) {
      NodeDef node = out.getNode(i);
      boolean reads =
          GraphView.dataInputs(node).stream()
              .anyMatch(input -> GraphView.nodeOf(input).equals(variable));
      if (reads && run.contains(node.getName())) {
        out.getNodeBuilder(i).addInput("^" + SET);
      }
    }
    AttrValue dtype = AttrValue.newBuilder().setType(type).build();
    out.addNode(
        NodeDef.newBuilder()
            .setName(RATE)
            .setOp("Const")
            .putAttr("dtype", dtype)
            .putAttr("value", AttrValue.newBuilder().setTensor(scalar(value, type)).build()));
    out.addNode(
        NodeDef.newBuilder()
            .setName(SET)
            .setOp("AssignVariableOp")
            .addInput(variable)
            .addInput(RATE)
            .putAttr("dtype", dtype));
    return out.build();
  }

  /** The graph in which what reads one of these tensors, which are equal, reads the first. */
  static GraphDef shared(GraphView view, List<String> equal) {
    GraphDef.Builder out = view.def().toBuilder();
    Set<String> others = Set.copyOf(equal.subList(1, equal.size()));
    for (int i = 0; i < out.getNodeCount(); i++) {
      for (int k = 0; k < out.getNode(i).getInputCount(); k++) {
        String input = out.getNode(i).getInput(k);
        if (!input.startsWith("^") && others.contains(GraphView.canonical(input))) {
          out.getNodeBuilder(i).setInput(k, equal.get(0));
        }
      }
    }
    return out.build();
  }

  private static TensorProto scalar(HostArray value, DataType type) {
    TensorProto.Builder proto =
        TensorProto.newBuilder()
            .setDtype(type)
            .setTensorShape(TensorShapeProto.getDefaultInstance());
    switch (type) {
      case DT_FLOAT -> proto.addFloatVal((float) value.get(0));
      case DT_DOUBLE -> proto.addDoubleVal(value.get(0));
      default ->
          throw new InputException(
              "learningRate: the variable that holds it is of type " + type,
              "keep the rate in a float32 variable");
    }
    return proto.build();
  }
}
