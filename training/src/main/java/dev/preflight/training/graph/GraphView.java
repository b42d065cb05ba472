package dev.preflight.training.graph;

import dev.preflight.training.data.InputException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** A GraphDef that can be asked who feeds whom. Immutable. */
public final class GraphView {

  /** What TensorFlow adds to a type's number to say "a reference to it". */
  private static final int REFERENCE = 100;

  private static final int MOST_HOPS = 16;

  private final GraphDef def;
  private final Map<String, NodeDef> nodes = new LinkedHashMap<>();
  private final Map<String, List<NodeDef>> consumers = new HashMap<>();

  /** A view of {@code def}, which must not name an op twice. */
  public GraphView(GraphDef def) {
    this.def = def;
    for (NodeDef node : def.getNodeList()) {
      nodes.put(node.getName(), node);
      for (String input : node.getInputList()) {
        consumers.computeIfAbsent(nodeOf(input), k -> new ArrayList<>()).add(node);
      }
    }
  }

  /** The graph itself. */
  public GraphDef def() {
    return def;
  }

  /** The functions of a graph by name, in its order; the map may be changed. */
  public static Map<String, FunctionDef> functions(GraphDef def) {
    Map<String, FunctionDef> functions = new LinkedHashMap<>();
    def.getLibrary()
        .getFunctionList()
        .forEach(function -> functions.put(function.getSignature().getName(), function));
    return functions;
  }

  /** All nodes, in the order of the graph. */
  public Collection<NodeDef> nodes() {
    return nodes.values();
  }

  /** The node of this name, or null. */
  public @Nullable NodeDef find(String node) {
    return nodes.get(node);
  }

  /** The node of a name that is known to exist. */
  public NodeDef node(String name) {
    NodeDef node = nodes.get(name);
    if (node == null) {
      throw new IllegalArgumentException("no node '" + name + "'");
    }
    return node;
  }

  /**
   * The nodes that take an output of this node, or wait for it; one that does twice comes twice.
   */
  public List<NodeDef> consumers(String node) {
    return consumers.getOrDefault(node, List.of());
  }

  /** The node a tensor name, control input or op name belongs to. */
  public static String nodeOf(String input) {
    int from = input.startsWith("^") ? 1 : 0;
    int colon = input.lastIndexOf(':');
    return colon > from ? input.substring(from, colon) : input.substring(from);
  }

  /** The output index of a tensor name; 0 where none is written. */
  static int indexOf(String tensor) {
    int colon = tensor.lastIndexOf(':');
    return colon < 0 ? 0 : Integer.parseInt(tensor.substring(colon + 1));
  }

  /** A tensor name with its output index. */
  public static String canonical(String tensor) {
    return nodeOf(tensor) + ":" + indexOf(tensor);
  }

  /**
   * Checks that the end called {@code role} names an existing tensor or op.
   *
   * @throws InputException with the nearest names that exist
   */
  public void require(String role, String tensor) {
    int colon = tensor.lastIndexOf(':');
    if (colon >= 0 && !tensor.substring(colon + 1).matches("\\d{1,4}")) {
      throw new InputException(
          role + ": '" + tensor + "' is no tensor name",
          "write an op and the index of its output, such as 'loss:0'");
    }
    String node = nodeOf(tensor);
    if (!nodes.containsKey(node)) {
      List<String> nearest = InputException.nearest(node, nodes.keySet());
      throw new InputException(
          role + ": the graph has no tensor '" + tensor + "'",
          nearest.isEmpty()
              ? "name one of its " + nodes.size() + " ops"
              : "the nearest names are: " + String.join(", ", nearest));
    }
  }

  /**
   * Everything the given nodes or tensors depend on, through data and control, themselves included.
   */
  public Set<String> ancestors(Collection<String> from) {
    return ancestors(from, true);
  }

  /** As {@link #ancestors(Collection)}, through data inputs only. */
  public Set<String> dataAncestors(Collection<String> from) {
    return ancestors(from, false);
  }

  /** Everything that depends on the given nodes through data, themselves included. */
  public Set<String> descendants(Collection<String> from) {
    Set<String> seen = new LinkedHashSet<>(from);
    Deque<String> open = new ArrayDeque<>(from);
    while (!open.isEmpty()) {
      String name = open.pop();
      for (NodeDef consumer : consumers(name)) {
        boolean data = consumer.getInputList().stream().anyMatch(in -> isData(in, name));
        if (data && seen.add(consumer.getName())) {
          open.push(consumer.getName());
        }
      }
    }
    return seen;
  }

  private static boolean isData(String input, String node) {
    return !input.startsWith("^") && nodeOf(input).equals(node);
  }

  private Set<String> ancestors(Collection<String> from, boolean control) {
    Set<String> seen = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>();
    from.forEach(name -> open.add(nodeOf(name)));
    while (!open.isEmpty()) {
      String name = open.pop();
      NodeDef node = nodes.get(name);
      if (node == null || !seen.add(name)) {
        continue;
      }
      for (String input : node.getInputList()) {
        if (control || !input.startsWith("^")) {
          open.push(nodeOf(input));
        }
      }
    }
    return seen;
  }

  /**
   * Nodes that run in one branch of a conditional only: what comes after a switch and before the
   * merge that ends it.
   */
  Set<String> conditional() {
    Set<String> conditional = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>();
    for (NodeDef node : nodes.values()) {
      if (node.getOp().equals("Switch") || node.getOp().equals("RefSwitch")) {
        open.push(node.getName());
      }
    }
    while (!open.isEmpty()) {
      for (NodeDef consumer : consumers(open.pop())) {
        boolean merges = consumer.getOp().equals("Merge") || consumer.getOp().equals("RefMerge");
        if (!merges && conditional.add(consumer.getName())) {
          open.push(consumer.getName());
        }
      }
    }
    return conditional;
  }

  /** Data inputs of a node, in order, as tensor names. */
  public static List<String> dataInputs(NodeDef node) {
    return node.getInputList().stream().filter(input -> !input.startsWith("^")).toList();
  }

  /** Whether the node declares a variable, of either kind. */
  public static boolean isVariable(NodeDef node) {
    return switch (node.getOp()) {
      case "VariableV2", "Variable", "VarHandleOp" -> true;
      default -> false;
    };
  }

  /** Whether a variable's node declares a resource variable. */
  public static boolean isResource(NodeDef variable) {
    return variable.getOp().equals("VarHandleOp");
  }

  /** The node's attribute {@code dtype}; {@code DT_INVALID} where it has none. */
  public static DataType dtype(NodeDef node) {
    AttrValue attr = node.getAttrMap().get("dtype");
    return attr == null ? DataType.DT_INVALID : attr.getType();
  }

  /** The type of the value behind a reference; the type itself for any other. */
  public static DataType base(DataType type) {
    return type.getNumber() > REFERENCE ? DataType.forNumber(type.getNumber() - REFERENCE) : type;
  }

  /** Whether gradients and rates can be of this type. */
  public static boolean isFloating(DataType type) {
    return switch (type) {
      case DT_FLOAT, DT_DOUBLE, DT_HALF, DT_BFLOAT16 -> true;
      default -> false;
    };
  }

  /** Whether the node changes a variable's value. */
  public static boolean assigns(NodeDef node) {
    return switch (node.getOp()) {
      case "Assign",
          "AssignAdd",
          "AssignSub",
          "AssignVariableOp",
          "AssignAddVariableOp",
          "AssignSubVariableOp" ->
          true;
      default -> false;
    };
  }

  /** Whether the node changes a variable's value, or a part of it. */
  public static boolean writes(NodeDef node) {
    return assigns(node) || node.getOp().matches("(Resource)?Scatter(Nd)?(Add|Sub|Mul|Div|Update)");
  }

  /** Whether the node fills a lookup table. */
  public static boolean fillsTable(NodeDef node) {
    return node.getOp().startsWith("InitializeTable")
        || node.getOp().startsWith("LookupTableImport");
  }

  /** Whether the node draws random numbers from a state that lives in the session. */
  public static boolean isStatefulRandom(NodeDef node) {
    return node.getAttrMap().containsKey("seed") && node.getAttrMap().containsKey("seed2");
  }

  /** Whether the node draws random numbers from a key that it is given. */
  public static boolean isStatelessRandom(NodeDef node) {
    return node.getOp().startsWith("StatelessRandom") && !node.getOp().contains("Get");
  }

  /**
   * The variable behind a tensor: follows reads, identities and casts back to where it comes from.
   *
   * @return the variable's node name, or null if the tensor is not simply a variable's value
   */
  public @Nullable String variableBehind(String tensor) {
    NodeDef node = nodes.get(nodeOf(tensor));
    for (int hops = 0; node != null && hops < MOST_HOPS; hops++) {
      if (isVariable(node)) {
        return node.getName();
      }
      switch (node.getOp()) {
        case "Identity", "ReadVariableOp", "Cast", "Enter", "Switch", "RefSwitch", "RefEnter" ->
            node = nodes.get(nodeOf(node.getInput(0)));
        default -> node = null;
      }
    }
    return null;
  }
}
