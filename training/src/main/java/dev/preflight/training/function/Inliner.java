package dev.preflight.training.function;

import dev.preflight.training.data.InputException;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.graph.HiddenUpdates;
import dev.preflight.training.graph.OpOutputs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Puts the bodies of called functions in the place of the calls. What the graph computes stays the
 * same; a body node {@code n} becomes {@code call/n}. {@code While}, {@code If} and {@code Case}
 * keep their functions.
 */
final class Inliner {

  private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");

  /** Calls within calls that are followed; TensorFlow has no recursive functions. */
  private static final int DEEPEST = 50;

  /** What a call gave: a tensor for each of its results, and the op that waits for all it does. */
  record Results(List<String> outputs, String done) {}

  private final Map<String, FunctionDef> functions;
  private final Map<String, String> prefixes;
  private final GraphDef.Builder out = GraphDef.newBuilder();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Results> calls = new LinkedHashMap<>();

  private Inliner(GraphDef def, Map<String, String> prefixes) {
    this.prefixes = prefixes;
    this.functions = GraphView.functions(def);
    def.getNodeList().forEach(node -> taken.add(node.getName()));
  }

  /**
   * A graph without calls.
   *
   * @param def without the calls that were asked for, and with their bodies
   * @param calls what they gave, by the name of the call's node
   */
  record Inlined(GraphDef def, Map<String, Results> calls) {}

  /**
   * Inlines the calls that are asked for, and those that they make.
   *
   * @param prefixes what to name the bodies after, by the names of call nodes
   * @param others nodes to keep besides; a call among them is inlined under its own name
   */
  static Inlined of(GraphDef def, Map<String, String> prefixes, Collection<String> others) {
    return new Inliner(def, prefixes).inlined(def, others);
  }

  private Inlined inlined(GraphDef def, Collection<String> others) {
    GraphView view = new GraphView(def);
    List<String> roots = new ArrayList<>(prefixes.keySet());
    roots.addAll(others);
    Set<String> wanted = view.ancestors(roots);
    Scope top =
        new Scope("", view.nodes().stream().filter(n -> wanted.contains(n.getName())).toList());
    top.emit(0);
    calls.putAll(top.results);
    out.setVersions(def.getVersions());
    out.setLibrary(called(def));
    return new Inlined(out.build(), calls);
  }

  /** The functions that what is left calls, and those that they call. */
  private FunctionDefLibrary called(GraphDef def) {
    Set<String> seen = new HashSet<>();
    Deque<NodeDef> open = new ArrayDeque<>(out.getNodeList());
    while (!open.isEmpty()) {
      open.pop().getAttrMap().values().stream()
          .flatMap(HiddenUpdates::called)
          .filter(name -> functions.containsKey(name) && seen.add(name))
          .forEach(name -> open.addAll(function(name).getNodeDefList()));
    }
    FunctionDefLibrary.Builder library = FunctionDefLibrary.newBuilder();
    for (FunctionDef function : def.getLibrary().getFunctionList()) {
      if (seen.contains(function.getSignature().getName())) {
        library.addFunction(function);
      }
    }
    return library.build();
  }

  private FunctionDef function(String name) {
    FunctionDef function = functions.get(name);
    if (function == null) {
      throw new InputException(
          "the SavedModel calls the function '" + name + "', which it does not hold",
          "export it again: the file is damaged");
    }
    return function;
  }

  private String fresh(String wanted) {
    String name = wanted;
    for (int i = 1; !taken.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  private static NodeDef noOp(String name, Collection<String> controls) {
    return NodeDef.newBuilder().setName(name).setOp("NoOp").addAllInput(controls).build();
  }

  /** The graph itself, or the body of a function at the place of one call. */
  private final class Scope {
    private final String prefix;
    private final Map<String, NodeDef> nodes;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> arguments = new HashMap<>();
    private final Map<String, Results> results = new LinkedHashMap<>();
    private @Nullable String before;

    Scope(String prefix, List<NodeDef> body) {
      this.prefix = prefix;
      this.nodes =
          body.stream()
              .collect(Collectors.toMap(NodeDef::getName, n -> n, (a, b) -> a, LinkedHashMap::new));
      nodes.keySet().forEach(n -> names.put(n, prefix.isEmpty() ? n : fresh(prefix + "/" + n)));
    }

    void emit(int depth) {
      for (NodeDef node : nodes.values()) {
        if (isCall(node)) {
          results(node, depth);
        } else {
          out.addNode(copied(node, depth));
        }
      }
    }

    private boolean isCall(NodeDef node) {
      return CALLS.contains(node.getOp()) || functions.containsKey(node.getOp());
    }

    private NodeDef copied(NodeDef node, int depth) {
      NodeDef.Builder copy =
          node.toBuilder().setName(names.get(node.getName())).clearInput().clearDevice();
      copy.removeAttr("_class"); // It names nodes that may be gone.
      boolean waits = false;
      for (String input : node.getInputList()) {
        copy.addInput(resolved(input, depth));
        waits |= !arguments.containsKey(input);
      }
      if (before != null && !waits) {
        copy.addInput("^" + before);
      }
      return copy.build();
    }

    /** What an input of a node is called in the graph. */
    private String resolved(String input, int depth) {
      boolean control = input.startsWith("^");
      String text = control ? input.substring(1) : input;
      String[] parts = text.split(":", -1);
      NodeDef node = nodes.get(parts[0]);
      if (node == null) {
        String argument = arguments.get(parts[0]);
        if (argument == null) {
          throw new InputException(
              "the SavedModel reads '" + input + "', which it does not hold",
              "export it again: the file is damaged");
        }
        return control ? "^" + GraphView.nodeOf(argument) : argument;
      }
      if (control) {
        return "^" + (isCall(node) ? results(node, depth).done() : names.get(parts[0]));
      }
      int index = Integer.parseInt(parts.length > 1 ? parts[parts.length - 1] : "0");
      if (isCall(node)) {
        return results(node, depth).outputs().get(index);
      }
      int flat = parts.length == 3 ? OpOutputs.flat(node, parts[1], index) : index;
      return names.get(parts[0]) + ":" + flat;
    }

    private Results results(NodeDef call, int depth) {
      Results known = results.get(call.getName());
      if (known == null) {
        known = expanded(call, depth + 1);
        results.put(call.getName(), known);
      }
      return known;
    }

    private Results expanded(NodeDef call, int depth) {
      if (depth > DEEPEST) {
        throw new InputException(
            "the functions of the SavedModel call each other without end",
            "export it without recursion");
      }
      FunctionDef function =
          function(
              CALLS.contains(call.getOp())
                  ? call.getAttrOrThrow("f").getFunc().getName()
                  : call.getOp());
      String name = names.getOrDefault(call.getName(), call.getName());
      Scope body = new Scope(prefix(call, name), function.getNodeDefList());
      List<String> controls = new ArrayList<>();
      int argument = 0;
      for (String input : call.getInputList()) {
        if (input.startsWith("^")) {
          controls.add(resolved(input, depth));
        } else {
          body.arguments.put(
              function.getSignature().getInputArg(argument).getName(), resolved(input, depth));
          argument++;
        }
      }
      if (before != null && controls.isEmpty()) {
        controls.add("^" + before);
      }
      if (!controls.isEmpty()) {
        body.before = fresh(body.prefix + "/before");
        out.addNode(noOp(body.before, controls));
      }
      body.emit(depth);
      List<String> outputs = new ArrayList<>();
      for (OpDef.ArgDef output : function.getSignature().getOutputArgList()) {
        outputs.add(body.resolved(function.getRetOrThrow(output.getName()), depth));
      }
      Set<String> last = new LinkedHashSet<>();
      function.getControlRetMap().values().stream()
          .sorted()
          .forEach(node -> last.add(body.resolved("^" + node, depth)));
      outputs.forEach(output -> last.add("^" + GraphView.nodeOf(output)));
      String done = fresh(body.prefix + "/done");
      out.addNode(noOp(done, last));
      return new Results(outputs, done);
    }

    /**
     * A call without a name of its own, as a signature's wrapper makes, adds nothing to the path.
     */
    private String prefix(NodeDef call, String name) {
      String given = prefix.isEmpty() ? prefixes.get(call.getName()) : null;
      if (given != null) {
        return given;
      }
      boolean anonymous = call.getName().matches("(Stateful)?PartitionedCall(_\\d+)?");
      return anonymous && !prefix.isEmpty() ? prefix : name;
    }
  }
}
