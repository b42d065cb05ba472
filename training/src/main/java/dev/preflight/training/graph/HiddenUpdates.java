package dev.preflight.training.graph;

import dev.preflight.training.data.InputException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;

/**
 * Update ops inside functions, where they cannot be reached to be driven: but for those that stand
 * in a branch of a conditional, which {@link ConditionalUpdates} reaches.
 */
public final class HiddenUpdates {

  private HiddenUpdates() {}

  /**
   * What to say of the update ops that a train op runs inside functions; empty if there are none.
   */
  public static Optional<InputException> behind(GraphView view, String train) {
    Map<String, FunctionDef> functions = GraphView.functions(view.def());
    return view.ancestors(List.of(train)).stream()
        .map(view::node)
        .filter(node -> updates(node, functions, new HashSet<>()))
        .findFirst()
        .map(node -> refusal(train, node));
  }

  private static InputException refusal(String train, NodeDef node) {
    boolean condition = node.getOp().contains("If") || node.getOp().contains("Case");
    String where =
        condition
            ? "inside a tf.cond"
            : node.getOp().contains("While") ? "inside a loop" : "inside a function";
    String which = " (the op '" + node.getName() + "', " + node.getOp() + ")";
    return new InputException(
        "train: '"
            + train
            + "' updates the weights "
            + where
            + which
            + ", where their rate cannot be driven",
        condition
            ? "export the graph with the plain update, in every step: without the finite check of"
                + " loss scaling, without accumulation; or leave out \"train\" to use an optimizer"
                + " of Preflight's"
            : "export a graph whose update ops are in the graph itself (tf.compat.v1), or leave out"
                + " \"train\" to use an optimizer of Preflight's");
  }

  private static boolean updates(
      NodeDef node, Map<String, FunctionDef> functions, Set<String> seen) {
    return node.getAttrMap().values().stream()
        .flatMap(HiddenUpdates::called)
        .filter(seen::add)
        .map(functions::get)
        .filter(function -> function != null)
        .flatMap(function -> function.getNodeDefList().stream())
        .anyMatch(
            inner ->
                (UpdateOps.roles().containsKey(inner.getOp()) && !ConditionalUpdates.chooses(node))
                    || hides(inner, functions, seen));
  }

  /** Whether a node of a function has updates in functions of its own, of whatever kind. */
  private static boolean hides(NodeDef node, Map<String, FunctionDef> functions, Set<String> seen) {
    return ConditionalUpdates.is(node, functions) || updates(node, functions, seen);
  }

  /**
   * Whether a node changes variables, by itself or in the functions that it calls.
   *
   * @param functions those of its graph, by name
   */
  public static boolean writes(NodeDef node, Map<String, FunctionDef> functions) {
    return writes(node, functions, new HashSet<>());
  }

  private static boolean writes(
      NodeDef node, Map<String, FunctionDef> functions, Set<String> seen) {
    return GraphView.writes(node)
        || UpdateOps.roles().containsKey(node.getOp())
        || node.getAttrMap().values().stream()
            .flatMap(HiddenUpdates::called)
            .filter(seen::add)
            .map(functions::get)
            .filter(function -> function != null)
            .flatMap(function -> function.getNodeDefList().stream())
            .anyMatch(inner -> writes(inner, functions, seen));
  }

  /** The functions that an attribute names. */
  public static Stream<String> called(AttrValue attribute) {
    return Stream.concat(
            attribute.hasFunc() ? Stream.of(attribute.getFunc()) : Stream.empty(),
            attribute.getList().getFuncList().stream())
        .map(function -> function.getName());
  }
}
