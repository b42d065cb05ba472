package dev.preflight.training.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Update ops in the branches of a {@code tf.cond}, as gradient accumulation and loss scaling make
 * them. A branch is a function, in which no tensor can be fed: what the rate and the momentum are
 * computed from is brought out of it and handed in as an argument, so that the argument can be fed.
 */
public final class ConditionalUpdates {

  private static final Set<String> CONDITIONALS =
      Set.of("If", "StatelessIf", "Case", "StatelessCase");

  /**
   * An update in a branch, by tensors of the graph around it; null for what is only in the branch.
   *
   * @param op kind of the update op
   * @param type of its numbers
   */
  public record Update(
      String op,
      DataType type,
      @Nullable String variable,
      @Nullable String rate,
      @Nullable String momentum,
      @Nullable String gradient) {}

  private ConditionalUpdates() {}

  /** Whether the node chooses one of several functions, and one of them updates. */
  static boolean is(NodeDef node, Map<String, FunctionDef> functions) {
    return CONDITIONALS.contains(node.getOp())
        && branches(node).map(functions::get).anyMatch(f -> f != null && !updates(f).isEmpty());
  }

  static boolean chooses(NodeDef node) {
    return CONDITIONALS.contains(node.getOp());
  }

  private static Stream<String> branches(NodeDef node) {
    return node.getAttrMap().values().stream().flatMap(HiddenUpdates::called).distinct();
  }

  private static List<NodeDef> updates(FunctionDef function) {
    return function.getNodeDefList().stream()
        .filter(node -> UpdateOps.roles().containsKey(node.getOp()))
        .toList();
  }

  /** The updates that a train op makes on conditions. */
  public static List<Update> behind(GraphView view, String train) {
    Map<String, FunctionDef> functions = GraphView.functions(view.def());
    List<Update> found = new ArrayList<>();
    for (String name : view.ancestors(List.of(train))) {
      NodeDef node = view.node(name);
      if (is(node, functions)) {
        branches(node)
            .map(functions::get)
            .filter(function -> function != null)
            .forEach(f -> updates(f).forEach(u -> found.add(update(node, f, u))));
      }
    }
    return found;
  }

  private static Update update(NodeDef node, FunctionDef branch, NodeDef update) {
    Map<String, String> outside = arguments(node, branch);
    UpdateOps.Roles roles = UpdateOps.rolesOf(update);
    return new Update(
        update.getOp(),
        update.getAttrOrThrow("T").getType(),
        outside.get(update.getInput(0)),
        outside.get(update.getInput(roles.learningRate())),
        roles.momentum() < 0 ? null : outside.get(update.getInput(roles.momentum())),
        outside.get(update.getInput(roles.gradient())));
  }

  /** What a branch's arguments are outside of it. */
  private static Map<String, String> arguments(NodeDef node, FunctionDef branch) {
    List<String> inputs = GraphView.dataInputs(node);
    Map<String, String> outside = new HashMap<>();
    for (int i = 0; i < branch.getSignature().getInputArgCount(); i++) {
      // The first input chooses.
      outside.put(branch.getSignature().getInputArg(i).getName(), inputs.get(i + 1));
    }
    return outside;
  }

  /** The graph with rates and momenta of those updates as arguments. */
  public static GraphDef in(GraphDef def, String train) {
    GraphView view = new GraphView(def);
    Map<String, FunctionDef> functions = GraphView.functions(def);
    Set<String> run = view.ancestors(List.of(train));
    GraphDef.Builder out = def.toBuilder();
    boolean changed = false;
    for (int i = 0; i < def.getNodeCount(); i++) {
      NodeDef node = def.getNode(i);
      if (run.contains(node.getName()) && is(node, functions)) {
        changed |= new Opened(node, functions, out).at(i);
      }
    }
    if (!changed) {
      return def;
    }
    out.getLibraryBuilder().clearFunction().addAllFunction(functions.values());
    return out.build();
  }

  /** One conditional while its branches are opened. */
  private static final class Opened {
    private final NodeDef node;
    private final Map<String, FunctionDef> functions;
    private final GraphDef.Builder out;
    private final Map<String, DataType> added = new LinkedHashMap<>();
    private final Map<String, String> argumentOf = new HashMap<>();
    private final Set<String> copied = new HashSet<>();

    Opened(NodeDef node, Map<String, FunctionDef> functions, GraphDef.Builder out) {
      this.node = node;
      this.functions = functions;
      this.out = out;
    }

    boolean at(int index) {
      List<String> names = branches(node).toList();
      Map<String, FunctionDef.Builder> opened = new LinkedHashMap<>();
      for (String name : names) {
        FunctionDef branch = functions.get(name);
        if (branch == null) {
          return false;
        }
        opened.put(name, opened(branch));
      }
      if (added.isEmpty()) {
        return false;
      }
      Map<String, String> renamed = new HashMap<>();
      opened.forEach(
          (name, branch) -> {
            String own = name + "_preflight_" + node.getName().replaceAll("\\W", "_");
            OpDef.Builder signature = branch.getSignatureBuilder().setName(own);
            added.forEach(
                (tensor, type) ->
                    signature.addInputArg(
                        OpDef.ArgDef.newBuilder().setName(argument(tensor)).setType(type)));
            functions.put(own, branch.build());
            renamed.put(name, own);
          });
      out.setNode(index, rewired(renamed));
      return true;
    }

    private FunctionDef.Builder opened(FunctionDef branch) {
      FunctionDef.Builder builder = branch.toBuilder();
      Map<String, String> outside = arguments(node, branch);
      for (int i = 0; i < branch.getNodeDefCount(); i++) {
        NodeDef update = branch.getNodeDef(i);
        if (!UpdateOps.roles().containsKey(update.getOp())) {
          continue;
        }
        UpdateOps.Roles roles = UpdateOps.rolesOf(update);
        for (int role : new int[] {roles.learningRate(), roles.momentum()}) {
          String input = role < 0 ? "" : update.getInput(role);
          if (role >= 0 && !outside.containsKey(input)) {
            String tensor = broughtOut(branch, input, outside);
            added.put(tensor, update.getAttrOrThrow("T").getType());
            builder.getNodeDefBuilder(i).setInput(role, argument(tensor));
          }
        }
      }
      return builder;
    }

    private String argument(String tensor) {
      return argumentOf.computeIfAbsent(tensor, t -> "preflight_argument_" + argumentOf.size());
    }

    /** Copies what a tensor of a branch is computed from out of it; its name there. */
    private String broughtOut(FunctionDef branch, String input, Map<String, String> outside) {
      Map<String, NodeDef> nodes = new HashMap<>();
      branch.getNodeDefList().forEach(n -> nodes.put(n.getName(), n));
      String prefix = node.getName() + "/" + branch.getSignature().getName() + "/";
      Deque<String> open = new ArrayDeque<>(List.of(input.split(":", 2)[0]));
      while (!open.isEmpty()) {
        NodeDef inner = nodes.get(open.pop());
        if (inner == null || !copied.add(prefix + inner.getName())) {
          continue;
        }
        NodeDef.Builder copy = inner.toBuilder().setName(prefix + inner.getName()).clearInput();
        copy.removeAttr("_class");
        for (String taken : GraphView.dataInputs(inner)) {
          copy.addInput(outer(taken, nodes, prefix, outside));
          open.push(taken.split(":", 2)[0]);
        }
        out.addNode(copy);
      }
      return GraphView.canonical(outer(input, nodes, prefix, outside));
    }

    private static String outer(
        String input, Map<String, NodeDef> nodes, String prefix, Map<String, String> outside) {
      String argument = outside.get(input);
      if (argument != null) {
        return argument;
      }
      String[] parts = input.split(":", -1);
      NodeDef inner = nodes.get(parts[0]);
      int index = Integer.parseInt(parts[parts.length - 1]);
      return prefix
          + parts[0]
          + ":"
          + (inner == null ? index : OpOutputs.flat(inner, parts[1], index));
    }

    private NodeDef rewired(Map<String, String> renamed) {
      NodeDef.Builder copy = node.toBuilder().clearInput();
      copy.addAllInput(GraphView.dataInputs(node)).addAllInput(added.keySet());
      node.getInputList().stream().filter(in -> in.startsWith("^")).forEach(copy::addInput);
      AttrValue.Builder types = node.getAttrOrThrow("Tin").toBuilder();
      added.values().forEach(types.getListBuilder()::addType);
      copy.putAttr("Tin", types.build());
      node.getAttrMap()
          .forEach(
              (name, value) -> {
                if (value.hasFunc()) {
                  copy.putAttr(name, func(value.getFunc(), renamed).build());
                } else if (value.getList().getFuncCount() > 0) {
                  AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
                  value
                      .getList()
                      .getFuncList()
                      .forEach(f -> list.addFunc(func(f, renamed).getFunc()));
                  copy.putAttr(name, AttrValue.newBuilder().setList(list).build());
                }
              });
      return copy.build();
    }

    private static AttrValue.Builder func(NameAttrList function, Map<String, String> renamed) {
      String name = renamed.getOrDefault(function.getName(), function.getName());
      return AttrValue.newBuilder().setFunc(function.toBuilder().setName(name));
    }
  }
}
